#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "host/plugins/instance.hpp"
#include "host/plugins/runner_link.hpp"

namespace herald::plugins {

/// A provider plugin whose code runs in a confined process. Errors of calls: RunnerLink's. [one thread at a
/// time]
class RunnerInstance final : public Instance {
 public:
  /// Errors: those of RunnerLink::open().
  static Result<std::shared_ptr<Instance>> open(RunnerParts parts);
  explicit RunnerInstance(RunnerParts parts) : link_{std::move(parts)} {}

  Result<std::string> descriptor() override;
  Result<std::string> config_schema() override;
  Result<std::string> validate(std::string_view account) override;
  Result<Reply> plan(const ProviderCall& call) override;
  Result<Reply> on_response(const ProviderCall& call, const ProviderResponse& response) override;
  Result<Reply> start(const ProviderCall& call) override;
  Result<Reply> feed(const ProviderCall& call, const StreamHappening& event) override;

  /// See RunnerLink. [as the rest]
  [[nodiscard]] std::uint32_t failures() const { return link_.failures(); }

 private:
  RunnerLink link_;
};

}  // namespace herald::plugins
