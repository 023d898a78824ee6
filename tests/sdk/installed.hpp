#pragma once
#include <filesystem>
#include <string>

#include "tests/support/child.hpp"

namespace herald::test {

/// The SDK as an author has it: component herald-dev of this build, installed once for this process and moved
/// since, so that nothing works that is not found relative to it.
const std::filesystem::path& installed_sdk();

/// Runs a script of bash in `directory`, with the installed programs, then those of this build in PATH.
Ended shell(const std::string& script, const std::filesystem::path& directory,
            std::chrono::milliseconds limit = std::chrono::minutes{5});

/// A project that `herald-plugin new` made. [value]
struct Project {
  std::string language{"cpp"};  ///< or "c"
  std::string id{"org.example.acme"};
};

/// The plugin of such a project with that version, built outside of the tree with the installed SDK; each
/// once for this process. Throws std::runtime_error with the output of what failed.
std::filesystem::path built_project(const Project& project, const std::string& version);

}  // namespace herald::test
