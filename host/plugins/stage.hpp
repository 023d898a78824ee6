#pragma once
#include <filesystem>

#include "host/base/result.hpp"
#include "host/plugins/verify.hpp"

namespace herald::plugins {

/// Puts a private, durable, read-only copy at `<data_dir>/plugins/<digest>.so` and answers its path. What is
/// mapped is never the file that an operator may overwrite. Repeating it changes nothing. [any thread]
/// Errors: Unavailable/"noexec", "staging_failed".
Result<std::filesystem::path> stage(const PluginFile& file, const std::filesystem::path& data_dir);

}  // namespace herald::plugins
