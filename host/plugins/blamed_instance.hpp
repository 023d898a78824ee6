#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "host/plugins/instance.hpp"

namespace herald::plugins {

/// An instance whose every call, its closing included, is blamed when the process crashes in it. [one thread
/// at a time]
class BlamedInstance final : public Instance {
 public:
  BlamedInstance(std::shared_ptr<Instance> instance, std::string suspicion);
  BlamedInstance(const BlamedInstance&) = delete;
  BlamedInstance& operator=(const BlamedInstance&) = delete;
  ~BlamedInstance() override;

  Result<std::string> descriptor() override;
  Result<std::string> config_schema() override;
  Result<std::string> validate(std::string_view account) override;
  Result<Reply> plan(const ProviderCall& call) override;
  Result<Reply> on_response(const ProviderCall& call, const ProviderResponse& response) override;
  Result<Reply> start(const ProviderCall& call) override;
  Result<Reply> feed(const ProviderCall& call, const StreamHappening& event) override;

 private:
  std::shared_ptr<Instance> instance_;  // alone
  const std::string suspicion_;
};

}  // namespace herald::plugins
