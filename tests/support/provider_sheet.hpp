#pragma once
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
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

/// What of the sheet stands from one text on up to another; empty without the first. [any thread]
inline std::string provider_sheet_part(const std::string& provider, const std::string& from,
                                       const std::string& to) {
  std::ostringstream stream;
  stream << std::ifstream(provider_sheet(provider)).rdbuf();
  const std::string whole = stream.str();
  const std::size_t start = whole.find(from);
  return start == std::string::npos ? "" : whole.substr(start, whole.find(to, start) - start);
}

}  // namespace herald::test
