#pragma once
#include <filesystem>
#include <string_view>

#include "host/base/result.hpp"

namespace herald::plugins {

/// Replaces a file by one with these bytes and that mode, so that after a crash it is the old or the new one,
/// whole. Makes no directories. [any thread, one per path] Errors: Unavailable/"staging_failed".
Result<Done> write_durably(const std::filesystem::path& path, std::string_view bytes, unsigned mode = 0600);

}  // namespace herald::plugins
