#include "plugins/providers/parts/dsn.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "plugins/providers/parts/mail_tree.hpp"

namespace herald::provider {
namespace {

std::string sample(const std::string& name) {
  const std::ifstream file{DSN_SAMPLES "/" + name + ".eml", std::ios::binary};
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

Dsn dsn_of(const std::string& name) {
  const auto found = read_dsn(sample(name));
  if (!found) throw std::runtime_error{"no report in " + name};
  return *found;
}

TEST(Dsn, ReadsWhatEximSends) {
  const Dsn dsn = dsn_of("exim");
  EXPECT_EQ(dsn.envelope_id, "0192f000-0000-7000-8000-000000000001");
  EXPECT_EQ(dsn.message_id, "0192f000-0000-7000-8000-000000000001@example.org");
  ASSERT_EQ(dsn.recipients.size(), 1U);
  const DsnRecipient expected{
      .final_recipient = "gone@example.net",
      .action = "failed",
      .status = "5.1.1",
      .diagnostic = "550 5.1.1 <gone@example.net>: Recipient address rejected: User unknown"};
  EXPECT_EQ(dsn.recipients[0], expected);
  EXPECT_TRUE(is_of_addressee(dsn, dsn.recipients[0]));
  EXPECT_EQ(receipt_state(dsn.recipients[0]), "BOUNCED");
}

TEST(Dsn, ReadsWhatPostfixSendsAndTellsTheAddresseeFromACopy) {
  const Dsn dsn = dsn_of("postfix");
  EXPECT_EQ(dsn.envelope_id, "0192f000-0000-7000-8000-000000000002");
  EXPECT_EQ(dsn.message_id, "0192f000-0000-7000-8000-000000000002@example.org");
  EXPECT_EQ(dsn.to, "bob@example.net");
  EXPECT_EQ(dsn.cc, "eve@example.net");
  ASSERT_EQ(dsn.recipients.size(), 2U);
  EXPECT_EQ(dsn.recipients[0].status, "5.2.2");
  EXPECT_TRUE(is_of_addressee(dsn, dsn.recipients[0]));
  EXPECT_FALSE(is_of_addressee(dsn, dsn.recipients[1]));
  EXPECT_EQ(receipt_state(dsn.recipients[1]), "") << "a delay decides nothing";
  EXPECT_EQ(dsn.recipients[1].diagnostic, "connect to mx.example.net[192.0.2.9]:25: Connection timed out");
}

TEST(Dsn, ReadsWhatExchangeSends) {
  const Dsn dsn = dsn_of("exchange");
  EXPECT_EQ(dsn.envelope_id, "");
  EXPECT_EQ(dsn.message_id, "0192f000-0000-7000-8000-000000000003@example.org")
      << "of the mail that came back, neither of the report nor of a body";
  ASSERT_EQ(dsn.recipients.size(), 1U);
  EXPECT_EQ(dsn.recipients[0].status, "5.1.10");
  EXPECT_TRUE(
      dsn.recipients[0].diagnostic.starts_with("550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient"));
}

TEST(Dsn, ReadsWhatGmailSends) {
  const Dsn dsn = dsn_of("gmail");
  EXPECT_EQ(dsn.message_id, "0192f000-0000-7000-8000-000000000004@example.org");
  ASSERT_EQ(dsn.recipients.size(), 1U);
  EXPECT_EQ(dsn.recipients[0].final_recipient, "bob@example.net");
  EXPECT_EQ(receipt_state(dsn.recipients[0]), "EXPIRED");
}

TEST(Dsn, ReadsReportsOfDeliveries) {
  const Dsn dsn = dsn_of("delivered");
  EXPECT_EQ(dsn.envelope_id, "0192f000-0000-7000-8000-000000000005") << "xtext";
  ASSERT_EQ(dsn.recipients.size(), 1U);
  EXPECT_EQ(dsn.recipients[0].action, "delivered");
  EXPECT_EQ(dsn.recipients[0].status, "2.0.0");
  EXPECT_EQ(receipt_state(dsn.recipients[0]), "DELIVERED");
  EXPECT_TRUE(is_of_addressee(dsn, dsn.recipients[0])) << "without the mail's header nobody knows better";
}

TEST(Dsn, IsInNoOtherMail) {
  for (const std::string& mail :
       {std::string{}, std::string{"Subject: Hi\r\n\r\nHello"}, std::string{"\r\n\r\n"},
        std::string{"Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: "
                    "message/disposition-notification\r\n\r\nDisposition: displayed\r\n--b--"},
        std::string{"Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: "
                    "message/delivery-status\r\n\r\nReporting-MTA: dns; a\r\n--b--"},
        std::string{
            "Content-Type: multipart/report\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
            "Reporting-MTA: dns; a\r\n\r\nFinal-Recipient: rfc822; a@b\r\n--b--"}})
    EXPECT_FALSE(read_dsn(mail)) << mail;
}

TEST(Dsn, DoesNotBelieveTheBodyOfAReturnedMail) {
  const std::string forged =
      "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n" +
      sample("exim") + "\r\n--b--";
  EXPECT_FALSE(read_dsn(forged)) << "somebody forwarded a bounce";
}

TEST(Dsn, IsReadAsFarAsItGoes) {
  const std::string whole = sample("postfix");
  for (std::size_t size = 0; size < whole.size(); size += 7)
    static_cast<void>(read_dsn(whole.substr(0, size)));
  const auto cut = read_dsn(whole.substr(0, whole.find("Final-Recipient: rfc822; eve")));
  ASSERT_TRUE(cut);
  EXPECT_EQ(cut->recipients.size(), 1U);
}

TEST(Dsn, NamesAtMostAHundredRecipients) {
  std::string mail =
      "Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: "
      "message/delivery-status\n\nReporting-MTA: dns; a\n";
  for (int i = 0; i < 101; ++i) mail += "\nFinal-Recipient: rfc822; a@b.example\nAction: failed\n";
  EXPECT_EQ(
      read_dsn("Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n"
               "Reporting-MTA: dns; a\nFinal-Recipient: rfc822; a@b.example\nAction: failed\n--b--")
          ->recipients.size(),
      1U);
  EXPECT_EQ(read_dsn(mail + "--b--")->recipients.size(), 100U);
}

TEST(Dsn, TakesAForwardedAddressForTheAddressee) {
  Dsn dsn{.to = "bob@example.net", .cc = "eve@example.net"};
  EXPECT_TRUE(is_of_addressee(dsn, {.final_recipient = "robert@elsewhere.example"}));
  EXPECT_TRUE(is_of_addressee(dsn, {.final_recipient = "BOB@example.net"}));
  EXPECT_FALSE(is_of_addressee(dsn, {.final_recipient = "eve@example.net"}));
  EXPECT_FALSE(
      is_of_addressee(dsn, {.original_recipient = "blind@example.net", .final_recipient = "x@y.example"}));
  EXPECT_TRUE(
      is_of_addressee(dsn, {.original_recipient = "bob@example.net", .final_recipient = "x@y.example"}));
}

TEST(MailTree, TakesMultipartsApartByWholeLines) {
  const MailPart mail = split_mail(
      "Content-Type: multipart/mixed; boundary=\"x y\"\r\n\r\npreamble --x y\r\n--x y  \r\nA: "
      "1\r\n\r\none\r\n"
      "not--x y\r\n--x y\r\n\r\ntwo\r\n\r\n--x y--\r\nepilogue");
  const auto parts = parts_of(mail);
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_EQ(parts[0], (MailPart{"A: 1\r\n", "one\r\nnot--x y"}));
  EXPECT_EQ(parts[1], (MailPart{"", "two\r\n"}));
  EXPECT_EQ(type_of(parts[1]), "text/plain");
  EXPECT_TRUE(parts_of(split_mail("Content-Type: text/plain; boundary=b\n\n--b\n\nx\n--b--")).empty());
}

}  // namespace
}  // namespace herald::provider
