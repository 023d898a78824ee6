#include "host/json/schema.hpp"

#include <gtest/gtest.h>

#include "host/json/document.hpp"
#include "tests/plugins/telegram/plugin_calls.hpp"

namespace herald::telegram::testing {
namespace {

using nlohmann::json;

json descriptor() { return json::parse(plugin().descriptor()); }

/// What the host makes of these options before the plugin sees them.
bool takes(const json& options) {
  const auto schema = herald::json::Schema::compile(descriptor().at("options_schema").dump());
  EXPECT_TRUE(schema);
  return schema->check(herald::json::parse(options.dump()).value()).empty();
}

json rows(json button) { return {{"reply_markup", {{"inline_keyboard", {{std::move(button)}}}}}}; }

TEST(TelegramSchema, CompilesInTheHost) {
  EXPECT_TRUE(herald::json::Schema::compile(descriptor().at("options_schema").dump()));
  EXPECT_TRUE(herald::json::Schema::compile(plugin().config_schema()));
}

TEST(TelegramSchema, NamesTheSameProviderAndOperationsAsTheManifest) {
  const json manifest = json::parse(plugin().manifest());
  EXPECT_EQ(manifest.at("provider"), descriptor().at("provider"));
  EXPECT_EQ(manifest.at("secrets"), descriptor().at("ops"));
}

TEST(TelegramSchema, DescribesEveryOptionThatASendPassesOn) {
  const json sample{{"parse_mode", "HTML"},
                    {"entities", {{{"type", "bold"}, {"offset", 0}, {"length", 5}}}},
                    {"link_preview_options", {{"is_disabled", true}}},
                    {"disable_notification", true},
                    {"protect_content", true},
                    {"allow_paid_broadcast", true},
                    {"message_thread_id", 5},
                    {"direct_messages_topic_id", 6},
                    {"business_connection_id", "b"},
                    {"message_effect_id", "e"},
                    {"reply_parameters", {{"message_id", 9}}},
                    {"reply_markup", {{"force_reply", true}}}};
  const auto sheet = descriptor();
  for (const auto& [name, schema] : sheet.at("options_schema").at("properties").items()) {
    ASSERT_TRUE(sample.contains(name)) << name;
    EXPECT_TRUE(takes({{name, sample.at(name)}})) << name;
    EXPECT_EQ(parameters({{"options", {{name, sample.at(name)}}}}).at(name), sample.at(name));
  }
}

TEST(TelegramSchema, RefusesAtTheDoorWhatTelegramWouldRefuse) {
  EXPECT_TRUE(takes(rows({{"text", "A"}, {"callback_data", std::string(64, 'x')}})));
  EXPECT_FALSE(takes(rows({{"text", "A"}, {"callback_data", std::string(65, 'x')}})));
  EXPECT_FALSE(takes(rows({{"text", "A"}, {"callback_data", ""}})));
  EXPECT_FALSE(takes(rows({{"callback_data", "x"}})));
  EXPECT_FALSE(takes({{"parse_mode", "html"}}));
  EXPECT_FALSE(takes({{"reply_markup", {{"remove_keyboard", true}, {"force_reply", true}}}}));
  EXPECT_FALSE(takes({{"chat_id", 1}}));
}

}  // namespace
}  // namespace herald::telegram::testing
