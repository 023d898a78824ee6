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
                            {&config_checks, Tier::Any},
                            {&descriptor_checks, Tier::Any},
                            {&plan_checks, Tier::Http},
                            {&message_checks, Tier::Http},
                            {&response_checks, Tier::Http},
                            {&webhook_checks, Tier::Http},
                            {&stream_checks, Tier::Stream},
                            {&stream_peer_checks, Tier::Stream},
                            {&stream_message_checks, Tier::Stream},
                            {&thread_checks, Tier::Any},
                            {&golden_checks, Tier::Http},
                            {&dialogue_checks, Tier::Stream}};

}  // namespace

std::vector<Check> all_checks(Tier tier) {
  std::vector<Check> all;
  for (const Grouped& group : kGroups) {
    if (tier != Tier::Any && group.tier != Tier::Any && group.tier != tier) continue;
    const auto checks = group.checks();
    all.insert(all.end(), checks.begin(), checks.end());
  }
  return all;
}

Tier tier_of(const std::filesystem::path& file) {
  const json manifest = json::parse(manifest_text(file), nullptr, false);
  const json interfaces = manifest.is_object() ? manifest.value("interfaces", json{}) : json{};
  const bool streams = interfaces.is_array() &&
                       std::ranges::find(interfaces, json(HERALD_PROVIDER_STREAM_1)) != interfaces.end();
  return streams ? Tier::Stream : Tier::Http;
}

}  // namespace herald::kit
