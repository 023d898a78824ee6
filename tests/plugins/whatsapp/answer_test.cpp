#include <gtest/gtest.h>

#include "tests/plugins/whatsapp/plugin_calls.hpp"

namespace herald::whatsapp::testing {
namespace {

using nlohmann::json;

TEST(Answer, IsAcceptedWithItsId) {
  const auto on = [](int status, const json& message) {
    return verdict({.status = status, .body = json{{"messages", {message}}}.dump()});
  };
  EXPECT_EQ(on(200, {{"id", "wamid.HBgM"}}),
            (json{{"kind", "accepted"}, {"ids", {{"provider_id", "wamid.HBgM"}}}, {"status", "SENT"}}));
  EXPECT_EQ(on(201, {{"id", "wamid.HBgM"}}).at("kind"), "accepted");
  EXPECT_EQ(on(200, {{"id", std::string(255, 'a')}}).at("kind"), "accepted");
  for (const char* word : {"accepted", "held_for_quality_assessment", "paused"})
    EXPECT_EQ(on(200, {{"id", "wamid.HBgM"}, {"message_status", word}}).at("detail"), word);
}

TEST(Answer, NamesTheAddressUnderWhichTheRecipientIsKnown) {
  const auto with = [](const json& contacts) {
    return verdict({.status = 200,
                    .body = json{{"contacts", contacts}, {"messages", {{{"id", "wamid.1"}}}}}.dump()})
        .value("address", "");
  };
  EXPECT_EQ(with({{{"input", "5511987654321"}, {"wa_id", "551187654321"}}}), "+551187654321");
  EXPECT_EQ(with({{{"input", "+55 11 98765-4321"}, {"wa_id", "5511987654321"}}}), "") << "the same number";
  for (const char* bad : {"", "abc", "0", "US.1234", "12345678901234567"})
    EXPECT_EQ(with({{{"input", "5511987654321"}, {"wa_id", bad}}}), "") << bad;
  for (const json& contacts : {json(nullptr), json::array(), json::array({1}), json::object()})
    EXPECT_EQ(with(contacts), "") << contacts;
}

TEST(Answer, WithoutAnIdIsUnknown) {
  for (const char* body :
       {"", "<html>", "[]", "{}", R"({"messages":[]})", R"({"messages":[1]})", R"({"messages":{}})",
        R"({"messages":[{"id":""}]})", R"({"error":{"code":131026}})"})
    EXPECT_EQ(verdict({.status = 200, .body = body}).at("kind"), "unknown") << body;
  EXPECT_EQ(verdict({.body = json{{"messages", {{{"id", std::string(256, 'a')}}}}}.dump()}).at("kind"),
            "unknown");
}

struct HttpMeaning {
  int status;
  const char* kind;
};

TEST(Answer, WithoutACodeIsJudgedByItsStatus) {
  const std::vector<HttpMeaning> meanings{
      {301, "rejected"}, {400, "rejected"}, {401, "auth_failed"},  {403, "auth_failed"}, {404, "rejected"},
      {408, "unknown"},  {409, "rejected"}, {429, "rate_limited"}, {500, "unknown"},     {502, "unknown"},
      {503, "retry"},    {504, "unknown"},  {599, "unknown"}};
  for (const auto& [status, kind] : meanings)
    for (const char* body : {"<html>", "", R"({"error":"no"})", R"({"error":{"message":"no"}})"})
      EXPECT_EQ(verdict({.status = status, .body = body}).at("kind"), kind) << status << body;
  EXPECT_EQ(verdict({.status = 404}).at("class"), "config");
}

TEST(Answer, OfAGatewayIsUnknownWhateverItSays) {
  for (const int status : {408, 502, 504})
    EXPECT_EQ(verdict(refused_with(status, 131000)).at("kind"), "unknown") << status;
  EXPECT_EQ(verdict(refused_with(500, 131000)).at("kind"), "retry") << "a refusal of Meta's own";
  EXPECT_EQ(verdict(refused_with(500, 999)).at("kind"), "unknown");
}

TEST(Answer, OfA401AndA429IsWhatTheStatusSays) {
  EXPECT_EQ(verdict(refused_with(401, 131026)).at("kind"), "auth_failed");
  EXPECT_EQ(verdict(refused_with(429, 131026)).at("kind"), "rate_limited");
  EXPECT_EQ(verdict(refused_with(429, 131056)).at("scope"), "recipient");
}

TEST(Answer, ReadsItsCodeAsNumberOrText) {
  const auto code = [](const json& error) {
    return verdict({.status = 400, .body = json{{"error", error}}.dump()}).at("code").get<std::string>();
  };
  EXPECT_EQ(code({{"code", 131026}}), "131026");
  EXPECT_EQ(code({{"code", "131026"}}), "131026");
  EXPECT_EQ(code({{"code", 9999999}}), "9999999") << "new to us";
  for (const json& none : {json(nullptr), json("x"), json(-1), json(1.5), json::array()})
    EXPECT_EQ(code({{"code", none}}), "http_400") << none;
}

TEST(Answer, TellsTheDetailsAndTheTrace) {
  const auto text = [](const json& error) {
    return verdict({.status = 400, .body = json{{"error", error}}.dump()}).at("text").get<std::string>();
  };
  EXPECT_EQ(text({{"code", 1}, {"message", "m"}, {"error_data", {{"details", "d"}}}, {"fbtrace_id", "A1b2"}}),
            "d (fbtrace_id A1b2)");
  EXPECT_EQ(text({{"code", 1}, {"message", "m"}, {"error_data", "d"}}), "d");
  EXPECT_EQ(text({{"code", 1}, {"message", "m"}, {"fbtrace_id", "a b"}}), "m");
  EXPECT_EQ(text({{"code", 1}}), "Meta answered 400 without a reason");
}

TEST(Answer, RepeatsNeitherSecretsNorNumbers) {
  const test::WhatsAppAccount far;
  const std::string details =
      "no " + far.token + " for 919876500001, " + far.app_secret + " " + far.verify_token;
  EXPECT_EQ(verdict(refused_with(400, 100, details)).at("text"),
            "no [secret] for [number], [secret] [secret] (fbtrace_id A1b2C3d4)");
}

TEST(Answer, OfA100IsOfTheAccountWhereItNamesTheNumber) {
  EXPECT_EQ(verdict(refused_with(400, 100, "Invalid parameter")).at("kind"), "rejected");
  EXPECT_EQ(verdict(refused_with(400, 100, "Object with ID '106540000000001' does not exist")).at("kind"),
            "auth_failed");
}

TEST(Answer, OfABusyWeblinkIsARetry) {
  const auto kind = [](int code, const std::string& details) {
    return verdict(refused_with(400, code, details)).at("kind").get<std::string>();
  };
  for (const int code : {131052, 131053}) {
    EXPECT_EQ(kind(code, "Downloading media from weblink failed with http code 429, status message x"),
              "retry");
    EXPECT_EQ(kind(code, "Downloading media from weblink failed with HTTP code 503"), "retry");
    EXPECT_EQ(kind(code, "Downloading media from weblink failed with http code 404, status message x"),
              "rejected");
    EXPECT_EQ(kind(code, "Unsupported type"), "rejected");
  }
  EXPECT_EQ(kind(131009, "http code 429"), "rejected");
}

TEST(Answer, ThatMetaCallsTransientIsARetry) {
  const auto kind = [](int code) {
    const json error{{"code", code}, {"is_transient", true}};
    return verdict({.status = 400, .body = json{{"error", error}}.dump()}).at("kind").get<std::string>();
  };
  EXPECT_EQ(kind(131009), "retry");
  EXPECT_EQ(kind(9999999), "retry");
  EXPECT_EQ(kind(131056), "rate_limited");
  const std::string body = R"({"error":{"code":9999999,"is_transient":true}})";
  EXPECT_EQ(verdict({.status = 500, .body = body}).at("kind"), "unknown") << "where it had begun";
}

TEST(Answer, ToARepeatedAttemptIsFinalWhereOneRetryIsAllowed) {
  for (const int code : {1, 135000}) {
    EXPECT_EQ(verdict(refused_with(400, code)).at("kind"), "retry");
    EXPECT_EQ(verdict(refused_with(400, code), {{"attempt_no", 2}}).at("kind"), "rejected");
    EXPECT_EQ(verdict(refused_with(500, code), {{"attempt_no", 2}}).at("kind"), "retry");
  }
}

TEST(Answer, OfALimitSaysHowLongToWait) {
  const auto wait = [](int code, int attempt) {
    return verdict(refused_with(400, code), {{"attempt_no", attempt}}).value("after_ms", std::int64_t{-1});
  };
  EXPECT_EQ(wait(131056, 1), 1000);
  EXPECT_EQ(wait(131056, 2), 4000);
  EXPECT_EQ(wait(131056, 3), 16'000);
  EXPECT_EQ(wait(131056, 4), 64'000);
  EXPECT_EQ(wait(131056, 9), 64'000);
  EXPECT_EQ(wait(131048, 1), 3'600'000);
  EXPECT_EQ(wait(131064, 1), 3'600'000);
  EXPECT_EQ(wait(131057, 1), 60'000);
  EXPECT_EQ(wait(4, 1), -1);
  EXPECT_EQ(verdict({.status = 429, .headers_json = R"([["Retry-After","3"]])"}).at("after_ms"), 3000);
}

}  // namespace
}  // namespace herald::whatsapp::testing
