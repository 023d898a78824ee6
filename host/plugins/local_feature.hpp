#pragma once
#include <memory>
#include <string>

#include "host/plugins/host_side.hpp"
#include "host/plugins/manifest.hpp"
#include "host/plugins/record_reads.hpp"
#include "host/plugins/reply.hpp"

namespace herald::plugins {

/// One call of a feature; the JSON shapes are in sdk/FEATURES.md. [value]
struct FeatureCall {
  domain::TenantId tenant{};  ///< never empty
  std::string op{};
  std::string name{};
  std::string input{"{}"};
  std::shared_ptr<RecordReads> reads{};  // with whoever waits for the answer; null: no records
};

/// An open feature plugin whose code runs in this process. Errors of calls: those of guarded(),
/// Internal/"plugin_overflow". [one thread at a time]
class LocalFeature final {
 public:
  /// Opens `entry` (checked before; static). `random` outlives the instance. Shared with the jobs in its
  /// lane. Errors: Invalid/"missing_interface", "bad_entry"; those of guarded().
  /// `suspicion` is blamed when the process crashes in the plugin (blame.hpp).
  static Result<std::shared_ptr<LocalFeature>> open(const herald_entry* entry, std::string suspicion,
                                                    PluginLog log, Random& random);
  LocalFeature(const LocalFeature&) = delete;
  LocalFeature& operator=(const LocalFeature&) = delete;
  ~LocalFeature();

  Result<std::string> descriptor();
  Result<Reply> run(const FeatureCall& call);
  Result<Reply> filter(const FeatureCall& call);

 private:
  struct Key {};  // open() alone makes one

 public:
  LocalFeature(Key, const herald_entry* entry, std::string suspicion, PluginLog log, Random& random);

 private:
  Result<Done> find_interface();

  const herald_entry* entry_;
  const std::string suspicion_;
  HostSide host_;
  Random& random_;
  herald_instance* instance_{nullptr};
  const herald_feature* table_{nullptr};
};

}  // namespace herald::plugins
