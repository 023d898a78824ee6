#pragma once
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>

namespace herald::plugins::testing {

/// A directory of one test, safe to load plugins from, removed at its end. [one thread]
class Scratch {
 public:
  Scratch() {
    std::string name = (std::filesystem::temp_directory_path() / "herald-plugins-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::system_error{errno, std::generic_category(), name};
    path_ = std::filesystem::canonical(name);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  /// Writes a file that only its owner may write.
  std::filesystem::path put(std::string_view name, std::string_view bytes) const {
    const auto file = path_ / name;
    std::ofstream{file, std::ios::binary} << bytes;
    std::filesystem::permissions(file, std::filesystem::perms{0644});
    return file;
  }
  /// A policy by which the fixtures run in process.
  [[nodiscard]] std::filesystem::path fixtures_in_process() const {
    return put("policy", "in_process org.example.\n");
  }

 private:
  std::filesystem::path path_;
};

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

/// The bytes of a plugin of tests/plugins/fixtures.
inline std::string fixture(std::string_view name) {
  const auto bytes =
      read_file(std::filesystem::path{HERALD_BUILD_DIR} / "fixtures" / (std::string{name} + ".so"));
  EXPECT_FALSE(bytes.empty()) << name << " was not built";
  return bytes;
}

}  // namespace herald::plugins::testing
