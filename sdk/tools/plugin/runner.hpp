#pragma once
#include <chrono>
#include <string>
#include <vector>

#include "sdk/tools/plugin/checks.hpp"

namespace herald::kit {

/// How one check ended. [value]
struct Result {
  std::string id{}, title{};
  std::vector<Finding> findings{};
  std::chrono::milliseconds took{};
};

enum class Place { Child, InProcess };

/// Runs a check, in a child process with a time limit or right here (for a debugger). A crash, a hang and
/// words on the outputs are findings. [one thread]
Result run_check(const Check& check, const Target& target, Place place, std::chrono::seconds limit);

}  // namespace herald::kit
