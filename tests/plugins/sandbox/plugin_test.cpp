#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

#include "tests/plugins/sandbox/paths.hpp"
#include "tests/support/loaded_plugin.hpp"

namespace herald::testing {
namespace {

using nlohmann::json;

TEST(SandboxPlugin, DescriptorOffersTextOnEveryDemonstrationChannel) {
  const auto descriptor = json::parse(LoadedPlugin{kPlugin}.descriptor());
  EXPECT_EQ(descriptor.at("provider"), "sandbox");
  EXPECT_EQ(descriptor.at("ops"), json::array({"send", "webhook"}));
  for (const char* channel : {"SMS", "EMAIL", "TELEGRAM", "WHATSAPP"}) {
    EXPECT_EQ(descriptor.at("message_types").at(channel), json::array({"TEXT"}));
    EXPECT_TRUE(descriptor.at("address_kind").contains(channel));
    EXPECT_GT(descriptor.at("limits").at(channel).at("text_chars").get<int>(), 0);
  }
}

TEST(SandboxPlugin, ManifestNamesTheProviderOfTheDescriptor) {
  const LoadedPlugin plugin{kPlugin};
  EXPECT_EQ(json::parse(plugin.manifest()).at("provider"), json::parse(plugin.descriptor()).at("provider"));
}

TEST(SandboxPlugin, ConfigSchemaAllowsNoKeys) {
  EXPECT_EQ(json::parse(LoadedPlugin{kPlugin}.config_schema()).at("additionalProperties"), false);
}

TEST(SandboxPlugin, InputThatIsNoJsonFailsWithAReason) {
  const LoadedPlugin plugin{kPlugin};
  EXPECT_THROW(static_cast<void>(plugin.plan({.op = "send", .input = "{"})), std::runtime_error);
}

}  // namespace
}  // namespace herald::testing
