#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "host/app/config.hpp"
#include "host/base/clock.hpp"

namespace herald::app {

/// One file of a backup: its name there, and where the server keeps it. [value]
struct BackedFile {
  std::string name;
  std::filesystem::path home;
};

/// What a backup holds, the database first.
std::vector<BackedFile> backed_files(const Config& config);

/// The manifest's row of one file. [value]
struct FileSum {
  std::string name{};
  std::int64_t bytes{};
  std::string sha256{};  ///< lower-case hex
};

/// Size and digest. Unavailable/"backup_failed".
Result<FileSum> sum_of(const std::filesystem::path& file);

/// What a backup says of itself. [value]
struct Manifest {
  std::string schema{};  ///< the last migration in force
  std::string made_at{};
  std::vector<FileSum> files{};
};

inline constexpr const char* kManifest = "manifest.json";

std::string to_json(const Manifest& manifest);
/// Reads the manifest and compares every file with it. Invalid/"bad_backup", every fault in the detail.
Result<Manifest> read_backup(const std::filesystem::path& directory);

}  // namespace herald::app
