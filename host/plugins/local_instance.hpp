#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "host/plugins/host_side.hpp"
#include "host/plugins/instance.hpp"

namespace herald::plugins {

/// A plugin whose code runs in this process. [one thread at a time]
class LocalInstance final : public Instance {
 public:
  /// Opens `entry` (checked before; static) and finds the interfaces that the manifest promises. `random`
  /// outlives the instance. Shared by the provider and by the jobs in its lane, of which one may outlive the
  /// other (an abandoned lane). Errors: Invalid/"missing_interface", "bad_entry"; those of guarded().
  static Result<std::shared_ptr<Instance>> open(const herald_entry* entry, const Manifest& manifest,
                                                PluginLog log, Random& random);
  LocalInstance(const LocalInstance&) = delete;
  LocalInstance& operator=(const LocalInstance&) = delete;
  ~LocalInstance() override;

  Result<std::string> descriptor() override;
  Result<std::string> config_schema() override;
  Result<std::string> validate(std::string_view account) override;
  Result<Reply> plan(const ProviderCall& call) override;
  Result<Reply> on_response(const ProviderCall& call, const ProviderResponse& response) override;
  Result<Reply> start(const ProviderCall& call) override;
  Result<Reply> feed(const ProviderCall& call, const StreamHappening& event) override;

 private:
  struct Key {};  // open() alone makes one

 public:
  LocalInstance(Key, const herald_entry* entry, PluginLog log, Random& random);

 private:
  Result<Done> find_interfaces();
  [[nodiscard]] Result<Done> check_interfaces(const Manifest& manifest) const;

  const herald_entry* entry_;
  HostSide host_;
  Random& random_;
  herald_instance* instance_{nullptr};
  const herald_config* config_{nullptr};
  const herald_provider_http* http_{nullptr};
  const herald_provider_stream* stream_{nullptr};
};

}  // namespace herald::plugins
