#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace herald::schema {

/// One migration of one dialect. [value]
struct MigrationFile {
  std::string name{};
  std::vector<std::string> statements{};
};

/// The files of migrations/<dialect> in the order of their names.
std::vector<MigrationFile> migration_files(std::string_view dialect);

}  // namespace herald::schema
