#pragma once
#include <unistd.h>

#include <filesystem>
#include <string>

namespace herald::vault {

/// A directory of one test, removed when it ends.
class ScratchDirectory {
 public:
  ScratchDirectory() {
    std::string pattern = (std::filesystem::temp_directory_path() / "herald-vault-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data()) == nullptr ? std::string{} : pattern;
  }
  ~ScratchDirectory() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  ScratchDirectory(const ScratchDirectory&) = delete;
  ScratchDirectory& operator=(const ScratchDirectory&) = delete;
  [[nodiscard]] std::string file(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

}  // namespace herald::vault
