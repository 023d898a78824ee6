#include "plugins/providers/vonage/account.hpp"

#include <gtest/gtest.h>

#include <set>

#include "tests/plugins/vonage/plugin_calls.hpp"

namespace herald::vonage::testing {
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
  EXPECT_EQ(wrong_in(application_account()), std::set<std::string>{});
}

TEST(Account, IsToldEveryProblemAtOnce) {
  const json bad{{"api_key", "a:b"},
                 {"api_secret", "a\nb"},
                 {"account_id", "app"},
                 {"sender_id", "HERALD SMS"},
                 {"config",
                  {{"region", "asia"},
                   {"private_key", "no key"},
                   {"signature_method", "sha3"},
                   {"sign_requests", true}}}};
  EXPECT_EQ(wrong_in(bad), (std::set<std::string>{"/api_key", "/api_secret", "/account_id", "/sender_id",
                                                  "/config/region", "/config/private_key",
                                                  "/config/signature_method", "/config/sign_requests"}));
  EXPECT_EQ(plan("send", message_input(), bad).at("verdict").at("class"), "config");
}

TEST(Account, NeedsOneKindOfCredentials) {
  const json nothing = account({{"api_secret", nullptr}, {"auth_token", nullptr}});
  EXPECT_EQ(wrong_in(nothing), std::set<std::string>{"/api_secret"});
  EXPECT_EQ(wrong_in(account({{"api_secret", nullptr}})), std::set<std::string>{});
  json application = application_account();
  application.erase("api_secret");
  application.erase("auth_token");
  EXPECT_EQ(wrong_in(application), std::set<std::string>{});
  EXPECT_EQ(plan("send", message_input(), application).at("verdict").at("code"), "account")
      << "the SMS API takes no token";
  application.erase("account_id");
  EXPECT_EQ(wrong_in(application), (std::set<std::string>{"/account_id", "/api_secret"}));
}

TEST(Account, LivesWhereTheOperatorSays) {
  const auto url = [](const json& more, const json& message = json::object()) {
    return plan("send", message_input(message), account(more)).at("request").at("url").get<std::string>();
  };
  EXPECT_EQ(url(json::object()), "https://rest.nexmo.com/sms/json");
  EXPECT_EQ(url(json::object(), whatsapp()), "https://api.nexmo.com/v1/messages");
  EXPECT_EQ(url({{"config", {{"region", "eu"}}}}, whatsapp()), "https://api-eu.vonage.com/v1/messages");
  EXPECT_EQ(url({{"config", {{"region", "eu"}}}}), "https://rest.nexmo.com/sms/json");
  EXPECT_EQ(url({{"api_url", "https://proxy.example//"}}), "https://proxy.example/sms/json");
  EXPECT_EQ(url({{"api_url", "https://proxy.example"}}, whatsapp()), "https://proxy.example/v1/messages");
}

TEST(Account, IsTestedByItsBalance) {
  const json request = plan("test_account", {{"now_ms", kNow}}, account()).at("request");
  EXPECT_EQ(request.at("url"), "https://rest.nexmo.com/account/get-balance");
  EXPECT_EQ(request.at("method"), "GET");
  const json poor = plan("test_account", {{"now_ms", kNow}}, account({{"api_secret", nullptr}}));
  EXPECT_EQ(poor.at("verdict").at("class"), "unsupported");
}

TEST(Account, KeepsItsSecretsOutOfEverythingButTheCredentials) {
  const json secret = account({{"api_secret", "canary-secret"},
                               {"auth_token", "canary-token"},
                               {"config", {{"previous_signature_secret", "canary-old"}}}});
  for (const char* op : {"send", "test_account"}) {
    json request = plan(op, message_input(), secret).at("request");
    const std::string basic = request.at("headers").at(0).at(1).get<std::string>().substr(6);
    EXPECT_EQ(request.at("redact"), json::array({basic}));
    request["headers"].erase(0);
    request.erase("redact");
    EXPECT_EQ(request.dump().find("canary"), std::string::npos);
    EXPECT_EQ(request.dump().find(basic), std::string::npos);
  }
}

json descriptor() { return json::parse(plugin().descriptor()); }

TEST(Schema, SealsWhatIsSecret) {
  const json schema = json::parse(plugin().config_schema());
  const json& properties = schema.at("properties");
  std::set<std::string> sealed_names;
  for (const auto& [name, one] : properties.items())
    if (one.value("secret", false)) sealed_names.insert(name);
  EXPECT_EQ(sealed_names, (std::set<std::string>{"private_key", "previous_signature_secret"}));
}

TEST(Schema, NamesTheSameProviderAndOperationsAsTheManifest) {
  const json manifest = json::parse(plugin().manifest());
  EXPECT_EQ(manifest.at("provider"), descriptor().at("provider"));
  EXPECT_EQ(manifest.at("secrets"), descriptor().at("ops"));
}

TEST(Schema, DescribesEveryOptionThatASendUses) {
  const json messages{{"config", {{"sms_api", "messages"}}}};
  const json stored{{"type", "TEMPLATE"}, {"text", ""}};
  const json base{{"template_name", "ns:a"}, {"template_locale", "en_GB"}};
  const auto changes = [](json message, const json& channel, const json& options, const json& with) {
    message["options"] = options;
    const json before = plan("send", message_input(message), channel);
    message["options"].update(with);
    const json after = plan("send", message_input(message), channel);
    return before.contains("request") && after.contains("request") && body_of(before) != body_of(after);
  };
  const json sms_api{{"ttl_seconds", 60},     {"sms_class", 1},    {"account_ref", "a"},
                     {"entity_id", "1"},      {"content_id", "2"}, {"trusted_recipient", true},
                     {"trusted_number", true}};
  std::set<std::string> seen{"template_name", "template_locale", "pool_id", "sticker", "location"};
  for (const auto& [name, value] : sms_api.items()) {
    EXPECT_TRUE(changes(json::object(), account(), json::object(), {{name, value}})) << name;
    seen.insert(name);
  }
  EXPECT_TRUE(changes(json::object(), account(messages), json::object(), {{"pool_id", "p"}}));
  const json file = json::array({{{"url", "https://files.example/a.webp"}}});
  const json picture = whatsapp({{"type", "IMAGE"}, {"text", ""}, {"attachments", file}});
  EXPECT_TRUE(changes(picture, account(), json::object(), {{"sticker", true}}));
  const json place = whatsapp({{"type", "LOCATION"}, {"text", ""}});
  EXPECT_TRUE(changes(place, account(), {{"location", {{"latitude", 1}, {"longitude", 2}}}},
                      {{"location", {{"latitude", 1}, {"longitude", 3}}}}));
  const json whatsapp_only{{"reply_to_message", "aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab"},
                           {"template_parameters", json::array({"1"})}};
  for (const auto& [name, value] : whatsapp_only.items()) {
    EXPECT_TRUE(changes(whatsapp(stored), account(), base, {{name, value}})) << name;
    seen.insert(name);
  }
  EXPECT_TRUE(changes(whatsapp(stored), account(), base, {{"template_name", "ns:b"}}));
  EXPECT_TRUE(changes(whatsapp(stored), account(), base, {{"template_locale", "de"}}));
  std::set<std::string> named;
  const json sheet = descriptor();
  for (const auto& [name, schema] : sheet.at("options_schema").at("properties").items()) named.insert(name);
  EXPECT_EQ(named, seen);
}

}  // namespace
}  // namespace herald::vonage::testing
