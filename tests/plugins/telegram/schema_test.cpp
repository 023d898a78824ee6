#include "host/json/schema.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

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

/// An option with a value, of a message of that type.
struct Sample {
  std::string type;
  json value;
};

const std::map<std::string, Sample>& samples() {
  static const std::map<std::string, Sample> kSamples{
      {"parse_mode", {"TEXT", "HTML"}},
      {"entities", {"TEXT", {{{"type", "bold"}, {"offset", 0}, {"length", 5}}}}},
      {"link_preview_options", {"TEXT", {{"is_disabled", true}}}},
      {"disable_notification", {"TEXT", true}},
      {"protect_content", {"TEXT", true}},
      {"allow_paid_broadcast", {"TEXT", true}},
      {"message_thread_id", {"TEXT", 5}},
      {"direct_messages_topic_id", {"TEXT", 6}},
      {"business_connection_id", {"TEXT", "b"}},
      {"message_effect_id", {"TEXT", "e"}},
      {"reply_parameters", {"TEXT", {{"message_id", 9}}}},
      {"reply_markup", {"TEXT", {{"force_reply", true}}}},
      {"has_spoiler", {"IMAGE", true}},
      {"show_caption_above_media", {"IMAGE", true}},
      {"duration", {"AUDIO", 7}},
      {"width", {"VIDEO", 640}},
      {"height", {"VIDEO", 480}},
      {"start_timestamp", {"VIDEO", 3}},
      {"supports_streaming", {"VIDEO", true}},
      {"performer", {"AUDIO", "Ada"}},
      {"title", {"AUDIO", "Song"}},
      {"disable_content_type_detection", {"FILE", true}}};
  return kSamples;
}

/// Options that choose the method or become several parameters.
const std::set<std::string> kOthers{"animation", "voice", "location"};

TEST(TelegramSchema, DescribesEveryOptionThatASendPassesOn) {
  const auto sheet = descriptor();
  for (const auto& [name, schema] : sheet.at("options_schema").at("properties").items()) {
    if (kOthers.contains(name)) continue;
    ASSERT_TRUE(samples().contains(name)) << name;
    const Sample& sample = samples().at(name);
    EXPECT_TRUE(takes({{name, sample.value}})) << name;
    json changes{{"type", sample.type}, {"options", {{name, sample.value}}}};
    if (sample.type != "TEXT") changes["attachments"] = {{{"url", "https://files.example/a"}}};
    EXPECT_EQ(parameters(changes).at(name), sample.value);
  }
}

TEST(TelegramSchema, TakesPlacesWithinTheirBounds) {
  const auto place = [](const json& more) {
    json location{{"latitude", 12.5}, {"longitude", -77.25}};
    location.update(more);
    return takes({{"location", location}});
  };
  EXPECT_TRUE(place({{"title", "Office"}, {"address", "1 Road"}}));
  EXPECT_TRUE(place({{"live_period", 2147483647}, {"heading", 360}, {"horizontal_accuracy", 1500}}));
  for (const json& more : {json{{"latitude", 90.5}}, json{{"longitude", -181}}, json{{"live_period", 59}},
                           json{{"heading", 0}}, json{{"horizontal_accuracy", -1}}, json{{"name", "x"}}})
    EXPECT_FALSE(place(more)) << more;
  EXPECT_FALSE(takes({{"location", {{"latitude", 1}}}}));
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
