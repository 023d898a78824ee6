#pragma once
#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include "sdk/tools/plugin/findings.hpp"
#include "sdk/tools/plugin/sample.hpp"
#include "sdk/tools/plugin/sheet.hpp"

namespace herald::kit {

/// What is checked. [value]
struct Target {
  std::filesystem::path file{};
  Sources sources{};
  Grants grants{};
};

/// The plugins that a check is for, one bit for each kind.
enum class Tier : std::uint8_t { Http = 1, Stream = 2, Provider = 3, Feature = 4, Any = 7 };

/// One check. `run` is called in a process of its own and may take the process down.
struct Check {
  const char* id{};     ///< `group.name`, what --only and --skip match
  const char* title{};  ///< a sentence: what holds when it passes
  void (*run)(const Target&, Findings&){};
};

std::span<const Check> file_checks();
std::span<const Check> load_checks();
std::span<const Check> entry_checks();
std::span<const Check> abi_checks();
std::span<const Check> abi_call_checks();
std::span<const Check> abi_feature_checks();
std::span<const Check> config_checks();
std::span<const Check> descriptor_checks();
std::span<const Check> plan_checks();
std::span<const Check> message_checks();
std::span<const Check> response_checks();
std::span<const Check> webhook_checks();
std::span<const Check> price_checks();
std::span<const Check> thread_checks();
std::span<const Check> golden_checks();
std::span<const Check> stream_checks();
std::span<const Check> stream_peer_checks();
std::span<const Check> stream_message_checks();
std::span<const Check> dialogue_checks();
std::span<const Check> sheet_checks();
std::span<const Check> answer_checks();
std::span<const Check> call_checks();
std::span<const Check> record_checks();
std::span<const Check> lane_checks();

/// All of them for plugins of that tier, in the order in which they run.
std::vector<Check> all_checks(Tier tier);
/// What the file's note says it is; Http when it says nothing.
Tier tier_of(const std::filesystem::path& file);

}  // namespace herald::kit
