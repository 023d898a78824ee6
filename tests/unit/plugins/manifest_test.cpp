#include "host/plugins/manifest.hpp"

#include <gtest/gtest.h>

namespace herald::plugins {
namespace {

TEST(Manifest, ReadsWhatTheHostNeedsAndIgnoresTheRest) {
  const auto read = read_manifest(R"({"id":"org.example.x","version":"1.2.3-rc.1","provider":"x","name":"X",
    "interfaces":["herald.config/1","herald.provider.http/1"],"concurrent":true,"secrets":["send"],"later":[1]})");
  ASSERT_TRUE(read) << read.error().detail;
  EXPECT_EQ(read->id, "org.example.x");
  EXPECT_EQ(read->version, "1.2.3-rc.1");
  EXPECT_EQ(read->provider, "x");
  EXPECT_EQ(read->name, "X");
  EXPECT_EQ(read->interfaces.size(), 2u);
  EXPECT_TRUE(read->concurrent);
  EXPECT_TRUE(read->secrets_limited);
  EXPECT_EQ(read->secret_ops, std::vector<std::string>{"send"});
}

TEST(Manifest, AProviderIdIsOnlyNeededByProviders) {
  EXPECT_TRUE(read_manifest(R"({"id":"x","version":"1.0.0","interfaces":["herald.feature/1"]})"));
}

TEST(Manifest, RefusesWhatIsMissingOrMalformed) {
  for (const auto* text :
       {"", "[]", "{", R"({"version":"1.0.0","interfaces":["a"]})", R"({"id":"x","interfaces":["a"]})",
        R"({"id":"x","version":"1.0.0"})", R"({"id":"x","version":"1.0.0","interfaces":[]})",
        R"({"id":"X/../y","version":"1.0.0","interfaces":["a"]})",
        R"({"id":"x","version":"one","interfaces":["a"]})",
        R"({"id":"x","version":"1.0 0","interfaces":["a"]})",
        R"({"id":7,"version":"1.0.0","interfaces":["a"]})",
        R"({"id":"x","version":"1.0.0","interfaces":["herald.provider.http/1"]})"}) {
    const auto read = read_manifest(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().reason, "malformed_manifest");
  }
}

}  // namespace
}  // namespace herald::plugins
