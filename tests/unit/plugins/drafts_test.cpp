#include "host/plugins/drafts.hpp"

#include <gtest/gtest.h>
#include <herald/abi.h>

#include <algorithm>

namespace herald::plugins {
namespace {

/// A host of minor 3: one interface is stable from the first, one since 3, one is a draft.
std::string reason(std::uint32_t needed, std::string_view drafts, std::vector<std::string> interfaces,
                   std::vector<std::string> uses = {}) {
  Manifest manifest;
  manifest.interfaces = std::move(interfaces);
  manifest.uses = std::move(uses);
  const Note note{1, 1, needed, 0, "{}", std::string{drafts}};
  const auto checked =
      check_drafts(note, manifest, {{"old/1", 1, true}, {"new/1", 3, true}, {"draft/1", 1, false}}, "host");
  return checked ? "" : checked.error().reason + ": " + checked.error().detail;
}

TEST(Drafts, AStableInterfaceLoadsWhateverDraftsThePluginWasBuiltWith) {
  EXPECT_EQ(reason(1, "other", {"old/1"}), "");
  EXPECT_EQ(reason(3, "other", {"old/1", "new/1"}), "");
}

TEST(Drafts, ADraftLoadsOnlyOnTheHostThatMadeIt) {
  EXPECT_EQ(reason(1, "host", {"draft/1"}), "");
  EXPECT_EQ(
      reason(1, "other", {"old/1", "draft/1"}),
      "draft_differs: expected the draft of draft/1 that this host was built with (host), found SDK 1.1 with "
      "drafts other; build the plugin with this host's SDK");
  EXPECT_NE(reason(1, "", {"draft/1"}), "");
}

TEST(Drafts, ADraftOfTheHostThatThePluginUsesCountsLikewise) {
  EXPECT_EQ(reason(1, "host", {"old/1"}, {"draft/1"}), "");
  EXPECT_NE(reason(1, "other", {"old/1"}, {"draft/1"}), "");
}

TEST(Drafts, APluginFromTheTimeBeforeAnInterfaceBecameStableIsToldSo) {
  EXPECT_EQ(
      reason(2, "other", {"new/1"}),
      "draft_differs: expected new/1 as of SDK 1.3, where it became stable, found SDK 1.2 with drafts other; "
      "build the plugin with this host's SDK");
}

TEST(Drafts, HostileNamesReachTheReportAsPlainText) {
  EXPECT_NE(reason(1, "\x1b[2J\n", {"draft/1"}).find("drafts  [2J "), std::string::npos);
}

TEST(Drafts, ThisBuildKnowsTheStateOfEachInterface) {
  const auto stable = [](std::string_view id) {
    const auto known = known_interfaces();
    const auto found = std::ranges::find(known, id, &KnownInterface::id);
    return found == known.end() ? -1 : int{found->stable};
  };
  EXPECT_EQ(stable(HERALD_CRYPTO_1), 1);
  EXPECT_EQ(stable(HERALD_LOG_1), 1);
  EXPECT_EQ(stable(HERALD_CONFIG_1), 1);
  EXPECT_EQ(stable(HERALD_PROVIDER_HTTP_1), 0);
}

}  // namespace
}  // namespace herald::plugins
