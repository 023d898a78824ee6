#include "tests/sdk/installed.hpp"

#include <map>
#include <stdexcept>

namespace herald::test {
namespace {

namespace fs = std::filesystem;

/// What this process made, gone at its end.
const fs::path& workshop() {
  static const TemporaryDirectory directory;
  return directory.path();
}

std::string expect_done(const Ended& ended, const std::string& what) {
  if (ended.status == 0) return ended.output;
  throw std::runtime_error{
      what + ": " +
      ended.output.substr(ended.output.size() - std::min<std::size_t>(ended.output.size(), 4000))};
}

fs::path install() {
  const fs::path first = workshop() / "first", moved = workshop() / "moved";
  expect_done(run_to_end({HERALD_CMAKE, "--install", HERALD_BUILD_DIR, "--component", "herald-dev",
                          "--prefix", first.string()},
                         std::chrono::minutes{1}),
              "cmake --install");
  fs::rename(first, moved);
  return moved;
}

std::string quoted(const fs::path& path) { return "'" + path.string() + "'"; }

fs::path build(const Project& project, const std::string& version) {
  const std::string name = project.language + "-" + project.id + "-" + version;
  const std::string script = "herald-plugin new --lang " + project.language + " " + project.id + " " + name +
                             "\nsed -i 's/1\\.0\\.0/" + version + "/' " + name + "/*.c*\ncmake -S " + name +
                             " -B " + name + "/build -DCMAKE_BUILD_TYPE=Release && cmake --build " + name +
                             "/build\n";
  expect_done(shell(script, workshop()), name);
  return workshop() / name / "build" / (project.id.substr(project.id.rfind('.') + 1) + ".so");
}

}  // namespace

const fs::path& installed_sdk() {
  static const fs::path prefix = install();
  return prefix;
}

Ended shell(const std::string& script, const fs::path& directory, std::chrono::milliseconds limit) {
  const fs::path programs = fs::path{HERALD_BUILD_DIR} / "bin";
  const std::string head = "set -euo pipefail\numask 022\nexport PATH=" + quoted(installed_sdk() / "bin") +
                           ":" + quoted(programs) +
                           ":\"$PATH\" CMAKE_PREFIX_PATH=" + quoted(installed_sdk()) +
                           " PKG_CONFIG_PATH=" + quoted(installed_sdk() / "share/pkgconfig") +
                           " CMAKE_GENERATOR=Ninja\ncd " + quoted(directory) + "\n";
  const TemporaryDirectory place;
  write_file(place.path() / "script", head + script);
  return run_to_end({"/bin/bash", (place.path() / "script").string()}, limit);
}

fs::path built_project(const Project& project, const std::string& version) {
  static std::map<std::string, fs::path> made;  // what is built once serves every test of this process
  const auto [found, fresh] = made.try_emplace(project.language + project.id + version);
  if (fresh) found->second = build(project, version);
  return found->second;
}

}  // namespace herald::test
