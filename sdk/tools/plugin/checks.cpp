#include "sdk/tools/plugin/checks.hpp"

#include <herald/abi.h>
#include <algorithm>
#include <nlohmann/json.hpp>

#include "sdk/tools/plugin/elf_file.hpp"

namespace herald::kit {
namespace {

using nlohmann::json;

using Group = std::span<const Check> (*)();
struct Grouped {
  Group checks{};
  Tier tier{};
};

constexpr Grouped kGroups[]{{&file_checks, Tier::Any},
                            {&load_checks, Tier::Any},
                            {&entry_checks, Tier::Any},
                            {&abi_checks, Tier::Any},
                            {&abi_feature_checks, Tier::Feature},
                            {&abi_call_checks, Tier::Provider},
                            {&config_checks, Tier::Provider},
                            {&descriptor_checks, Tier::Provider},
                            {&plan_checks, Tier::Http},
                            {&message_checks, Tier::Http},
                            {&response_checks, Tier::Http},
                            {&webhook_checks, Tier::Provider},
                            {&price_checks, Tier::Http},
                            {&stream_checks, Tier::Stream},
                            {&stream_peer_checks, Tier::Stream},
                            {&stream_message_checks, Tier::Stream},
                            {&thread_checks, Tier::Provider},
                            {&golden_checks, Tier::Provider},
                            {&dialogue_checks, Tier::Stream},
                            {&sheet_checks, Tier::Feature},
                            {&answer_checks, Tier::Feature},
                            {&call_checks, Tier::Feature},
                            {&record_checks, Tier::Feature},
                            {&lane_checks, Tier::Feature}};

bool concerns(Tier group, Tier tier) {
  return (static_cast<unsigned>(group) & static_cast<unsigned>(tier)) != 0;
}

}  // namespace

std::vector<Check> all_checks(Tier tier) {
  std::vector<Check> all;
  for (const Grouped& group : kGroups) {
    if (!concerns(group.tier, tier)) continue;
    const auto checks = group.checks();
    all.insert(all.end(), checks.begin(), checks.end());
  }
  return all;
}

Tier tier_of(const std::filesystem::path& file) {
  const json manifest = json::parse(manifest_text(file), nullptr, false);
  const json interfaces = manifest.is_object() ? manifest.value("interfaces", json{}) : json{};
  const auto names = [&](const char* id) {
    return interfaces.is_array() && std::ranges::find(interfaces, json(id)) != interfaces.end();
  };
  if (names(HERALD_FEATURE_1)) return Tier::Feature;
  return names(HERALD_PROVIDER_STREAM_1) ? Tier::Stream : Tier::Http;
}

}  // namespace herald::kit
