#include "tests/contract/schema/files.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace herald::schema {
namespace {

std::vector<std::string> statements(const std::filesystem::path& path) {
  std::ifstream file{path};
  std::vector<std::string> found(1);
  for (std::string line; std::getline(file, line);) {
    if (line == "--;")
      found.emplace_back();
    else
      found.back() += line + "\n";
  }
  return found;
}

}  // namespace

std::vector<MigrationFile> migration_files(std::string_view dialect) {
  std::vector<MigrationFile> files;
  const auto folder = std::filesystem::path{HERALD_SOURCE_DIR} / "migrations" / dialect;
  for (const auto& entry : std::filesystem::directory_iterator{folder})
    files.push_back({entry.path().filename(), statements(entry.path())});
  std::ranges::sort(files, {}, &MigrationFile::name);
  return files;
}

}  // namespace herald::schema
