#include "plugins/providers/mailgun/account.hpp"

#include <gtest/gtest.h>

#include <set>

#include "tests/plugins/mailgun/plugin_calls.hpp"

namespace herald::mailgun::testing {
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
  const json bad{{"account_id", "no domain/"},
                 {"api_key", "key-a\nb"},
                 {"sender_id", "nobody"},
                 {"config", {{"region", "asia"}, {"subaccount", "a\r\nb"}}}};
  EXPECT_EQ(wrong_in(bad), (std::set<std::string>{"/account_id", "/api_key", "/sender_id", "/config/region",
                                                  "/config/subaccount"}));
  EXPECT_EQ(plan("send", message_input(), bad).at("verdict").at("class"), "config");
}

TEST(Account, LivesInOneRegionOrWhereTheOperatorSays) {
  const auto url = [](const json& more) {
    json changed = account();
    changed.update(more);
    return plan("send", message_input(), changed).at("request").at("url").get<std::string>();
  };
  EXPECT_EQ(url(json::object()), "https://api.mailgun.net/v3/mg.herald.example/messages");
  EXPECT_EQ(url({{"config", {{"region", "us"}}}}), "https://api.mailgun.net/v3/mg.herald.example/messages");
  EXPECT_EQ(url({{"config", {{"region", "eu"}}}}),
            "https://api.eu.mailgun.net/v3/mg.herald.example/messages");
  EXPECT_EQ(url({{"api_url", "https://proxy.example//"}}),
            "https://proxy.example/v3/mg.herald.example/messages");
}

TEST(Account, KeepsItsCredentialsOutOfLogs) {
  const json request = plan("send", message_input(), account()).at("request");
  const std::string credentials = test::base64("api:" + test::MailgunAccount{}.api_key);
  EXPECT_EQ(request.at("redact"), json::array({credentials}));
  EXPECT_EQ(request.at("headers").at(0).at(1), "Basic " + credentials);
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
                    {"headers", {{"X-A", "1"}}},
                    {"variables", {{"k", "v"}}},
                    {"tags", json::array({"a"})},
                    {"amp_html", "<html amp4email>"},
                    {"inline", json::array({"a.gif"})},
                    {"template", "welcome"},
                    {"template_version", "v2"},
                    {"template_text", true},
                    {"template_data", {{"n", 1}}},
                    {"recipient_data", {{"n", 1}}},
                    {"deliver_at_ms", kNow + 1000},
                    {"delivery_window", "24h"},
                    {"local_time", "08:30"},
                    {"test_mode", true},
                    {"dkim", true},
                    {"secondary_dkim", "a.example/s1"},
                    {"tracking", true},
                    {"tracking_clicks", "yes"},
                    {"tracking_opens", true},
                    {"tracking_pixel_at_top", true},
                    {"require_tls", true},
                    {"skip_verification", true},
                    {"sending_ip", "192.0.2.1"},
                    {"sending_ip_pool", "main"},
                    {"archive_to", "https://a.example"},
                    {"suppress_headers", "X-A"}};
  const json file =
      json::array({{{"blob", "b1"}, {"name", "a.gif"}, {"content_type", "image/gif"}, {"size", 3}}});
  const auto options = descriptor().at("options_schema").at("properties");
  EXPECT_EQ(options.size(), sample.size());
  for (const auto& [name, schema] : options.items()) {
    ASSERT_TRUE(sample.contains(name)) << name;
    const bool stored = name.starts_with("template");
    json more{{"type", stored && name != "template" ? "TEMPLATE" : "TEXT"}, {"options", json::object()}};
    if (more.at("type") == "TEMPLATE") more["options"]["template"] = "welcome";
    if (name == "inline") more["attachments"] = file;
    const json before = plan("send", message_input(more), account());
    ASSERT_TRUE(before.contains("request")) << before;
    if (name == "template") more["type"] = "TEMPLATE";
    more["options"][name] = sample.at(name);
    const json after = plan("send", message_input(more), account());
    ASSERT_TRUE(after.contains("request")) << name << after;
    EXPECT_NE(after, before) << name;
  }
}

}  // namespace
}  // namespace herald::mailgun::testing
