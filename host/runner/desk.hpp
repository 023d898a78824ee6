#pragma once
#include <filesystem>
#include <memory>
#include <vector>

#include "host/plugins/frame.hpp"
#include "host/plugins/instance.hpp"
#include "host/runner/seeded_random.hpp"

namespace herald::runner {

/// The plugin of this process and what it says while it is called. [one thread]
class Desk {
 public:
  /// Confines the process for the plugin in `staged`, then loads and opens it. Errors: those of
  /// limit_reading(), filter_calls(), load_entry(), check_entry() and LocalInstance::open().
  Result<Done> open(const std::filesystem::path& staged);
  /// Makes the call. Failures of the plugin are answers.
  plugins::frame::Answer answer(const plugins::frame::Call& call);

 private:
  Result<plugins::Reply> make(const plugins::frame::Call& call);

  SeededRandom random_;
  std::vector<plugins::frame::LogLine> said_;
  std::size_t said_bytes_{0};
  std::shared_ptr<plugins::Instance> plugin_;  // as its opener hands it out; this is the only owner
};

}  // namespace herald::runner
