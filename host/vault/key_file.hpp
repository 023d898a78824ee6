#pragma once
#include <string>
#include <string_view>

#include "host/base/result.hpp"

namespace herald::vault {

/// Makes `path` with mode 0600 and syncs it and its directory. Conflict/"keyfile_exists".
Result<Done> write_new_file(const std::string& path, std::string_view text);
/// Puts `text` in the place of `path` by rename, so that a crash leaves the old or the new file whole.
Result<Done> replace_file(const std::string& path, std::string_view text);
/// The content of a regular file that this user owns and nobody else may touch; the caller wipes it.
Result<std::string> read_private_file(const std::string& path);

}  // namespace herald::vault
