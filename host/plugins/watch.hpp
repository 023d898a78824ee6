#pragma once
#include <chrono>
#include <filesystem>
#include <map>
#include <string_view>
#include <vector>

#include "host/base/clock.hpp"
#include "host/plugins/descriptor.hpp"

namespace herald::plugins {

/// Whether a directory entry of that name is a plugin file in its final place: `*.so`, not hidden. Whatever
/// installers write before they rename (`.x.so`, `x.so.dpkg-new`, `x.so.part`, `x.so~`) is not.
bool is_plugin_name(std::string_view name);

/// What has changed and kept still since. [value]
struct Changes {
  std::vector<std::filesystem::path> files{};  ///< plugin files to look at; may be gone
  bool all{false};                             ///< events were lost: look at everything
};

/// Watches plugin directories by inotify. A directory that cannot be watched, or goes, is tried again every
/// few seconds, and looked at as a whole when it is there. [one thread]
class DirectoryWatch {
 public:
  /// A file counts as changed once nothing has happened to it for `settle`.
  DirectoryWatch(std::vector<std::filesystem::path> directories, std::chrono::milliseconds settle);
  /// Reads what is known and answers what has settled by `now`.
  Changes step(Tick now);
  /// Blocks until something happens or `longest` has passed.
  void wait(std::chrono::milliseconds longest) const;

 private:
  void add_missing(Tick now, Changes& changes);
  void read_events(Tick now, Changes& changes);
  void note(int watch, std::string_view name, Tick now);

  const std::vector<std::filesystem::path> directories_;
  const std::chrono::milliseconds settle_;
  Descriptor events_;
  std::map<int, std::filesystem::path> watches_;
  std::map<std::filesystem::path, Tick> unsettled_;  // by the last event
  Tick next_try_{};
  bool first_{true};
};

}  // namespace herald::plugins
