#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "host/plugins/host_side.hpp"
#include "host/plugins/manifest.hpp"
#include "host/plugins/reply.hpp"

namespace herald::plugins {

/// An open plugin. Closing it is the destructor. Every call is guarded and its output bounded.
/// Errors of calls: those of guarded(), Internal/"plugin_overflow" (more output than allowed). [one thread at
/// a time]
class Instance {
 public:
  /// Opens `entry` (checked before; static) and finds the interfaces that the manifest promises. `random`
  /// outlives the instance. Errors: Invalid/"missing_interface", "bad_entry"; those of guarded().
  static Result<std::shared_ptr<Instance>> open(const herald_entry* entry, const Manifest& manifest,
                                                PluginLog log, Random& random);
  Instance(const Instance&) = delete;
  Instance& operator=(const Instance&) = delete;
  ~Instance();

  Result<std::string> descriptor();
  Result<std::string> config_schema();
  /// JSON array of {"pointer","text"}, or empty.
  Result<std::string> validate(std::string_view account);
  Result<Reply> plan(const ProviderCall& call);
  Result<Reply> on_response(const ProviderCall& call, const ProviderResponse& response);

 private:
  Instance(const herald_entry* entry, PluginLog log, Random& random);
  Result<Done> find_interfaces();

  const herald_entry* entry_;
  HostSide host_;
  Random& random_;
  herald_instance* instance_{nullptr};
  const herald_config* config_{nullptr};
  const herald_provider_http* http_{nullptr};
};

/// Asks an instance for its descriptor and schema and checks that they are JSON objects that fit the
/// manifest. Errors: Invalid/"bad_descriptor", "bad_schema". [one thread at a time]
struct Portrait {
  std::string descriptor{};
  std::string config_schema{};
};
Result<Portrait> examine(Instance& instance, const Manifest& manifest);

}  // namespace herald::plugins
