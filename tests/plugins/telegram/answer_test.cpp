#include <gtest/gtest.h>

#include "tests/plugins/telegram/plugin_calls.hpp"

namespace herald::telegram::testing {
namespace {

using nlohmann::json;

json limited(const json& parameters, const std::string& headers = "[]") {
  const json body{
      {"ok", false}, {"error_code", 429}, {"description", "Too Many Requests"}, {"parameters", parameters}};
  return verdict({.status = 429, .headers_json = headers, .body = body.dump()});
}

TEST(Answer, WaitsAsTheParameterSaysElseTheHeaderElseFiveSeconds) {
  const std::string header = R"([["Retry-After","9"]])";
  EXPECT_EQ(limited({{"retry_after", 35}}, header).at("after_ms"), 35'000);
  EXPECT_EQ(limited(json::object(), header).at("after_ms"), 9'000);
  EXPECT_EQ(limited(json::object()).at("after_ms"), 5'000);
}

TEST(Answer, NeverWaitsLongerThanADay) {
  EXPECT_EQ(limited({{"retry_after", 86'400}}).at("after_ms"), 86'400'000);
  EXPECT_EQ(limited({{"retry_after", 86'401}}).at("after_ms"), 86'400'000);
  EXPECT_EQ(limited({{"retry_after", -1}}).at("after_ms"), 5'000);
}

TEST(Answer, KnowsDescriptionsInAnyCase) {
  EXPECT_EQ(error_verdict(400, "BAD REQUEST: CHAT NOT FOUND").at("code"), "chat_not_found");
  EXPECT_EQ(error_verdict(403, "Forbidden: bot was kicked from the supergroup chat").at("class"), "blocked");
}

TEST(Answer, HidesTheTokenAndTheSecretThatCameBack) {
  const std::string quoted = "no /bot" + std::string(kToken) + "/x, nor " + std::string(kSecret);
  const std::string text = error_verdict(400, quoted).at("text");
  EXPECT_EQ(text.find("canary"), std::string::npos) << text;
  EXPECT_NE(text.find("[secret]"), std::string::npos) << text;
}

TEST(Answer, CutsALongDescriptionAtACharacter) {
  std::string description = "x";
  for (int i = 0; i < 200; ++i) description += "é";
  EXPECT_EQ(error_verdict(400, description).at("text").get<std::string>().size(), 299U);
}

TEST(Answer, IsUnknownOnlyWhereSomethingMayHaveBeenSent) {
  for (const int status : {200, 204, 408, 500, 502, 504}) {
    const herald::testing::ProviderAnswer page{.status = status, .body = "<html>"};
    EXPECT_EQ(verdict(page).at("kind"), "unknown") << status;
    EXPECT_EQ(verdict(page, "poll").at("kind"), "retry") << status;
  }
  EXPECT_EQ(verdict({.status = 503, .body = "<html>"}).at("kind"), "retry");
  EXPECT_EQ(verdict({.status = 302, .body = ""}).at("class"), "config");
}

TEST(Answer, GoesToTheGroupsNewIdOnceOnly) {
  const json body{{"ok", false},
                  {"error_code", 400},
                  {"description", "Bad Request: group chat was upgraded to a supergroup chat"},
                  {"parameters", {{"migrate_to_chat_id", -1001234567890}}}};
  const std::string input = message_input().dump();
  const std::string account_text = account().dump();
  const herald::testing::ProviderAnswer answer{.status = 400, .body = body.dump()};
  const json first =
      json::parse(plugin().on_response({.op = "send", .input = input, .account = account_text}, answer).json);
  const std::string state = first.at("continue").at("state").dump();
  const json again = json::parse(
      plugin().plan({.op = "send", .input = input, .account = account_text, .state = state}).json);
  const std::string sent = again.at("request").at("body").at(0).at("text");
  EXPECT_EQ(json::parse(sent).at("chat_id"), -1001234567890);
  const json second = json::parse(
      plugin()
          .on_response({.op = "send", .input = input, .account = account_text, .state = state}, answer)
          .json);
  EXPECT_EQ(second.at("verdict").at("code"), "group_moved");
}

}  // namespace
}  // namespace herald::telegram::testing
