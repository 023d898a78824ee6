#include "plugins/providers/smtp/mime.hpp"

#include <gtest/gtest.h>

#include "tests/plugins/smtp/talk.hpp"

namespace herald::smtp {
namespace {

using nlohmann::json;

Outbound mail_of(const json& changes) {
  return read_outbound(testing::message_input(changes).dump(), read_account(testing::account().dump()));
}
std::string text_of(const json& changes, Transfer transfer = Transfer::SevenBit) {
  return compose(mail_of(changes), transfer).bytes;
}
std::string flaw(const json& changes) {
  const auto found = flaw_of(mail_of(changes), read_account(testing::account().dump()));
  return found ? found->error_class + ' ' + found->code : "none";
}

TEST(Mime, ComposesATextByteForByte) {
  EXPECT_EQ(text_of(json::object()),
            "Date: Sat, 23 Nov 2024 10:16:40 +0000\r\n"
            "Message-ID: <a1@example.org>\r\n"
            "From: Shop\r\n <shop@example.org>\r\n"
            "To: bob@example.net\r\n"
            "Subject: Your order\r\n"
            "MIME-Version: 1.0\r\n"
            "Content-Type: text/plain; charset=utf-8\r\n"
            "Content-Transfer-Encoding: 7bit\r\n"
            "\r\nHello Bob");
}

TEST(Mime, ComposesTextAndHtmlAsAlternatives) {
  const std::string mail = text_of({{"html", "<p>Hello</p>"}});
  const std::size_t start = mail.find("Content-Type: multipart");
  ASSERT_NE(start, std::string::npos);
  EXPECT_EQ(mail.substr(start),
            "Content-Type: multipart/alternative;\r\n boundary=\"=_a1_alternative\"\r\n"
            "\r\n--=_a1_alternative\r\n"
            "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\nHello Bob"
            "\r\n--=_a1_alternative\r\n"
            "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\n<p>Hello</p>"
            "\r\n--=_a1_alternative--");
}

TEST(Mime, PutsFilesBesideTheTexts) {
  const Mail mail = compose(
      mail_of({{"html", "<p>Gr\xC3\xBC\xC3\x9F</p>"},
               {"attachments",
                {{{"blob", "b1"}, {"content_type", "application/pdf"}, {"name", "a b.pdf"}, {"size", 58}},
                 {{"blob", "b2"},
                  {"content_type", "message/rfc822"},
                  {"name", "\xE2\x82\xAC.eml"},
                  {"size", 0}}}}}),
      Transfer::EightBit);
  const std::size_t start = mail.bytes.find("Content-Type: multipart");
  ASSERT_NE(start, std::string::npos);
  EXPECT_EQ(mail.bytes.substr(start),
            "Content-Type: multipart/mixed;\r\n boundary=\"=_a1_mixed\"\r\n"
            "Content-Transfer-Encoding: 8bit\r\n"
            "\r\n--=_a1_mixed\r\n"
            "Content-Type: multipart/alternative;\r\n boundary=\"=_a1_alternative\"\r\n"
            "Content-Transfer-Encoding: 8bit\r\n"
            "\r\n--=_a1_alternative\r\n"
            "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\nHello Bob"
            "\r\n--=_a1_alternative\r\n"
            "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
            "<p>Gr\xC3\xBC\xC3\x9F</p>\r\n--=_a1_alternative--"
            "\r\n--=_a1_mixed\r\n"
            "Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n"
            "Content-Disposition: attachment;\r\n filename=\"a b.pdf\"\r\n\r\n"
            "\r\n--=_a1_mixed\r\n"
            "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n"
            "Content-Disposition: attachment;\r\n filename*0*=UTF-8''%E2%82%AC.eml\r\n\r\n"
            "\r\n--=_a1_mixed--");
  ASSERT_EQ(mail.files.size(), 2U);
  EXPECT_EQ(mail.bytes.substr(mail.files[0].at, 16), "\r\n--=_a1_mixed\r\n")
      << "the file ends where the boundary begins";
  EXPECT_EQ(size_of(mail), std::ssize(mail.bytes) + 80 + 2) << "58 bytes are 80 letters in two lines";
}

TEST(Mime, NeedsNoTextBesideAFile) {
  const std::string mail = text_of({{"text", ""}, {"attachments", {{{"blob", "b1"}, {"size", 1}}}}});
  EXPECT_NE(
      mail.find("boundary=\"=_a1_mixed\"\r\n\r\n--=_a1_mixed\r\nContent-Type: application/octet-stream\r\n"),
      std::string::npos)
      << mail;
}

TEST(Mime, SendsBytesAboveAsciiAsTheWayAllows) {
  const Mail eight = compose(mail_of({{"text", "Grüße"}}), Transfer::EightBit);
  EXPECT_EQ(eight.transfer, Transfer::EightBit);
  EXPECT_TRUE(eight.bytes.ends_with("8bit\r\n\r\nGrüße"));
  const Mail seven = compose(mail_of({{"text", "Grüße"}}), Transfer::SevenBit);
  EXPECT_EQ(seven.transfer, Transfer::SevenBit);
  EXPECT_TRUE(seven.bytes.ends_with("quoted-printable\r\n\r\nGr=C3=BC=C3=9Fe"));
  for (const char c : seven.bytes) EXPECT_LT(static_cast<unsigned char>(c), 0x80);
}

TEST(Mime, KeepsBlindCopiesOutOfTheText) {
  const std::string mail = text_of({{"options",
                                     {{"cc", {{{"email", "eve@example.net"}, {"name", "Eve, E."}}}},
                                      {"bcc", {{{"email", "mallory@example.net"}}}},
                                      {"reply_to", {{"email", "help@example.org"}}},
                                      {"headers", {{"X-Order", "12"}}}}}});
  EXPECT_NE(mail.find("Cc: \"Eve, E.\"\r\n <eve@example.net>\r\n"), std::string::npos);
  EXPECT_NE(mail.find("Reply-To: help@example.org\r\n"), std::string::npos);
  EXPECT_NE(mail.find("X-Order: 12\r\n"), std::string::npos);
  EXPECT_EQ(mail.find("mallory"), std::string::npos);
}

TEST(Mime, RefusesInjectedHeaderFields) {
  EXPECT_EQ(flaw({{"subject", "Hi\r\nBcc: eve@example.net"}}), "content_rejected header_injection");
  EXPECT_EQ(flaw({{"attempt_ref", "a1\r\nX: y"}}), "content_rejected header_injection");
  EXPECT_EQ(flaw({{"subject", "Hi\nX"}}), "content_rejected header_injection");
  EXPECT_EQ(flaw({{"to", "bob@example.net\r\nRCPT TO:<eve@example.net>"}}),
            "content_rejected header_injection");
  EXPECT_EQ(flaw({{"from", "Shop\r\nX: y <shop@example.org>"}}), "content_rejected header_injection");
  EXPECT_EQ(flaw({{"options", {{"to_name", "Bob\r\nX: y"}}}}), "content_rejected header_injection");
  EXPECT_EQ(flaw({{"options", {{"headers", {{"X", "y\r\nBcc: z"}}}}}}), "content_rejected header_injection");
  EXPECT_EQ(flaw({{"options", {{"headers", {{"X:\r\nY", "z"}}}}}}), "content_rejected header_injection");
  EXPECT_EQ(flaw({{"options", {{"headers", {{"bCC", "eve@example.net"}}}}}}),
            "content_rejected reserved_header");
}

TEST(Mime, RefusesWhatCannotBeSent) {
  EXPECT_EQ(flaw(json::object()), "none");
  EXPECT_EQ(flaw({{"to", "nobody"}}), "invalid_recipient bad_address");
  EXPECT_EQ(flaw({{"to", "a@b.c> SIZE=1"}}), "invalid_recipient bad_address");
  EXPECT_EQ(flaw({{"from", "nobody"}}), "config bad_address");
  EXPECT_EQ(flaw({{"text", ""}}), "content_rejected no_body");
  EXPECT_EQ(flaw({{"attachments", {{{"url", "https://files.example.net/a.pdf"}}}}}),
            "unsupported attachment_url");
  EXPECT_EQ(flaw({{"attachments", {{{"blob", "b1"}, {"name", "a\r\nBcc: x"}}}}}),
            "content_rejected header_injection");
  EXPECT_EQ(flaw({{"text", ""}, {"attachments", {{{"blob", "b1"}}}}}), "none")
      << "a file is something to say";
  for (const int count : {32, 33})
    EXPECT_EQ(flaw({{"attachments", std::vector<json>(static_cast<std::size_t>(count), {{"blob", "b1"}})}}),
              count == 32 ? "none" : "unsupported attachments");
  json many = json::array();
  for (int i = 0; i < 50; ++i) many.push_back({{"email", "u" + std::to_string(i) + "@example.net"}});
  EXPECT_EQ(flaw({{"options", {{"cc", many}}}}), "unsupported recipients");
}

TEST(Mime, NamesEveryRecipientOnce) {
  const Outbound mail = mail_of(
      {{"options",
        {{"cc", {{{"email", "bob@example.net"}}, {{"email", "e@f.g"}}}}, {"bcc", {{{"email", "e@f.g"}}}}}}});
  EXPECT_EQ(recipients_of(mail), (std::vector<std::string>{"bob@example.net", "e@f.g"}));
}

}  // namespace
}  // namespace herald::smtp
