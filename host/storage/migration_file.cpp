#include "host/storage/migration_file.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace herald::storage {
namespace {

Error malformed(const std::string& where, const std::string& what) {
  return {.code = Errc::Invalid, .reason = "bad_migration", .detail = where + ": " + what};
}

std::string checksum_of(const std::string& text) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  std::array<char, 17> digits{};
  std::snprintf(digits.data(), digits.size(), "%016llx", static_cast<unsigned long long>(hash));
  return digits.data();
}

/// True when anything but blanks and comment lines is in it.
bool has_statement(const std::string& text) {
  std::istringstream lines{text};
  for (std::string line; std::getline(lines, line);) {
    const auto first = line.find_first_not_of(" \t\r");
    if (first != std::string::npos && line.compare(first, 2, "--") != 0) return true;
  }
  return false;
}

std::vector<std::string> split_statements(const std::string& text) {
  std::vector<std::string> statements(1);
  std::istringstream lines{text};
  for (std::string line; std::getline(lines, line);) {
    if (line == "--;") {
      statements.emplace_back();
    } else {
      statements.back() += line + "\n";
    }
  }
  if (!has_statement(statements.back())) statements.pop_back();
  return statements;
}

Result<MigrationFile> read_file(const std::filesystem::path& path) {
  const std::string name = path.stem().string();
  const bool numbered =
      name.size() > 4 &&
      std::all_of(name.begin(), name.begin() + 3, [](unsigned char c) { return std::isdigit(c) != 0; }) &&
      name[3] == '_';
  if (!numbered) return malformed(path.string(), "expected a name like 020_communication.sql");
  std::ifstream in{path, std::ios::binary};
  std::ostringstream content;
  content << in.rdbuf();
  if (!in) return malformed(path.string(), "cannot be read");
  MigrationFile file{
      .name = name, .checksum = checksum_of(content.str()), .statements = split_statements(content.str())};
  if (file.statements.empty()) return malformed(path.string(), "holds no statement");
  for (const std::string& statement : file.statements)
    if (!has_statement(statement)) return malformed(path.string(), "holds an empty statement");
  return file;
}

}  // namespace

Result<std::vector<MigrationFile>> read_migrations(const std::string& folder) {
  std::error_code error;
  std::vector<MigrationFile> files;
  for (const auto& entry : std::filesystem::directory_iterator{folder, error}) {
    if (entry.path().extension() != ".sql") continue;
    auto file = read_file(entry.path());
    if (!file) return file.error();
    files.push_back(std::move(*file));
  }
  if (error) return malformed(folder, "cannot be read: " + error.message());
  if (files.empty()) return malformed(folder, "holds no migrations");
  std::ranges::sort(files, {}, &MigrationFile::name);
  const auto twice =
      std::ranges::adjacent_find(files, {}, [](const MigrationFile& file) { return file.name.substr(0, 3); });
  if (twice != files.end()) return malformed(folder, "number " + twice->name.substr(0, 3) + " is used twice");
  return files;
}

}  // namespace herald::storage
