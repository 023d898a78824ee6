#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "host/base/clock.hpp"
#include "host/plugins/frame.hpp"
#include "host/plugins/host_side.hpp"
#include "host/plugins/record_reads.hpp"
#include "host/plugins/restarts.hpp"
#include "host/plugins/runner_process.hpp"

namespace herald::plugins {

struct RunnerSettings {
  std::filesystem::path executable{};             ///< herald-plugin-runner
  std::chrono::milliseconds longest_start{5000};  ///< in open()
  std::chrono::milliseconds longest_call{1500};   ///< a restart included; less than a lane's longest job
  std::uint64_t memory_bytes{std::uint64_t{512} << 20U};
  RestartRules restarts{};
  /// Measures pauses. Owned by whoever holds these settings, instances in abandoned lanes included.
  std::shared_ptr<const Clock> clock{std::make_shared<SystemClock>()};
};

/// What a plugin in a process of its own is made of. `random` outlives it.
struct RunnerParts {
  RunnerSettings settings{};
  std::filesystem::path staged{};
  PluginLog log{};
  Random& random;
};

inline constexpr int kMostQuestions = 1'000;  ///< of one call

/// The confined process (host/runner) in which a plugin's code runs, one at a time. A process that fails is
/// ended and a later call starts another: at once after the pause that Restarts asks for, until then calls
/// fail with Unavailable/"plugin_resting". Whatever a process sends is checked like the request of a
/// stranger. Errors of calls: RunnerProcess's, Unavailable/"plugin_resting", Internal/"plugin_exhausted" (no
/// memory left over there), TooLarge/"plugin_overflow" (a call that does not fit a frame), and those of the
/// plugin's guard over there. [one thread at a time]
class RunnerLink final {
 public:
  explicit RunnerLink(RunnerParts parts);
  /// Starts a process, which loads and opens the plugin, and sees that it answers: also the probe, since the
  /// plugin's code runs nowhere else. Errors: those of calls; Invalid with what its loader or open() said.
  Result<Done> open();
  /// Makes a call; `reads` answers what the plugin asks in its course, null: it may ask nothing.
  Result<Reply> ask(const frame::Call& call, RecordReads* reads = nullptr);
  /// The same for a call that is answered with text.
  Result<std::string> text(const frame::Call& call);
  /// Processes that ended without having been asked to. [as the rest]
  [[nodiscard]] std::uint32_t failures() const { return restarts_.failures(); }

 private:
  Result<Done> ensure(Tick until);
  Result<Done> greet(Tick until);
  Result<frame::Answer> exchange(std::string_view request, RecordReads* reads, Tick until);
  Result<std::string_view> answer_of(RecordReads* reads, Tick until);
  Error lost(Error error);

  RunnerParts parts_;
  Restarts restarts_;
  std::unique_ptr<RunnerProcess> process_;
  std::uint32_t sequence_{0};
};

}  // namespace herald::plugins
