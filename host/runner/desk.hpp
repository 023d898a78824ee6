#pragma once
#include <filesystem>
#include <memory>
#include <vector>

#include "host/plugins/feature_instance.hpp"
#include "host/plugins/frame.hpp"
#include "host/plugins/instance.hpp"
#include "host/runner/seeded_random.hpp"

namespace herald::runner {

/// The plugin of this process and what it says while it is called. [one thread]
class Desk {
 public:
  /// Confines the process for the plugin in `staged`, then loads and opens it. Errors: those of
  /// limit_reading(), filter_calls(), load_entry(), check_entry(), LocalInstance::open() and
  /// LocalFeature::open().
  Result<Done> open(const std::filesystem::path& staged);
  /// Makes the call, asking the server for records in its course. Failures of the plugin are answers.
  plugins::frame::Answer answer(std::uint32_t sequence, const plugins::frame::Call& call);

 private:
  Result<Done> open_instance(const herald_entry* entry, const plugins::Manifest& manifest);
  Result<plugins::Reply> make(std::uint32_t sequence, const plugins::frame::Call& call);
  Result<plugins::Reply> make(const plugins::frame::Call& call);

  SeededRandom random_;
  std::vector<plugins::frame::LogLine> said_;
  std::size_t said_bytes_{0};
  // One of both, as its opener hands it out; this is the only owner.
  std::shared_ptr<plugins::Instance> plugin_;
  std::shared_ptr<plugins::FeatureInstance> feature_;
};

}  // namespace herald::runner
