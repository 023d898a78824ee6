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
                    {"attempt", 2}};
  const auto sheet = descriptor();
  for (const auto& [name, schema] : sheet.at("options_schema").at("properties").items()) {
    ASSERT_TRUE(sample.contains(name)) << name;
    json input = message_input();
    const std::string without = planned_body(input, account());
    input["message"]["options"] = {{name, sample.at(name)}};
    EXPECT_NE(planned_body(input, account()), without) << name;
  }
}

}  // namespace
}  // namespace herald::twilio::testing
