#pragma once
#include <string>
#include <string_view>

#include "host/plugins/manifest.hpp"
#include "host/plugins/reply.hpp"

namespace herald::plugins {

/// An open plugin, wherever its code runs. Closing it is the destructor. Every call is guarded and its output
/// bounded. Errors of calls: those of guarded(), Internal/"plugin_overflow" (more output than allowed); of a
/// plugin in a process of its own also RunnerLink's. [one thread at a time]
class Instance {
 public:
  virtual ~Instance() = default;
  virtual Result<std::string> descriptor() = 0;
  virtual Result<std::string> config_schema() = 0;
  /// JSON array of {"pointer","text"}, or empty.
  virtual Result<std::string> validate(std::string_view account) = 0;
  /// The HTTP tier. Invalid/"plugin_unsupported" of a plugin without it.
  virtual Result<Reply> plan(const ProviderCall& call) = 0;
  virtual Result<Reply> on_response(const ProviderCall& call, const ProviderResponse& response) = 0;
  /// The stream tier; likewise.
  virtual Result<Reply> start(const ProviderCall& call) = 0;
  virtual Result<Reply> feed(const ProviderCall& call, const StreamHappening& event) = 0;
};

/// Asks an instance for its descriptor and schema and checks that they are JSON objects that fit the
/// manifest. Errors: Invalid/"bad_descriptor", "bad_schema". [one thread at a time]
struct Portrait {
  std::string descriptor{};
  std::string config_schema{};
};
Result<Portrait> examine(Instance& instance, const Manifest& manifest);

}  // namespace herald::plugins
