#pragma once
#include <span>

#include "sdk/tools/plugin/findings.hpp"
#include "sdk/tools/plugin/sample.hpp"

namespace herald::kit {

/// What is checked. [value]
struct Target {
  std::filesystem::path file{};
  Sources sources{};
};

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

/// All of them, in the order in which they run.
std::vector<Check> all_checks();

}  // namespace herald::kit
