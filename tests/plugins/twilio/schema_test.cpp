#include <gtest/gtest.h>

#include "tests/plugins/twilio/plugin_calls.hpp"

namespace herald::twilio::testing {
namespace {

using nlohmann::json;

json descriptor() { return json::parse(plugin().descriptor()); }

TEST(Schema, MarksTheRotationTokensAsSecret) {
  EXPECT_EQ(json::parse(plugin().config_schema()).at("properties").at("auth_tokens").at("secret"), true);
}

TEST(Schema, NamesTheSameProviderAndOperationsAsTheManifest) {
  const json manifest = json::parse(plugin().manifest());
  EXPECT_EQ(manifest.at("provider"), descriptor().at("provider"));
  EXPECT_EQ(manifest.at("secrets"), descriptor().at("ops"));
}

TEST(Schema, DescribesEveryOptionThatASendUses) {
  const json sample{{"validity_period", 60},
                    {"smart_encoded", true},
                    {"messaging_service_sid", "MG00112233445566778899aabbccddeeff"},
                    {"content_sid", "HX00112233445566778899aabbccddeeff"},
                    {"content_variables", {{"1", "a"}}},
                    {"shorten_urls", true},
                    {"send_as_mms", true},
                    {"risk_check", "enable"},
                    {"address_retention", "retain"},
                    {"content_retention", "retain"},
                    {"provide_feedback", true},
                    {"force_delivery", true},
                    {"attempt", 2},
                    {"send_at_ms", 1'732'358'000'000},
                    {"application_sid", "AP00112233445566778899aabbccddeeff"},
                    {"fallback_from", "12345"},
                    {"traffic_type", "free"},
                    {"location", {{"latitude", 1}, {"longitude", 2}, {"name", "Pier"}}}};
  const auto sheet = descriptor();
  for (const auto& [name, schema] : sheet.at("options_schema").at("properties").items()) {
    ASSERT_TRUE(sample.contains(name)) << name;
    json input = message_input(), by_service = account();
    by_service["sender_id"] = "MG00112233445566778899aabbccddee00";  // which alone schedules
    const std::string without = planned_body(input, by_service);
    if (name == "location") input["message"].update({{"channel", "WHATSAPP"}, {"type", "LOCATION"}});
    input["message"]["options"] = {{name, sample.at(name)}};
    EXPECT_NE(planned_body(input, by_service), without) << name;
  }
}

}  // namespace
}  // namespace herald::twilio::testing
