#pragma once
#include <herald/abi.h>

#include <filesystem>
#include <string>
#include <string_view>

#include "host/plugins/host_side.hpp"

namespace herald::testing {

/// The borrowed inputs of one step; the JSON members are objects. [value]
struct StepInput {
  std::string_view op;
  std::string_view input{"{}"};
  std::string_view bytes{};
  std::string_view account{"{}"};
  std::string_view state{"{}"};
};

/// What a plugin wrote to its sinks. [value]
struct StepOutput {
  std::string json;
  std::string bytes;
};

/// A provider's answer as a plugin sees it. [value]
struct ProviderAnswer {
  int status{200};
  std::string headers_json{"[]"};
  std::string body;
};

/// A built provider plugin with the host's own herald.crypto/1, except that a nonce is the bytes 0, 1,
/// 2 … in every call, so that golden files repeat. Never unloaded, like in the real host. Every method
/// throws std::runtime_error with the plugin's own reason when the plugin fails. [one thread]
class LoadedPlugin final {
 public:
  /// Opens the file and makes an instance.
  explicit LoadedPlugin(const std::filesystem::path& file);
  ~LoadedPlugin();
  LoadedPlugin(const LoadedPlugin&) = delete;
  LoadedPlugin& operator=(const LoadedPlugin&) = delete;

  [[nodiscard]] std::string manifest() const;
  [[nodiscard]] std::string descriptor() const;
  [[nodiscard]] std::string config_schema() const;
  /// The JSON array of problems; "[]" when the plugin wrote nothing.
  [[nodiscard]] std::string validate(std::string_view account) const;
  [[nodiscard]] StepOutput plan(const StepInput& step) const;
  [[nodiscard]] StepOutput on_response(const StepInput& step, const ProviderAnswer& answer) const;
  /// The stream tier; `kind` is HERALD_STREAM_….
  [[nodiscard]] StepOutput start(const StepInput& step) const;
  [[nodiscard]] StepOutput feed(const StepInput& step, std::int32_t kind, std::string_view bytes) const;

 private:
  plugins::HostSide host_{{}};
  const herald_entry* entry_{};
  herald_instance* instance_{};
  const herald_config* config_{};
  const herald_provider_http* http_{};
  const herald_provider_stream* stream_{};
};

}  // namespace herald::testing
