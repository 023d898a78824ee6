#pragma once
#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include "sdk/tools/plugin/findings.hpp"
#include "sdk/tools/plugin/sample.hpp"

namespace herald::kit {

/// What is checked. [value]
struct Target {
  std::filesystem::path file{};
  Sources sources{};
};

/// The providers that a check is for.
enum class Tier : std::uint8_t { Any, Http, Stream };

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
std::span<const Check> config_checks();
std::span<const Check> descriptor_checks();
std::span<const Check> plan_checks();
std::span<const Check> message_checks();
std::span<const Check> response_checks();
std::span<const Check> webhook_checks();
std::span<const Check> thread_checks();
std::span<const Check> golden_checks();
std::span<const Check> stream_checks();
std::span<const Check> stream_peer_checks();
std::span<const Check> stream_message_checks();
std::span<const Check> dialogue_checks();

/// All of them for providers of that tier (Any: for both), in the order in which they run.
std::vector<Check> all_checks(Tier tier);
/// What the file's note says it is; Http when it says nothing.
Tier tier_of(const std::filesystem::path& file);

}  // namespace herald::kit
