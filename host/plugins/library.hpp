#pragma once
#include <herald/abi.h>

#include <filesystem>
#include <string_view>

#include "host/base/result.hpp"

namespace herald::plugins {

/// Maps a staged plugin (all symbols resolved at once, none shared) and answers its entry table. The mapping
/// is never undone: unloading C++ code safely cannot be promised. Runs the file's constructors. [any thread]
/// Errors: Invalid/"not_loadable" with the loader's own words, "no_entry", "exports_more".
Result<const herald_entry*> load_entry(const std::filesystem::path& staged);

/// Whether the entry table is one this host can use and agrees with the note.
/// Errors: Invalid/"bad_entry", "wrong_abi", "manifest_differs". [any thread]
Result<Done> check_entry(const herald_entry* entry, std::string_view manifest);

/// Bounds for struct_size of a table of `least` bytes: less cannot be used, more than 4 KiB is not a table.
Result<Done> check_table(std::string_view what, std::uint32_t struct_size, std::size_t least);

}  // namespace herald::plugins
