// Bounces that a mail server hands over come home to their messages.
#include <atomic>
#include <functional>
#include <nlohmann/json.hpp>

#include "tests/flow/smtp_house.hpp"
#include "tests/support/digests.hpp"
#include "tests/support/exim_server.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

const std::string kSecret = "0123456789abcdef0123456789abcdef";

std::string hex_of(const std::string& bytes) {
  constexpr const char* kDigits = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    out += kDigits[static_cast<unsigned char>(c) >> 4U];
    out += kDigits[static_cast<unsigned char>(c) & 15U];
  }
  return out;
}

/// A report on `address`, as a server writes it that knows nothing but the header of the mail.
std::string report(const std::string& message_id, const std::string& address, const std::string& status,
                   const std::string& action = "failed") {
  return "From: MAILER-DAEMON@example.org\nTo: shop@example.org\nSubject: failed\nMIME-Version: 1.0\n"
         "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nSorry.\n--b\n"
         "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mail.example.org\n\n"
         "Final-Recipient: rfc822; " +
         address + "\nAction: " + action + "\nStatus: " + status + "\nDiagnostic-Code: smtp; 550 " + status +
         " <" + address + ">: sorry\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: " + message_id +
         "\nTo: " + address + "\n--b--\n";
}

/// What a mail's Message-ID says, as it was sent.
std::string message_id_of(const SmtpMail& mail) {
  const std::size_t begin = mail.data.find("Message-ID: ") + 12;
  return mail.data.substr(begin, mail.data.find('\r', begin) - begin);
}

/// The same report by a server that knows the attempt too.
std::string with_envelope(std::string report, const std::string& message_id) {
  const std::string attempt = message_id.substr(1, message_id.find('@') - 1);
  return report.insert(report.find("Reporting-MTA"), "Original-Envelope-ID: " + attempt + '\n');
}

/// The report in a mailbox; empty while there is none.
std::string report_in(const std::string& mailbox) {
  const std::size_t mark = mailbox.find("multipart/report");
  if (mark == std::string::npos || mailbox.find("eximdsn", mark) == std::string::npos) return {};
  const std::size_t line = mailbox.rfind("\nFrom ", mark);
  const std::size_t start = line == std::string::npos ? 0 : line + 1;
  const std::string mail = mailbox.substr(mailbox.find('\n', start) + 1);
  return mail.substr(0, mail.find("\nFrom "));
}

class ReportFlow : public testing::TestWithParam<Dialect> {
 protected:
  std::string channel(std::uint16_t port) {
    return house_.channel(port, {{"rate_per_second", 1000}},
                          {{"webhook_secret", kSecret}, {"timeout_seconds", 20}});
  }
  HttpReply hand_over(const std::string& to_channel, const std::string& mail, const std::string& secret) {
    return HttpClient{house_.daemon.port()}.send(
        {"POST",
         "/api/v1/communication/webhooks/smtp/" + to_channel,
         {{"Content-Type", "message/rfc822"},
          {"X-Webhook-Signature", "sha256=" + hex_of(hmac_of("SHA256", secret, mail))}},
         mail});
  }
  /// What becomes of a message to `to` whose bounce is handed over before its end is answered.
  json outrun(const std::string& to,
              const std::function<std::string(const std::string& message_id)>& bounce) {
    const std::string by = channel(house_.server.port());
    std::atomic<int> told{0};
    house_.server.before_answer(
        to, [&](const SmtpMail& mail) { told = hand_over(by, bounce(message_id_of(mail)), kSecret).status; });
    const std::string id = house_.send(by, to);
    house_.tenant.await(id, "BOUNCED");
    EXPECT_TRUE(eventually(
        [&] { return !house_.tenant.message(id).at("attempts").at(0).at("settled_at").is_null(); }));
    EXPECT_TRUE(eventually([&] { return house_.tenant.message(id).contains("provider_message_id"); }));
    EXPECT_EQ(told, 200);
    return house_.tenant.message(id);
  }
  SmtpHouse& house_ = shared_smtp_house(GetParam());
};

TEST_P(ReportFlow, ABounceMakesTheMessageBounced) {
  const std::string by = channel(house_.server.port());
  const std::string to = fresh_address("bob");
  const json sent = house_.tenant.await(house_.send(by, to), "SENT");
  ASSERT_EQ(sent.at("status"), "SENT") << sent.dump();
  const std::string mail = report(sent.at("provider_message_id"), to, "5.1.1");
  EXPECT_EQ(hand_over(by, mail, "another secret of 32 characters..").status, 403);
  EXPECT_EQ(hand_over(by, mail, kSecret).status, 200);
  EXPECT_EQ(hand_over(by, mail, kSecret).status, 200) << "a repeat";
  const json bounced = house_.tenant.await(sent.at("id"), "BOUNCED");
  ASSERT_EQ(bounced.at("status"), "BOUNCED") << bounced.dump();
  const json error = bounced.at("attempts").at(0).at("error");
  EXPECT_EQ(error.at("class"), "invalid_recipient");
  EXPECT_EQ(error.at("code"), "5.1.1");
  EXPECT_EQ(bounced.dump().find("<" + to + ">: sorry"), std::string::npos)
      << "a server's words without addresses";
}

TEST_P(ReportFlow, BouncesEvenAfterADeliveryAndChangesNothingByARepetition) {
  const std::string by = channel(house_.server.port());
  const std::string to = fresh_address("bob");
  const json sent = house_.tenant.await(house_.send(by, to), "SENT");
  const std::string id = sent.at("provider_message_id");
  EXPECT_EQ(hand_over(by, report(id, to, "2.0.0", "delivered"), kSecret).status, 200);
  EXPECT_EQ(house_.tenant.await(sent.at("id"), "DELIVERED").at("status"), "DELIVERED");
  EXPECT_EQ(hand_over(by, report(id, to, "5.2.2"), kSecret).status, 200);
  EXPECT_EQ(house_.tenant.await(sent.at("id"), "BOUNCED").at("status"), "BOUNCED");
  const json before = house_.tenant.with_exchange(sent.at("id"));
  for (const std::string& mail : {report(id, to, "5.2.2"), report(id, to, "2.0.0", "delivered")})
    EXPECT_EQ(hand_over(by, mail, kSecret).status, 200);
  EXPECT_EQ(house_.tenant.with_exchange(sent.at("id")), before);
}

TEST_P(ReportFlow, MatchesABounceThatOutrunsTheAnswer) {
  for (const bool knows_attempt : {false, true}) {
    const std::string to = fresh_address("gone");
    const json done = outrun(to, [&](const std::string& message_id) {
      const std::string mail = report(message_id, to, "5.1.1");
      return knows_attempt ? with_envelope(mail, message_id) : mail;
    });
    EXPECT_EQ(done.at("status"), "BOUNCED") << "the answer takes nothing back";
    EXPECT_EQ(done.at("error").at("class"), "invalid_recipient");
    ASSERT_EQ(done.at("attempts").size(), 1U);
    EXPECT_EQ(done.at("attempts")[0].at("state"), "BOUNCED");
    ASSERT_EQ(house_.server.mails_to(to).size(), 1U);
    EXPECT_EQ(done.at("provider_message_id"), message_id_of(house_.server.mails_to(to)[0]));
    const std::string again = house_.send(channel(house_.server.port()), to);
    EXPECT_EQ(house_.tenant.await(again, "REJECTED").at("status"), "REJECTED") << "as after the answer";
  }
}

TEST_P(ReportFlow, ABounceTellsWhatBecameOfAMessageWhoseAnswerWasLost) {
  const std::string by = channel(house_.server.port());
  const std::string to = fresh_address("bob");
  house_.server.fail_once(SmtpPlace::End, SmtpFault::Close);
  const json lost = house_.tenant.await(house_.send(by, to), "UNKNOWN");
  ASSERT_EQ(lost.at("status"), "UNKNOWN") << lost.dump();
  const std::string message_id = message_id_of(house_.server.mails_to(to).at(0));
  EXPECT_EQ(hand_over(by, report(message_id, to, "5.2.2"), kSecret).status, 200);
  const json bounced = house_.tenant.await(lost.at("id"), "BOUNCED");
  EXPECT_EQ(bounced.at("status"), "BOUNCED") << bounced.dump();
  EXPECT_EQ(bounced.at("provider_message_id"), message_id);
}

TEST_P(ReportFlow, WritesNoMoreToAnAddressThatBouncedForGood) {
  const std::string by = channel(house_.server.port());
  const std::string to = fresh_address("gone");
  const json sent = house_.tenant.await(house_.send(by, to), "SENT");
  EXPECT_EQ(hand_over(by, report(sent.at("provider_message_id"), to, "5.1.1"), kSecret).status, 200);
  EXPECT_EQ(house_.tenant.await(sent.at("id"), "BOUNCED").at("status"), "BOUNCED");
  EXPECT_EQ(house_.tenant.await(house_.send(by, to), "REJECTED").at("status"), "REJECTED");
}

TEST_P(ReportFlow, ABounceOfAnotherChannelTouchesNothing) {
  const std::string by = channel(house_.server.port());
  const std::string other = channel(house_.server.port());
  const std::string to = fresh_address("bob");
  const json sent = house_.tenant.await(house_.send(by, to), "SENT");
  EXPECT_EQ(hand_over(other, report(sent.at("provider_message_id"), to, "5.1.1"), kSecret).status, 200);
  EXPECT_EQ(hand_over(by, "Subject: Hi\n\nOut of office\n", kSecret).status, 200) << "no report";
  EXPECT_EQ(json::parse(house_.tenant.call("GET", "/messages/" + sent.at("id").get<std::string>()).body)
                .at("status"),
            "SENT");
}

TEST_P(ReportFlow, WhatEximReportsComesHome) {
  if (!EximServer::available()) throw std::runtime_error{"expected exim4 (packaging/packages-test.txt)"};
  EximServer exim{house_.authority.identity()};
  const std::string by = channel(exim.port());
  const json sent = house_.tenant.await(house_.send(by, fresh_address("gone")), "SENT");
  ASSERT_EQ(sent.at("status"), "SENT") << sent.dump();
  std::string mail;
  ASSERT_TRUE(eventually([&] { return !(mail = report_in(exim.mailbox())).empty(); })) << exim.mailbox();
  const std::string attempt = sent.at("attempts").at(0).at("id");
  EXPECT_NE(mail.find("Original-Envelope-ID: " + attempt), std::string::npos) << mail;
  EXPECT_EQ(hand_over(by, mail, kSecret).status, 200);
  const json bounced = house_.tenant.await(sent.at("id"), "BOUNCED");
  EXPECT_EQ(bounced.at("status"), "BOUNCED") << bounced.dump() << mail;
}

HERALD_ON_BOTH_DATABASES(ReportFlow);

}  // namespace
}  // namespace herald::test
