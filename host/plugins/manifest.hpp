#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "host/base/result.hpp"

namespace herald::plugins {

/// What a plugin says about itself (sdk/README.md). [value]
struct Manifest {
  std::string id{};       ///< reverse DNS
  std::string version{};  ///< semantic version
  std::string name{};
  std::string provider{};                 ///< provider id of channels; "feature:" and the id for a feature
  std::vector<std::string> interfaces{};  ///< that it offers
  std::vector<std::string> uses{};        ///< interfaces of the host that it asks for
  bool concurrent{};
  bool secrets_limited{};                 ///< whether the manifest names operations
  std::vector<std::string> secret_ops{};  ///< operations that get the account's secrets, when limited
};

/// Whether it is a feature plugin.
bool is_feature(const Manifest& manifest);

/// Reads the manifest of a note. Errors: Invalid/"malformed_manifest". [any thread]
Result<Manifest> read_manifest(std::string_view text);

}  // namespace herald::plugins
