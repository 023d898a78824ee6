#include <gtest/gtest.h>

#include "tests/plugins/smtp/talk.hpp"

namespace herald::smtp::testing {
namespace {

using nlohmann::json;

const std::string kAll = "PIPELINING\nSIZE 1000000\nAUTH PLAIN LOGIN\n8BITMIME\nSMTPUTF8";
const std::string kPlainAuth = "> AUTH PLAIN AGFkYQBjb3JyZWN0IGhvcnNl\r\n";
const json kNoUser = [] {
  json without = account();
  without.erase("account_id");
  without.erase("api_secret");
  return without;
}();

/// Up to the reply to DATA, inclusive; the first recipient only.
Talk at_the_body(json input = message_input()) {
  Talk talk{account(), std::move(input)};
  talk.open(kAll);
  talk.say("235 2.7.0 ok\r\n250 2.1.0 ok\r\n250 2.1.5 ok\r\n354 go\r\n");
  talk.news();
  return talk;
}

TEST(Dialogue, ConnectsByTheModeOfTheChannel) {
  EXPECT_EQ(Talk{}.news(), "connect mail.example.com:587 starttls");
  EXPECT_EQ(Talk{account({{"tls", "implicit"}})}.news(), "connect mail.example.com:465 implicit");
  EXPECT_EQ((Talk{account({{"tls", "none"}, {"port", 2525}})}.news()), "connect mail.example.com:2525 none");
}

TEST(Dialogue, SaysHelloAgainAfterTlsAndBelievesOnlyThat) {
  Talk talk;
  talk.news();
  talk.connected();
  EXPECT_EQ(talk.news(), "") << "the server speaks first";
  talk.say("220 mail.example.com ESMTP\r\n");
  EXPECT_EQ(talk.news(), "> EHLO example.org\r\n");
  talk.say("250-mail.example.com\r\n250-AUTH PLAIN\r\n250 STARTTLS\r\n");
  EXPECT_EQ(talk.news(), "> STARTTLS\r\n");
  talk.say("220 go\r\n");
  EXPECT_EQ(talk.news(), "start_tls");
  talk.tls_started();
  EXPECT_EQ(talk.news(), "> EHLO example.org\r\n");
  talk.say("250 mail.example.com\r\n");
  EXPECT_EQ(talk.verdict().at("code"), "no_mechanism") << "what AUTH offered in the clear is forgotten";
}

TEST(Dialogue, LeavesBytesBehindTheAnswerToStartTlsToTheHost) {
  Talk talk;
  talk.connected();
  talk.say("220 a\r\n");
  talk.say("250 STARTTLS\r\n");
  EXPECT_EQ(talk.verdict().at("code"), "no_starttls") << "a single line is the greeting";
  Talk other;
  other.connected();
  other.say("220 a\r\n250-a\r\n250 STARTTLS\r\n220 go\r\n250 injected\r\n");
  EXPECT_EQ(other.unconsumed(), "250 injected\r\n");
  EXPECT_EQ(other.actions().back(), "start_tls");
}

TEST(Dialogue, TakesNoHandshakeThatItDidNotAskFor) {
  Talk talk;
  talk.connected();
  talk.say("220 a\r\n250-a\r\n250 STARTTLS\r\n454 4.7.0 later\r\n");
  talk.news();
  talk.tls_started();
  EXPECT_EQ(talk.news(), "");
}

TEST(Dialogue, NeverGoesOnWithoutTheTlsThatIsRequired) {
  Talk talk;
  talk.connected();
  talk.say("220 a\r\n250-a\r\n250 AUTH PLAIN\r\n");
  EXPECT_EQ(talk.verdict().at("kind"), "retry");
  EXPECT_EQ(talk.verdict().at("code"), "no_starttls");
  Talk refused;
  refused.connected();
  refused.say("220 a\r\n250-a\r\n250 STARTTLS\r\n454 4.7.0 later\r\n");
  EXPECT_EQ(refused.verdict().at("kind"), "retry");
  for (const Talk* one : {&talk, &refused}) {
    EXPECT_EQ(one->written().find("AUTH PLAIN A"), std::string::npos);
    EXPECT_EQ(one->written().find("MAIL"), std::string::npos);
  }
}

TEST(Dialogue, AuthenticatesWithPlainAndHidesThePassword) {
  Talk talk;
  talk.open(kAll);
  EXPECT_NE(talk.written().find(kPlainAuth.substr(2)), std::string::npos);
  EXPECT_EQ(talk.hidden(), (std::vector<std::string>{"AGFkYQBjb3JyZWN0IGhvcnNl", "Y29ycmVjdCBob3JzZQ=="}));
}

TEST(Dialogue, AuthenticatesWithLoginWhereThereIsNothingElse) {
  Talk talk;
  talk.open("AUTH LOGIN");
  EXPECT_TRUE(talk.written().ends_with("AUTH LOGIN\r\n"));
  talk.say("334 VXNlcm5hbWU6\r\n");
  EXPECT_EQ(talk.news(), "> YWRh\r\n");
  talk.say("334 UGFzc3dvcmQ6\r\n");
  EXPECT_EQ(talk.news(), "> Y29ycmVjdCBob3JzZQ==\r\n");
  talk.say("334 again\r\n");
  EXPECT_EQ(talk.verdict().at("kind"), "auth_failed") << "nothing is said a second time";
}

TEST(Dialogue, RefusesToSendAPasswordInTheClear) {
  for (const json& config : {json{{"tls", "none"}}, json{{"tls", "none"}, {"plain_auth", true}}}) {
    Talk talk{account(config)};
    talk.connected();
    talk.say("220 a\r\n250-a\r\n250 AUTH PLAIN\r\n");
    EXPECT_EQ(talk.verdict().at("code"), "auth_needs_tls");
  }
  Talk loopback{account({{"host", "127.0.0.1"}, {"tls", "none"}, {"plain_auth", true}})};
  loopback.connected();
  loopback.say("220 a\r\n250-a\r\n250 AUTH PLAIN\r\n");
  EXPECT_EQ(loopback.actions().back(), kPlainAuth);
}

TEST(Dialogue, TellsAWrongPasswordFromABusyServer) {
  Talk wrong;
  wrong.open(kAll);
  wrong.say("535 5.7.8 authentication failed\r\n");
  EXPECT_EQ(wrong.verdict().at("kind"), "auth_failed");
  EXPECT_EQ(wrong.verdict().at("code"), "5.7.8");
  Talk busy;
  busy.open(kAll);
  busy.say("454 4.7.0 later\r\n");
  EXPECT_EQ(busy.verdict().at("kind"), "retry");
}

TEST(Dialogue, SendsTheEnvelopeAtOnceWithPipeliningAndDataAlone) {
  Talk talk{account(), message_input({{"options",
                                       {{"cc", {{{"email", "eve@example.net"}}}},
                                        {"bcc", {{{"email", "mallory@example.net"}}}}}}})};
  talk.open(kAll);
  talk.say("235 ok\r\n");
  const std::string envelope = talk.news();
  EXPECT_TRUE(envelope.starts_with("> MAIL FROM:<shop@example.org> SIZE=")) << envelope;
  EXPECT_TRUE(
      envelope.ends_with("RCPT TO:<bob@example.net>\r\nRCPT TO:<eve@example.net>\r\n"
                         "RCPT TO:<mallory@example.net>\r\n"))
      << envelope;
  talk.say("250 ok\r\n250 ok\r\n250 ok\r\n");
  EXPECT_EQ(talk.news(), "");
  talk.say("250 ok\r\n");
  EXPECT_EQ(talk.news(), "> DATA\r\n");
}

TEST(Dialogue, SendsTheEnvelopeStepByStepWithout) {
  Talk talk{account(), message_input({{"options", {{"cc", {{{"email", "eve@example.net"}}}}}}})};
  talk.open("AUTH PLAIN");
  talk.say("235 ok\r\n");
  EXPECT_EQ(talk.news(), "> MAIL FROM:<shop@example.org>\r\n") << "and without SIZE where nobody knows it";
  talk.say("250 ok\r\n");
  EXPECT_EQ(talk.news(), "> RCPT TO:<bob@example.net>\r\n");
  talk.say("250 ok\r\n");
  EXPECT_EQ(talk.news(), "> RCPT TO:<eve@example.net>\r\n");
  talk.say("251 forwarded\r\n");
  EXPECT_EQ(talk.news(), "> DATA\r\n");
}

TEST(Dialogue, PassesThePointOfNoReturnAtTheEndOfTheText) {
  Talk talk{account(), message_input({{"text", "Hello\n.dot\n..dots\nend\n"}})};
  talk.open(kAll);
  talk.say("235 ok\r\n250 ok\r\n250 ok\r\n");
  talk.news();
  talk.say("354 go\r\n");
  const std::string actions = talk.news();
  EXPECT_TRUE(actions.ends_with("\r\n\r\nHello\r\n..dot\r\n...dots\r\nend|commit|> \r\n.\r\n")) << actions;
}

TEST(Dialogue, AcceptsWithTheMessageIdAndTheServersWords) {
  Talk talk = at_the_body();
  talk.say("250 2.0.0 Ok: queued as 4ABC\r\n");
  EXPECT_EQ(talk.verdict(), (json{{"kind", "accepted"},
                                  {"status", "SENT"},
                                  {"ids", {{"provider_id", "<a1@example.org>"}}},
                                  {"detail", "Ok: queued as 4ABC"}}));
  EXPECT_TRUE(talk.news().ends_with("|> QUIT\r\n|timer 2000"));
  talk.say("221 bye\r\n");
  EXPECT_EQ(talk.news(), "close");
}

TEST(Dialogue, ClosesWhenNobodyAnswersItsQuit) {
  Talk talk = at_the_body();
  talk.say("250 ok\r\n");
  talk.news();
  talk.timer();
  EXPECT_EQ(talk.news(), "close");
}

TEST(Dialogue, TheFinalReplyMayStillRefuse) {
  Talk spam = at_the_body();
  spam.say("550 5.7.1 looks like spam\r\n");
  EXPECT_EQ(spam.verdict().at("kind"), "rejected");
  EXPECT_EQ(spam.verdict().at("class"), "blocked");
  Talk full = at_the_body();
  full.say("452 4.3.1 no space\r\n");
  EXPECT_EQ(full.verdict().at("kind"), "retry");
}

TEST(Dialogue, IsUnknownWhenTheEndOfTheTextIsNotAnsweredProperly) {
  for (const char* reply : {"354 go\r\n", "nonsense\r\n", "250-ok\r\n251 ok\r\n"}) {
    Talk talk = at_the_body();
    talk.say(reply);
    EXPECT_EQ(talk.verdict().at("kind"), "unknown") << reply;
  }
  Talk cut = at_the_body();
  cut.say("250 ");
  cut.closed();
  EXPECT_EQ(cut.verdict().at("kind"), "unknown") << "half a reply is none";
}

TEST(Dialogue, IsTriedAgainWhenTheServerGoesAwayBefore) {
  for (int replies = 0; replies <= 3; ++replies) {
    Talk talk{account()};
    talk.open(kAll);
    if (replies > 0) talk.say("235 ok\r\n");
    if (replies > 1) talk.say("250 ok\r\n");
    if (replies > 2) talk.say("250 ok\r\n");
    Talk closed = talk;
    closed.closed();
    EXPECT_EQ(closed.verdict().at("kind"), "retry");
    talk.say("421 4.3.2 shutting down\r\n");
    EXPECT_EQ(talk.verdict().at("kind"), "retry") << replies;
    EXPECT_EQ(talk.verdict().at("class"), "provider_down");
    EXPECT_EQ(talk.written().find("\r\n.\r\n"), std::string::npos);
  }
}

TEST(Dialogue, TheAddresseesRefusalDecidesAboutTheMessage) {
  Talk talk{account(), message_input({{"options", {{"cc", {{{"email", "eve@example.net"}}}}}}})};
  talk.open(kAll);
  talk.say("235 ok\r\n250 ok\r\n550 5.1.1 no such user\r\n250 ok\r\n");
  EXPECT_EQ(talk.verdict().at("kind"), "rejected");
  EXPECT_EQ(talk.verdict().at("class"), "invalid_recipient");
  EXPECT_EQ(talk.verdict().at("code"), "5.1.1");
  EXPECT_EQ(talk.written().find("DATA"), std::string::npos);
}

TEST(Dialogue, ACopyThatIsRefusedForGoodIsReported) {
  Talk talk{account(), message_input({{"options", {{"cc", {{{"email", "eve@example.net"}}}}}}})};
  talk.open(kAll);
  talk.say("235 ok\r\n250 ok\r\n250 ok\r\n550 5.1.1 no such user\r\n354 go\r\n250 queued\r\n");
  EXPECT_EQ(talk.verdict().at("detail"), "1 of 2 recipients refused (550 5.1.1); queued");
}

TEST(Dialogue, ACopyThatIsRefusedForNowIsWaitedForTwice) {
  const auto kind_at = [](int attempt) {
    Talk talk{account(), message_input({{"attempt_no", attempt},
                                        {"options", {{"cc", {{{"email", "eve@example.net"}}}}}}})};
    talk.open(kAll);
    talk.say("235 ok\r\n250 ok\r\n250 ok\r\n451 4.7.1 greylisted\r\n354 go\r\n250 queued\r\n");
    return talk.verdict().at("kind").get<std::string>();
  };
  EXPECT_EQ(kind_at(1), "retry");
  EXPECT_EQ(kind_at(2), "retry");
  EXPECT_EQ(kind_at(3), "accepted");
}

TEST(Dialogue, LeavesTheBytesOfFilesToTheHostAndDoublesDotsAroundThem) {
  Talk talk{account(), message_input({{"text", ".a\n.b"},
                                      {"attachments",
                                       {{{"blob", "b1"}, {"name", "1"}, {"size", 3}},
                                        {{"blob", "b2"}, {"name", "2"}, {"size", 3}}}}})};
  talk.open("AUTH PLAIN\nPIPELINING");
  talk.say("235 ok\r\n250 ok\r\n250 ok\r\n");
  talk.news();
  talk.say("354 go\r\n");
  const std::string news = talk.news();
  EXPECT_NE(news.find("\r\n\r\n..a\r\n..b\r\n--=_a1_mixed\r\n"), std::string::npos) << news;
  EXPECT_NE(news.find("\r\n filename=\"1\"\r\n\r\n{b1 base64_mime}\r\n--=_a1_mixed\r\n"), std::string::npos)
      << news;
  EXPECT_NE(news.find("\r\n\r\n{b2 base64_mime}\r\n--=_a1_mixed--|commit|> \r\n.\r\n"), std::string::npos)
      << news;
}

TEST(Dialogue, RefusesWhatTheServerCannotCarryBeforeMail) {
  Talk wide{account(), message_input({{"to", "bøb@example.net"}})};
  wide.open("AUTH PLAIN\n8BITMIME");
  wide.say("235 ok\r\n");
  EXPECT_EQ(wide.verdict().at("class"), "unsupported");
  Talk large{account(), message_input({{"text", std::string(5000, 'x')}})};
  large.open("AUTH PLAIN\nSIZE 4000");
  large.say("235 ok\r\n");
  EXPECT_EQ(large.verdict().at("code"), "too_large");
  for (const int spare : {0, 1}) {  // the server's limit, and one byte less
    const json file = {{"blob", "b1"}, {"content_type", "text/plain"}, {"name", "a.txt"}, {"size", 57 * 100}};
    const auto talk = [&](const std::string& limit) {
      Talk one{account(), message_input({{"attachments", json::array({file})}})};
      one.open("AUTH PLAIN\nSIZE " + limit);
      one.say("235 ok\r\n");
      return one.verdict().is_null() ? one.news() : one.verdict().at("code").get<std::string>();
    };
    const std::string said = talk("0");
    const std::size_t at = said.find("SIZE=") + 5;
    const int size = std::stoi(said.substr(at));
    EXPECT_GT(size, 100 * 78);
    EXPECT_EQ(talk(std::to_string(size - spare)) == "too_large", spare == 1);
  }
  for (const Talk* talk : {&wide, &large}) EXPECT_EQ(talk->written().find("MAIL"), std::string::npos);
}

TEST(Dialogue, SaysSmtpUtf8AndEightBitOnlyWhereTheyAreNeeded) {
  Talk wide{account(), message_input({{"to", "bøb@example.net"}, {"text", "Grüße"}})};
  wide.open(kAll);
  wide.say("235 ok\r\n");
  EXPECT_NE(wide.news().find(" BODY=8BITMIME SMTPUTF8\r\nRCPT TO:<bøb@example.net>"), std::string::npos);
  Talk plain;
  plain.open(kAll);
  plain.say("235 ok\r\n");
  const std::string command = plain.news();
  EXPECT_EQ(command.find("BODY"), std::string::npos);
  EXPECT_EQ(command.find("SMTPUTF8"), std::string::npos);
}

TEST(Dialogue, WorksWithoutAUser) {
  json open_relay = kNoUser;
  open_relay["config"]["tls"] = "none";
  Talk talk{open_relay};
  talk.connected();
  talk.say("220 a\r\n250 a\r\n250 ok\r\n250 ok\r\n354 go\r\n250 ok\r\n221 bye\r\n");
  EXPECT_EQ(talk.verdict().at("kind"), "accepted");
  EXPECT_EQ(talk.written().find("AUTH"), std::string::npos);
}

TEST(Dialogue, TestsAnAccountWithoutAMessage) {
  Talk talk{account(), {{"now_ms", 1}}, "test_account"};
  talk.open(kAll);
  talk.say("235 ok\r\n");
  EXPECT_EQ(talk.verdict(), json({{"kind", "ok"}}));
  EXPECT_EQ(talk.written().find("MAIL"), std::string::npos);
}

TEST(Dialogue, RefusesOtherOperations) {
  Talk talk{account(), message_input(), "originate"};
  EXPECT_EQ(talk.verdict().at("class"), "unsupported");
}

TEST(Dialogue, RefusesAStateThatItDidNotWrite) {
  for (const char* state : {"[]", R"({"v":2,"phase":0})", R"({"v":1,"phase":99})", R"({"v":1})", "x"})
    EXPECT_THROW(static_cast<void>(plugin().feed({.op = "send", .account = "{}", .state = state},
                                                 HERALD_STREAM_BYTES, "220 a\r\n")),
                 std::runtime_error)
        << state;
}

}  // namespace
}  // namespace herald::smtp::testing
