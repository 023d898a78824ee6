#include "plugins/providers/aws_sns/account.hpp"

#include <gtest/gtest.h>

#include <set>

#include "tests/plugins/aws_sns/plugin_calls.hpp"

namespace herald::aws_sns::testing {
namespace {

using nlohmann::json;

/// The pointers of what validate finds wrong.
std::set<std::string> wrong_in(const json& channel) {
  std::set<std::string> out;
  for (const json& problem : json::parse(plugin().validate(channel.dump())))
    out.insert(problem.at("pointer"));
  return out;
}

std::set<std::string> wrong_with(const json& more) { return wrong_in(account(more)); }

TEST(Account, ThatWorksHasNoProblem) {
  EXPECT_EQ(wrong_in(account()), std::set<std::string>{});
  EXPECT_EQ(wrong_with({{"api_url", "http://127.0.0.1:4566"},
                        {"api_key", "ASIAEXAMPLE"},
                        {"auth_token", "FwoGZXIvYXdz+/="},
                        {"sender_id", "HERALD"},
                        {"config",
                         {{"origination_number", "+12065550100"},
                          {"sms_type", "Promotional"},
                          {"max_price", "0.50"},
                          {"entity_id", "1101456324675322134"},
                          {"template_id", "1107457532145798767"}}}}),
            std::set<std::string>{});
}

TEST(Account, IsToldEveryProblemAtOnce) {
  const json bad{{"api_key", "a/b"},
                 {"api_secret", "a\nb"},
                 {"auth_token", "a b"},
                 {"sender_id", "HERALD SMS"},
                 {"api_url", "https://user@proxy.example"},
                 {"config",
                  {{"region", "EU"},
                   {"origination_number", "HERALD"},
                   {"sms_type", "promotional"},
                   {"max_price", "0,50"},
                   {"entity_id", "a b"},
                   {"template_id", std::string(51, '1')},
                   {"topic_arns", json::array({"arn:aws:sqs:eu-west-1:123456789012:inbound"})}}}};
  EXPECT_EQ(wrong_in(bad),
            (std::set<std::string>{"/api_key", "/api_secret", "/auth_token", "/sender_id", "/api_url",
                                   "/config/region", "/config/origination_number", "/config/sms_type",
                                   "/config/max_price", "/config/entity_id", "/config/template_id",
                                   "/config/topic_arns"}));
  EXPECT_EQ(plan("send", message_input(), bad).at("verdict").at("class"), "config");
  EXPECT_EQ(plan("test_account", {{"now_ms", kNow}}, bad).at("verdict").at("class"), "config");
}

TEST(Account, NeedsKeySecretAndRegion) {
  EXPECT_EQ(wrong_with({{"api_key", nullptr}}), std::set<std::string>{"/api_key"});
  EXPECT_EQ(wrong_with({{"api_secret", nullptr}}), std::set<std::string>{"/api_secret"});
  EXPECT_EQ(wrong_with({{"config", {{"region", nullptr}}}}), std::set<std::string>{"/config/region"});
  EXPECT_EQ(wrong_with({{"api_key", "ASIAEXAMPLE"}}), std::set<std::string>{"/auth_token"})
      << "a temporary key works with its token only";
  for (const char* url :
       {"ftp://a.example", "a.example", "https://", "https://a.example/?x=1", "https://a.example/#b",
        "https://a.example:0", "https://a.example:65536", "https://[::1]"})
    EXPECT_EQ(wrong_with({{"api_url", url}}), std::set<std::string>{"/api_url"}) << url;
}

TEST(Account, LivesWhereTheOperatorSays) {
  const auto url = [](const json& more) {
    return plan("send", message_input(), account(more)).at("request").at("url").get<std::string>();
  };
  EXPECT_EQ(url(json::object()), "https://sns.eu-central-1.amazonaws.com/");
  EXPECT_EQ(url({{"config", {{"region", "cn-north-1"}}}}), "https://sns.cn-north-1.amazonaws.com.cn/");
  EXPECT_EQ(url({{"api_url", "https://VPCE-1.sns.eu-central-1.vpce.amazonaws.com:443//"}}),
            "https://vpce-1.sns.eu-central-1.vpce.amazonaws.com/");
  EXPECT_EQ(url({{"api_url", "http://127.0.0.1:4566/base"}}), "http://127.0.0.1:4566/base/");
}

TEST(Account, IsTestedByItsAttributes) {
  const json request = plan("test_account", {{"now_ms", kNow}}, account()).at("request");
  EXPECT_EQ(request.at("commits"), false);
  EXPECT_EQ(request.at("body").at(0).at("text"), "Action=GetSMSAttributes&Version=2010-03-31");
}

TEST(Account, KeepsItsSecretsOutOfEverythingButTheCredentials) {
  const json secret = account({{"api_secret", "canary-secret"}, {"auth_token", "canary-token"}});
  for (const char* op : {"send", "test_account"}) {
    json request = plan(op, message_input(), secret).at("request");
    EXPECT_EQ(request.at("redact"), json::array({request.at("headers").at(3).at(1)}));
    EXPECT_EQ(request.at("headers").at(2), json::array({"X-Amz-Security-Token", "canary-token"}));
    request["headers"].erase(2);
    EXPECT_EQ(request.dump().find("canary"), std::string::npos);
  }
}

json descriptor() { return json::parse(plugin().descriptor()); }

TEST(Schema, NamesTheSameProviderAndOperationsAsTheManifest) {
  const json manifest = json::parse(plugin().manifest());
  EXPECT_EQ(manifest.at("provider"), descriptor().at("provider"));
  EXPECT_EQ(manifest.at("secrets"), descriptor().at("ops"))
      << "callbacks need no secrets, but config, which comes with them";
}

TEST(Schema, DescribesEveryOptionThatASendUses) {
  const json values{{"sms_type", "Promotional"},
                    {"origination_number", "+12065550100"},
                    {"max_price", "0.50"},
                    {"entity_id", "1"},
                    {"template_id", "2"}};
  std::set<std::string> seen;
  for (const auto& [name, value] : values.items()) {
    EXPECT_NE(planned_form({{"options", {{name, value}}}}), planned_form(json::object())) << name;
    EXPECT_EQ(planned_form({{"options", {{name, value}}}}),
              planned_form(json::object(), account({{"config", {{name, value}}}})))
        << name << " is a member of the config likewise";
    seen.insert(name);
  }
  std::set<std::string> named;
  const json sheet = descriptor();
  for (const auto& [name, schema] : sheet.at("options_schema").at("properties").items()) named.insert(name);
  EXPECT_EQ(named, seen);
}

}  // namespace
}  // namespace herald::aws_sns::testing
