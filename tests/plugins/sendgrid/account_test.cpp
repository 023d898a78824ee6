#include "plugins/providers/sendgrid/account.hpp"

#include <gtest/gtest.h>

#include <set>

#include "tests/plugins/sendgrid/plugin_calls.hpp"

namespace herald::sendgrid::testing {
using namespace provider;
namespace {

using nlohmann::json;

/// The pointers of what validate finds wrong.
std::set<std::string> wrong_in(const json& account) {
  std::set<std::string> out;
  for (const json& problem : json::parse(plugin().validate(account.dump())))
    out.insert(problem.at("pointer"));
  return out;
}

TEST(Account, ThatWorksHasNoProblem) { EXPECT_EQ(wrong_in(account()), std::set<std::string>{}); }

TEST(Account, IsToldEveryProblemAtOnce) {
  const json bad{
      {"api_key", "SG.a\nb"},
      {"sender_id", "nobody"},
      {"webhook_secret", "no colon"},
      {"config", {{"region", "asia"}, {"on_behalf_of", "a\r\nb"}, {"webhook_public_key", "nonsense"}}}};
  EXPECT_EQ(wrong_in(bad),
            (std::set<std::string>{"/api_key", "/sender_id", "/webhook_secret", "/config/region",
                                   "/config/on_behalf_of", "/config/webhook_public_key"}));
}

TEST(Account, WithoutAKeyIsRefused) {
  EXPECT_TRUE(wrong_in({{"config", json::object()}}).contains("/api_key"));
}

TEST(Account, NamesItsSender) {
  json named = account();
  EXPECT_EQ(read_account(named.dump()).sender, (Mailbox{"noreply@herald.example", "Herald"}));
  named["config"]["from_name"] = "Desk";
  EXPECT_EQ(read_account(named.dump()).sender.name, "Desk");
}

json descriptor() { return json::parse(plugin().descriptor()); }

TEST(Schema, NamesTheSameProviderAndOperationsAsTheManifest) {
  const json manifest = json::parse(plugin().manifest());
  EXPECT_EQ(manifest.at("provider"), descriptor().at("provider"));
  EXPECT_EQ(manifest.at("secrets"), descriptor().at("ops"));
  EXPECT_EQ(descriptor().at("late_bounce"), true);
}

TEST(Schema, DescribesEveryOptionThatASendUses) {
  const json copy = json::array({{{"email", "c@example.net"}}});
  const json sample{{"to_name", "Ada"},
                    {"cc", copy},
                    {"bcc", copy},
                    {"reply_to", copy[0]},
                    {"reply_to_list", copy},
                    {"headers", {{"X-A", "1"}}},
                    {"categories", json::array({"a"})},
                    {"custom_args", {{"k", "v"}}},
                    {"template_id", "d-00112233445566778899aabbccddeeff"},
                    {"template_data", {{"n", 1}}},
                    {"asm", {{"group_id", 7}}},
                    {"ip_pool_name", "main"},
                    {"click_tracking", false},
                    {"open_tracking", false},
                    {"subscription_tracking", true},
                    {"inline", json::array({"a.png"})},
                    {"amp_html", "<html amp4email></html>"},
                    {"calendar", "BEGIN:VCALENDAR"}};
  const json file{{"blob", "b1"}, {"name", "a.png"}, {"content_type", "image/png"}, {"size", 3}};
  const auto planned = [](const json& message) {
    return plan("send", message_input(message), account()).at("request").at("body");
  };
  const auto sheet = descriptor();
  for (const auto& [name, schema] : sheet.at("options_schema").at("properties").items()) {
    ASSERT_TRUE(sample.contains(name)) << name;
    json more{{"type", name.starts_with("template") ? "TEMPLATE" : "TEXT"}, {"options", json::object()}};
    if (name == "inline") more["attachments"] = json::array({file});
    if (name == "template_data") more["options"]["template_id"] = sample.at("template_id");
    const json before = planned(name == "template_id" ? json::object() : more);
    more["options"][name] = sample.at(name);
    EXPECT_NE(planned(more), before) << name;
  }
}

}  // namespace
}  // namespace herald::sendgrid::testing
