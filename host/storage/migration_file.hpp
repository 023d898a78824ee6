#pragma once
#include <string>
#include <vector>

#include "host/base/result.hpp"

namespace herald::storage {

/// One numbered file: its statements are separated by a line `--;`. [value]
struct MigrationFile {
  std::string name{};      ///< "020_communication"
  std::string checksum{};  ///< 16 hex digits (FNV-1a) over its bytes: finds edits, not attacks
  std::vector<std::string> statements{};
};

/// The files of a folder in the order of their numbers. Invalid: no such folder, a name without a number, an
/// empty statement, no statement at all, a number twice.
Result<std::vector<MigrationFile>> read_migrations(const std::string& folder);

}  // namespace herald::storage
