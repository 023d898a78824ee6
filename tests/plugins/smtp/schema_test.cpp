#include "host/json/schema.hpp"

#include <gtest/gtest.h>

#include "host/json/document.hpp"
#include "tests/plugins/smtp/talk.hpp"

namespace herald::smtp::testing {
namespace {

using nlohmann::json;

json descriptor() { return json::parse(plugin().descriptor()); }

std::size_t complaints(const std::string& schema, const json& value) {
  const auto compiled = herald::json::Schema::compile(schema);
  EXPECT_TRUE(compiled) << compiled.error().detail;
  return compiled->check(herald::json::parse(value.dump()).value()).size();
}

TEST(SmtpSchema, NamesTheSameProviderAndOperationsAsTheManifest) {
  const json manifest = json::parse(plugin().manifest());
  EXPECT_EQ(manifest.at("provider"), descriptor().at("provider"));
  EXPECT_EQ(manifest.at("secrets"), descriptor().at("ops"));
}

TEST(SmtpSchema, TakesTheOptionsThatASendPassesOn) {
  const std::string schema = descriptor().at("options_schema").dump();
  const json all{{"to_name", "Bob"},
                 {"cc", {{{"email", "a@b.c"}, {"name", "A"}}}},
                 {"bcc", {{{"email", "a@b.c"}}}},
                 {"reply_to", {{"email", "a@b.c"}}},
                 {"headers", {{"X-A", "b"}}}};
  EXPECT_EQ(complaints(schema, all), 0U);
  EXPECT_GT(complaints(schema, {{"cc", "a@b.c"}}), 0U);
  EXPECT_GT(complaints(schema, {{"dance", true}}), 0U);
}

TEST(SmtpSchema, TakesTheConfigThatTheAccountReads) {
  const std::string schema = plugin().config_schema();
  const json all{{"host", "mail.example.com"}, {"port", 587},
                 {"tls", "starttls"},          {"auth", "plain"},
                 {"plain_auth", true},         {"helo", "a.b"},
                 {"from_name", "Shop"},        {"return_path", "bounces@example.org"},
                 {"delivery_reports", true}};
  EXPECT_EQ(complaints(schema, all), 0U);
  EXPECT_GT(complaints(schema, json::object()), 0U) << "a host is needed";
  EXPECT_GT(complaints(schema, {{"host", "a"}, {"tls", "maybe"}}), 0U);
}

}  // namespace
}  // namespace herald::smtp::testing
