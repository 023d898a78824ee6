#include <gtest/gtest.h>

#include "tests/plugins/vonage/plugin_calls.hpp"

namespace herald::vonage::testing {
namespace {

using nlohmann::json;

json part(const std::string& status, const std::string& id = "0A0000001234ABCD") {
  json out{{"to", "447700900123"}, {"status", status}};
  if (status == "0") {
    out.update({{"message-id", id}, {"message-price", "0.03330000"}, {"remaining-balance", "10.28"}});
  } else {
    out["error-text"] = "Refused";
  }
  return out;
}

json answered(const json& parts) {
  const std::string body = json{{"message-count", std::to_string(parts.size())}, {"messages", parts}}.dump();
  return verdict({.status = 200, .body = body});
}

TEST(SmsAnswer, OfEveryPartIsAcceptedWithTheFirstIdAndTheSumOfThePrices) {
  EXPECT_EQ(answered(json::array({part("0"), part("0", "0A0000001234ABCE")})),
            (json{{"kind", "accepted"},
                  {"ids", {{"provider_id", "0A0000001234ABCD"}}},
                  {"status", "SENT"},
                  {"segments", 2},
                  {"cost_micros", 66'600},
                  {"currency", "EUR"}}));
  json free = part("0");
  free.erase("message-price");
  EXPECT_FALSE(answered(json::array({free})).contains("cost_micros"));
}

TEST(SmsAnswer, OfSomePartsIsUnknown) {
  const json out = answered(json::array({part("0"), part("1"), part("0")}));
  EXPECT_EQ(out.at("kind"), "unknown");
  EXPECT_EQ(out.at("code"), "partial_1");
  EXPECT_EQ(out.at("text"), "Vonage took 2 of 3 parts: Refused");
}

TEST(SmsAnswer, ThatCannotBeReadIsUnknown) {
  for (const char* body :
       {"", "<html>", "[]", "{}", R"({"messages":[]})", R"({"messages":[1]})", R"({"messages":[{}]})",
        R"({"messages":[{"status":"no"}]})", R"({"messages":[{"status":"0"}]})",
        R"({"messages":[{"status":"-1"}]})", R"({"messages":{"status":"0"}})"})
    EXPECT_EQ(verdict({.status = 200, .body = body}).at("kind"), "unknown") << body;
  EXPECT_EQ(answered(json::array({part("0", std::string(256, 'A'))})).at("kind"), "unknown");
  EXPECT_EQ(answered(json::array({1, part("0")})).at("kind"), "unknown");
  EXPECT_EQ(answered(json::array({part("0"), 1})).at("kind"), "unknown");
}

TEST(SmsAnswer, OfALimitSaysHowLongToWait) {
  json limited = part("1");
  limited["error-text"] = "Throughput Rate Exceeded - please wait [ 250 ] and retry";
  const json out = answered(json::array({limited}));
  EXPECT_EQ(out.at("kind"), "rate_limited");
  EXPECT_EQ(out.at("scope"), "account");
  EXPECT_EQ(out.at("after_ms"), 250);
  EXPECT_FALSE(answered(json::array({part("1")})).contains("after_ms"));
}

TEST(SmsAnswer, OfABadParameterIsOfTheRecipientWhereItNamesHim) {
  json bad = part("3");
  EXPECT_EQ(answered(json::array({bad})).at("class"), "content_rejected");
  bad["error-text"] = "Invalid value for param: to";
  EXPECT_EQ(answered(json::array({bad})).at("class"), "invalid_recipient");
}

struct HttpMeaning {
  int status;
  const char* sms;      ///< kind of the verdict
  const char* message;  ///< of the Messages API, without a code
};

TEST(Answer, WithoutACodeIsJudgedByItsStatus) {
  const std::vector<HttpMeaning> meanings{
      {301, "rejected", "rejected"},         {400, "rejected", "rejected"},
      {401, "auth_failed", "auth_failed"},   {402, "auth_failed", "auth_failed"},
      {403, "auth_failed", "auth_failed"},   {404, "rejected", "rejected"},
      {408, "unknown", "unknown"},           {409, "rejected", "rejected"},
      {420, "rate_limited", "rate_limited"}, {422, "rejected", "rejected"},
      {429, "rate_limited", "rate_limited"}, {500, "unknown", "unknown"},
      {502, "unknown", "unknown"},           {503, "retry", "retry"},
      {504, "unknown", "unknown"},           {599, "unknown", "unknown"}};
  for (const auto& [status, sms, message] : meanings) {
    EXPECT_EQ(verdict({.status = status, .body = "<html>"}).at("kind"), sms) << status;
    EXPECT_EQ(verdict({.status = status, .body = "<html>"}, whatsapp()).at("kind"), message) << status;
  }
  EXPECT_EQ(verdict({.status = 404}).at("class"), "config");
  EXPECT_EQ(verdict({.status = 422}, whatsapp()).at("class"), "content_rejected");
}

TEST(Answer, OfALimitMayHaveAHeader) {
  const json out = verdict({.status = 429, .headers_json = R"([["Retry-After","3"]])"}, whatsapp());
  EXPECT_EQ(out.at("after_ms"), 3000);
}

TEST(MessageAnswer, IsAcceptedWithItsUuid) {
  EXPECT_EQ(verdict({.status = 202, .body = R"({"message_uuid":"aaaa"})"}, whatsapp()),
            (json{{"kind", "accepted"}, {"ids", {{"provider_id", "aaaa"}}}, {"status", "SENT"}}));
  for (const char* body : {"", "{}", "[]", R"({"message_uuid":1.5e400})", R"({"message_uuid":""})"})
    EXPECT_EQ(verdict({.status = 202, .body = body}, whatsapp()).at("kind"), "unknown") << body;
}

TEST(MessageAnswer, ReadsItsCodeWhereverItStands) {
  const auto code = [](const json& problem) {
    return verdict({.status = 422, .body = problem.dump()}, whatsapp()).at("code").get<std::string>();
  };
  EXPECT_EQ(code({{"type", "https://developer.vonage.com/api-errors/messages#1340"}}), "1340");
  EXPECT_EQ(code({{"type", "1340"}}), "1340");
  EXPECT_EQ(code({{"type", 1340}}), "1340");
  EXPECT_EQ(code({{"type", "about:blank"}, {"title", 1340}}), "1340");
  EXPECT_EQ(code({{"title", "1340"}}), "1340");
  EXPECT_EQ(code({{"type", "https://developer.vonage.com/api-errors/messages#9999"}}), "9999") << "new to us";
  EXPECT_EQ(code({{"title", "Unprocessable"}}), "http_422");
}

TEST(MessageAnswer, Of500WithACodeOfItsOwnIsARefusal) {
  const std::string own = test::vonage_problem(500, "1030", "");
  EXPECT_EQ(verdict({.status = 500, .body = own}, whatsapp()).at("kind"), "retry");
  EXPECT_EQ(verdict({.status = 502, .body = own}, whatsapp()).at("kind"), "unknown");
  EXPECT_EQ(verdict({.status = 500, .body = test::vonage_problem(500, "", "")}, whatsapp()).at("kind"),
            "unknown");
}

TEST(MessageAnswer, OfADuplicateIsUnknownSinceItNamesNoId) {
  const std::string body = test::vonage_problem(409, "1320", "");
  EXPECT_EQ(verdict({.status = 409, .body = body}, whatsapp()).at("kind"), "unknown");
}

TEST(Answer, RepeatsNeitherSecretsNorNumbers) {
  const std::string secret = test::VonageAccount{}.api_secret;
  const std::string text = "no " + secret + " for 447700900123 or +447700900123, " + std::string(kSigSecret);
  json bad = part("2");
  bad["error-text"] = text;
  const std::string clean = "no [secret] for [number] or [number], [secret]";
  EXPECT_EQ(answered(json::array({bad})).at("text"), clean);
  const json problem{{"type", "x#1150"}, {"detail", text}};
  EXPECT_EQ(verdict({.status = 422, .body = problem.dump()}, whatsapp()).at("text"), clean);
}

json tested(const herald::testing::ProviderAnswer& answer) {
  const std::string account_text = account().dump();
  const std::string input_text = json{{"now_ms", kNow}}.dump();
  return json::parse(
             plugin()
                 .on_response({.op = "test_account", .input = input_text, .account = account_text}, answer)
                 .json)
      .at("verdict");
}

TEST(TestAnswer, TellsTheBalance) {
  const json out = tested({.status = 200, .body = R"({"value":10.28,"autoReload":false})"});
  EXPECT_EQ(out.at("kind"), "ok");
  EXPECT_EQ(out.at("fields"), (json{{"balance", "10.28"}, {"currency", "EUR"}}));
}

TEST(TestAnswer, LeavesNothingInDoubt) {
  EXPECT_EQ(tested({.status = 401}).at("kind"), "auth_failed");
  EXPECT_EQ(tested({.status = 420}).at("kind"), "rate_limited");
  for (const int status : {500, 502, 503, 504}) EXPECT_EQ(tested({.status = status}).at("kind"), "retry");
  EXPECT_EQ(tested({.status = 404}).at("class"), "config");
  EXPECT_EQ(tested({.status = 200, .body = "<html>"}).at("class"), "config");
}

}  // namespace
}  // namespace herald::vonage::testing
