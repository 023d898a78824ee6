#pragma once
#include <cstdlib>
#include <filesystem>
#include <string>

namespace herald::test {

/// The sheet of a provider's protocol, which lies beside the project or where HERALD_SHEETS says; it may be
/// absent. What it is compared with is tested without it too.
inline std::filesystem::path provider_sheet(const std::string& provider) {
  const char* folder = std::getenv("HERALD_SHEETS");
  const auto base = folder != nullptr ? std::filesystem::path{folder}
                                      : std::filesystem::path{HERALD_SOURCE_DIR} / "../shared/providers";
  return base / (provider + ".md");
}

}  // namespace herald::test
