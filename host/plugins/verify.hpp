#pragma once
#include <cstddef>
#include <filesystem>
#include <string>

#include "host/base/result.hpp"

namespace herald::plugins {

/// A plugin file as it was when it was verified; later steps use these bytes, never the path again. [value]
struct PluginFile {
  std::filesystem::path path{};
  std::string bytes{};
  std::string digest{};  ///< SHA-256, 64 hex digits
  bool root_owned{false};
};

/// Reads a file once and answers for who could have written it: the file and every directory above it belong
/// to root or to this process's user and are not writable by group or others (a directory may be when it is
/// sticky and root's, like /tmp). [any thread] Errors: Invalid/"unreadable", "not_regular", "too_large",
/// "unsafe_owner", "unsafe_mode".
Result<PluginFile> read_verified(const std::filesystem::path& path, std::size_t most_bytes);

/// SHA-256 in hex.
std::string digest_of(std::string_view bytes);

}  // namespace herald::plugins
