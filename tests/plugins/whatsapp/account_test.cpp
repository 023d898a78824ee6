#include "plugins/providers/whatsapp/account.hpp"

#include <gtest/gtest.h>

#include <set>

#include "tests/plugins/whatsapp/plugin_calls.hpp"

namespace herald::whatsapp::testing {
namespace {

using nlohmann::json;

/// The pointers of what validate finds wrong.
std::set<std::string> wrong_in(const json& channel) {
  std::set<std::string> out;
  for (const json& problem : json::parse(plugin().validate(channel.dump())))
    out.insert(problem.at("pointer"));
  return out;
}

TEST(Account, ThatWorksHasNoProblem) {
  EXPECT_EQ(wrong_in(account()), std::set<std::string>{});
  EXPECT_EQ(wrong_in(account({{"sender_id", "+15550001111"}, {"config", {{"api_version", "v17.0"}}}})),
            std::set<std::string>{});
}

TEST(Account, IsToldEveryProblemAtOnce) {
  const json bad{{"account_id", "12/34"},
                 {"auth_token", "a b"},
                 {"sender_id", "SHOP"},
                 {"config", {{"waba_id", "x"}, {"api_version", "25"}}}};
  EXPECT_EQ(wrong_in(bad), (std::set<std::string>{"/account_id", "/auth_token", "/api_secret", "/sender_id",
                                                  "/config/waba_id", "/config/api_version"}));
  for (const char* op : {"send", "test_account", "fetch_media"})
    EXPECT_EQ(plan(op, message_input(), bad).at("verdict").at("class"), "config") << op;
}

TEST(Account, NamesAVersionOfTheGraphApi) {
  for (const char* version : {"v25.0", "v9.1", "v100.12"})
    EXPECT_EQ(wrong_in(account({{"config", {{"api_version", version}}}})).size(), 0U) << version;
  for (const char* version : {"v25", "25.0", "v.0", "v25.", "v2x.0", "v25.0/x", "v2500.00"})
    EXPECT_EQ(wrong_in(account({{"config", {{"api_version", version}}}})).size(), 1U) << version;
}

std::string url_of(const char* op, const json& more) {
  return plan(op, message_input(), account(more)).at("request").at("url");
}

TEST(Account, LivesWhereTheOperatorSays) {
  EXPECT_EQ(url_of("send", json::object()), "https://graph.facebook.com/v25.0/106540000000001/messages");
  EXPECT_EQ(url_of("send", {{"config", {{"api_version", "v26.0"}}}}),
            "https://graph.facebook.com/v26.0/106540000000001/messages");
  EXPECT_EQ(url_of("send", {{"api_url", "https://proxy.example//"}}),
            "https://proxy.example/v25.0/106540000000001/messages");
}

TEST(Account, IsTestedByTheFactsOfItsNumber) {
  const json request = plan("test_account", {{"now_ms", kNow}}, account()).at("request");
  EXPECT_EQ(request.at("url"),
            "https://graph.facebook.com/v25.0/106540000000001"
            "?fields=display_phone_number%2Cverified_name%2Cquality_rating");
  EXPECT_EQ(request.at("method"), "GET");
  EXPECT_EQ(request.at("commits"), false);
}

TEST(Account, ProvesTheAppSecretWhereItIsAsked) {
  const std::string proof = test::whatsapp_proof({});
  const json request =
      plan("send", message_input(), account({{"config", {{"appsecret_proof", true}}}})).at("request");
  EXPECT_TRUE(request.at("url").get<std::string>().ends_with("/messages?appsecret_proof=" + proof));
  EXPECT_EQ(request.at("redact"), json::array({proof}));
  EXPECT_TRUE(url_of("test_account", {{"config", {{"appsecret_proof", true}}}})
                  .ends_with("&appsecret_proof=" + proof));
}

TEST(Account, KeepsItsSecretsOutOfEverythingButTheToken) {
  json input = message_input();
  input["media"] = {{"ref", "1037543291543636"}};
  for (const char* op : {"send", "test_account", "fetch_media"}) {
    json request =
        plan(op, input, account({{"config", {{"previous_app_secret", "canary-old"}}}})).at("request");
    EXPECT_EQ(request.at("headers").at(0),
              json::array({"Authorization", "Bearer " + test::WhatsAppAccount{}.token}));
    request["headers"].erase(0);
    for (const std::string& secret : {test::WhatsAppAccount{}.token, test::WhatsAppAccount{}.app_secret,
                                      test::WhatsAppAccount{}.verify_token, std::string{"canary-old"}})
      EXPECT_EQ(request.dump().find(secret), std::string::npos) << op;
  }
}

TEST(TestAnswer, TellsTheFactsOfTheNumber) {
  const auto tested = [](const herald::testing::ProviderAnswer& answer) {
    return answered("test_account", {{"now_ms", kNow}}, answer).at("verdict");
  };
  const json good = tested(
      {.body = R"({"display_phone_number":"+1 555","verified_name":"Shop","quality_rating":"GREEN"})"});
  EXPECT_EQ(good.at("kind"), "ok");
  EXPECT_EQ(good.at("fields").at("verified_name"), "Shop");
  EXPECT_EQ(tested(refused_with(401, 190)).at("kind"), "auth_failed");
  EXPECT_EQ(tested(refused_with(400, 100, "Object with ID '106540000000001' does not exist")).at("kind"),
            "auth_failed");
  for (const int status : {500, 502, 503, 504}) EXPECT_EQ(tested({.status = status}).at("kind"), "retry");
  for (const char* body : {"<html>", "{}", "[]", ""}) EXPECT_EQ(tested({.body = body}).at("class"), "config");
}

json descriptor() { return json::parse(plugin().descriptor()); }

TEST(Schema, SealsWhatIsSecret) {
  std::set<std::string> sealed_names;
  const json schema = json::parse(plugin().config_schema());
  for (const auto& [name, one] : schema.at("properties").items())
    if (one.value("secret", false)) sealed_names.insert(name);
  EXPECT_EQ(sealed_names, (std::set<std::string>{"verify_token", "previous_app_secret"}));
}

TEST(Schema, NamesTheSameProviderAndOperationsAsTheManifest) {
  const json manifest = json::parse(plugin().manifest());
  EXPECT_EQ(manifest.at("provider"), descriptor().at("provider"));
  EXPECT_EQ(manifest.at("secrets"), descriptor().at("ops"));
}

TEST(Schema, AnswersAnOperationItDoesNotHave) {
  EXPECT_EQ(plan("lookup", message_input(), account()).at("verdict").at("class"), "unsupported");
}

}  // namespace
}  // namespace herald::whatsapp::testing
