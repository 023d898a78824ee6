// E-mail through an smtp channel to a strict mail server.
#include <nlohmann/json.hpp>

#include "tests/flow/smtp_house.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

class SmtpFlow : public testing::TestWithParam<Dialect> {
 protected:
  json end_of(const std::string& id, const std::string& status) { return house_.tenant.await(id, status); }
  /// State and code of the attempt with that number, counted from 0.
  static std::string attempt(const json& message, std::size_t number) {
    const json& one = message.at("attempts").at(number);
    const json error = one.value("error", json::object());
    return one.at("state").get<std::string>() + ' ' +
           (error.is_object() ? error.value("code", std::string{}) : "");
  }
  /// What the channel's test answers.
  json tested(const std::string& channel) {
    const HttpReply reply = house_.tenant.call("POST", "/channels/" + channel + "/test");
    EXPECT_EQ(reply.status, 200) << reply.body;
    return json::parse(reply.body);
  }
  SmtpHouse& house_ = shared_smtp_house(GetParam());
};

TEST_P(SmtpFlow, DeliversThroughStartTlsAndAuthByteForByte) {
  const std::string to = fresh_address("bob");
  const std::string copy = fresh_address("eve");
  const std::string id = house_.send(
      house_.channel(), to,
      {{"subject", "Gr\xC3\xBC\xC3\x9F"},
       {"message_body", "Hello\n.dot\n\xE2\x82\xAC"},
       {"message_html", "<p>Hello</p>"},
       {"options", {{"bcc", json::array({{{"email", copy}}})}, {"headers", {{"X-Order", "12"}}}}}});
  const json message = end_of(id, "SENT");
  ASSERT_EQ(message.at("status"), "SENT") << message.dump();
  const auto mails = house_.server.mails_to(to);
  ASSERT_EQ(mails.size(), 1U);
  EXPECT_EQ(mails[0].from, "shop@example.org");
  EXPECT_EQ(mails[0].to, (std::vector<std::string>{to, copy}));
  EXPECT_NE(mails[0].data.find("Subject: =?UTF-8?Q?Gr=C3=BC=C3=9F?=\r\n"), std::string::npos);
  EXPECT_NE(mails[0].data.find("X-Order: 12\r\n"), std::string::npos);
  EXPECT_NE(mails[0].data.find("\r\n\r\nHello\r\n.dot\r\n\xE2\x82\xAC\r\n"), std::string::npos);
  EXPECT_EQ(mails[0].data.find(copy), std::string::npos) << "a blind copy stays blind";
  const std::string attempt_id = message.at("attempts").at(0).at("id");
  EXPECT_EQ(message.at("provider_message_id"), '<' + attempt_id + "@example.org>");
  EXPECT_NE(mails[0].data.find("Message-ID: <" + attempt_id + "@example.org>\r\n"), std::string::npos);
  EXPECT_EQ(house_.server.broken_rules(), std::vector<std::string>{});
}

TEST_P(SmtpFlow, CarriesFilesByteForByte) {
  const std::string to = fresh_address("bob");
  const std::string large = awkward_bytes(300'001);
  const std::string first = house_.upload(large, "application/octet-stream", "Gr%C3%BC%C3%9Fe.bin");
  const std::string second = house_.upload(".", "text/plain", "dot.txt");
  const std::string id = house_.send(
      house_.channel(), to,
      {{"message_html", "<p>Hello</p>"}, {"attachments", {{{"media_id", first}}, {{"media_id", second}}}}});
  const json message = end_of(id, "SENT");
  ASSERT_EQ(message.at("status"), "SENT") << message.dump();
  const std::string data = house_.server.mails_to(to).at(0).data;
  EXPECT_NE(
      data.find("filename*0*=UTF-8''Gr%C3%BC%C3%9Fe.bin\r\n\r\n" + in_base64(large, "\r\n") + "\r\n--=_"),
      std::string::npos)
      << data.substr(0, 2000);
  EXPECT_NE(data.find("filename=\"dot.txt\"\r\n\r\nLg==\r\n--=_"), std::string::npos);
  EXPECT_NE(data.find("multipart/alternative"), std::string::npos);
  EXPECT_EQ(house_.server.broken_rules(), std::vector<std::string>{});
}

TEST_P(SmtpFlow, RefusesMoreFilesAndBytesThanTheDescriptorSays) {
  const std::string channel = house_.channel();
  const std::string one = house_.upload("x", "text/plain", "x.txt");
  json many = json::array();
  for (int i = 0; i < 33; ++i) many.push_back({{"media_id", one}});
  const HttpReply reply = house_.tenant.post({{"channel_id", channel},
                                              {"to_address", "bob@example.net"},
                                              {"message_body", "x"},
                                              {"attachments", many}});
  EXPECT_EQ(reply.status / 100, 4) << reply.body;
}

TEST_P(SmtpFlow, RejectsAnAddresseeThatTheServerDoesNotKnow) {
  const json message = end_of(house_.send(house_.channel(), fresh_address("nobody")), "FAILED");
  EXPECT_EQ(message.at("status"), "FAILED");
  EXPECT_EQ(attempt(message, 0), "NOT_SENT 5.1.1");
  EXPECT_EQ(message.at("attempts").at(0).at("error").at("class"), "invalid_recipient");
}

TEST_P(SmtpFlow, TriesAgainWhereTheServerSaysLater) {
  const std::string to = fresh_address("later");
  const json message = end_of(house_.send(house_.channel(), to), "SENT");
  ASSERT_EQ(message.at("status"), "SENT");
  ASSERT_EQ(message.at("attempts").size(), 2U);
  EXPECT_EQ(house_.server.mails_to(to).size(), 1U);
}

TEST_P(SmtpFlow, FailsOnAWrongPasswordAndNeverShowsTheRightOne) {
  const std::string wrong =
      house_.channel(house_.server.port(), json::object(), {{"api_secret", "battery staple"}});
  const json message = end_of(house_.send(wrong, fresh_address("bob")), "FAILED");
  EXPECT_EQ(attempt(message, 0), "NOT_SENT 5.7.8");
  end_of(house_.send(house_.channel(), fresh_address("bob")), "SENT");
  const std::string exchanges =
      house_.tenant.call("GET", "/channels/" + message.at("channel_id").get<std::string>() + "/log").body;
  for (const std::string& shown : {house_.daemon.log(), message.dump(), exchanges})
    for (const char* secret : {"correct horse", "battery staple", "Y29ycmVjdCBob3JzZQ", "AGFkYQBjb3JyZWN0",
                               "YmF0dGVyeSBzdGFwbGU", "AGFkYQBiYXR0ZXJ5"})
      EXPECT_EQ(shown.find(secret), std::string::npos) << secret;
}

TEST_P(SmtpFlow, SpeaksToNoServerWhoseCertificateItCannotVerify) {
  const Authority stranger;
  const SmtpServer impostor{stranger.identity()};
  const std::string channel = house_.channel(impostor.port(), json::object(), {{"retry_count", 0}});
  const std::string to = fresh_address("bob");
  const json message = end_of(house_.send(channel, to), "FAILED");
  EXPECT_EQ(attempt(message, 0), "NOT_SENT tls");
  EXPECT_TRUE(impostor.mails_to(to).empty());
}

TEST_P(SmtpFlow, RefusesOptionsThatTheProviderDoesNotDescribe) {
  const HttpReply reply = house_.tenant.post({{"channel_id", house_.channel()},
                                              {"to_address", "bob@example.net"},
                                              {"message_body", "x"},
                                              {"options", {{"dance", true}}}});
  EXPECT_EQ(reply.status / 100, 4) << reply.body;
}

TEST_P(SmtpFlow, TestsAnAccountUpToItsPasswordAndSendsNothing) {
  SmtpServer server{house_.authority.identity()};
  const json report = tested(house_.channel(server.port(), json::object(), json::object()));
  EXPECT_EQ(report.at("ok"), true) << report.dump();
  EXPECT_EQ(report.at("checked"), "account");
  EXPECT_EQ(report.at("verdict"), "ok");
  EXPECT_TRUE(server.await_quit(std::chrono::seconds{10})) << "it takes its leave";
  EXPECT_EQ(server.connections(), 1);
  EXPECT_EQ(server.broken_rules(), std::vector<std::string>{});
}

TEST_P(SmtpFlow, SaysWhyAnAccountIsOfNoUseAndNothingSecret) {
  const json wrong =
      tested(house_.channel(house_.server.port(), json::object(), {{"api_secret", "battery staple"}}));
  EXPECT_EQ(wrong.at("ok"), false);
  EXPECT_EQ(wrong.at("verdict"), "auth_failed");
  EXPECT_EQ(wrong.at("error").at("class"), "auth");
  EXPECT_EQ(wrong.at("error").at("code"), "5.7.8");
  const json away = tested(house_.channel(1, json::object(), json::object()));
  EXPECT_EQ(away.at("verdict"), "unreachable");
  EXPECT_EQ(away.at("error").at("code"), "connect");
  const Authority stranger;
  const SmtpServer impostor{stranger.identity()};
  const json forged = tested(house_.channel(impostor.port(), json::object(), json::object()));
  EXPECT_EQ(forged.at("error").at("code"), "tls");
  for (const std::string& shown : {house_.daemon.log(), wrong.dump(), away.dump(), forged.dump()})
    for (const char* secret : {"battery staple", "YmF0dGVyeSBzdGFwbGU", "AGFkYQBiYXR0ZXJ5", "correct horse"})
      EXPECT_EQ(shown.find(secret), std::string::npos) << secret;
}

HERALD_ON_BOTH_DATABASES(SmtpFlow);

TEST(SmtpGuard, ConnectsToNoAddressThatTheOperatorDidNotAllow) {
  SmtpHouse house{Dialect::Sqlite, {"egress.allow=192.0.2.1"}};
  const json message = house.tenant.await(house.send(house.channel(), "bob@example.net"), "FAILED");
  EXPECT_EQ(message.at("attempts").at(0).at("error").at("code"), "guard_refused");
  EXPECT_EQ(house.server.connections(), 0);
}

}  // namespace
}  // namespace herald::test
