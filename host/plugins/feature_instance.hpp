#pragma once
#include <memory>
#include <string>

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

/// An open feature plugin, wherever its code runs. Errors of calls: those of guarded(),
/// Internal/"plugin_overflow"; of one in a process of its own also those that RunnerFeature names. [one
/// thread at a time]
class FeatureInstance {
 public:
  virtual ~FeatureInstance() = default;
  virtual Result<std::string> descriptor() = 0;
  virtual Result<Reply> run(const FeatureCall& call) = 0;
  virtual Result<Reply> filter(const FeatureCall& call) = 0;
};

}  // namespace herald::plugins
