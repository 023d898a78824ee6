#pragma once
#include <chrono>
#include <cstddef>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "host/base/clock.hpp"

namespace herald::plugins {

inline constexpr std::size_t kMostFaults = 3;
inline constexpr std::chrono::minutes kFaultWindow{60};

/// A generation that must not go on. [value]
struct Condemned {
  unsigned generation{0};
  std::string fault{};  ///< the last one
};

/// Counts the faults (exceptions, overruns, crashes) of each file. [any thread]
class Faults {
 public:
  /// Counts one; three within the hour condemn the generation. Never blocks for long.
  void note(const std::string& digest, unsigned generation, std::string_view fault, Tick now);
  /// Those condemned since the last call.
  [[nodiscard]] std::vector<Condemned> take_condemned();
  /// How many within the hour before `now`.
  [[nodiscard]] std::size_t count(const std::string& digest, Tick now) const;
  void forget(const std::string& digest);

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::deque<Tick>, std::less<>> times_;  // at most three each
  std::vector<Condemned> condemned_;
};

/// Whether an error of a call is the plugin's fault: it threw or did not come back.
bool is_fault(std::string_view reason);

}  // namespace herald::plugins
