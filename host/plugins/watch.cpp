#include "host/plugins/watch.hpp"

#include <poll.h>
#include <sys/inotify.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <utility>

namespace herald::plugins {
namespace {

constexpr std::chrono::seconds kTryAgain{5};
constexpr std::uint32_t kEvents = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_ATTRIB;
constexpr std::string_view kSignature = ".sig";

}  // namespace

bool is_plugin_name(std::string_view name) { return name.ends_with(".so") && !name.starts_with('.'); }

DirectoryWatch::DirectoryWatch(std::vector<std::filesystem::path> directories,
                               std::chrono::milliseconds settle)
    : directories_{std::move(directories)},
      settle_{settle},
      events_{::inotify_init1(IN_CLOEXEC | IN_NONBLOCK)} {}

void DirectoryWatch::add_missing(Tick now, Changes& changes) {
  if (!first_ && now < next_try_) return;
  next_try_ = now + kTryAgain;
  for (const auto& directory : directories_) {
    if (std::ranges::any_of(watches_, [&](const auto& entry) { return entry.second == directory; })) continue;
    const int watch = ::inotify_add_watch(events_.number(), directory.c_str(), kEvents | IN_ONLYDIR);
    if (watch < 0) continue;  // tried again; the catalog reports a directory that cannot be read
    watches_.insert_or_assign(watch, directory);
    changes.all = true;  // what came before the watch
  }
  first_ = false;
}

void DirectoryWatch::note(int watch, std::string_view name, Tick now) {
  const auto found = watches_.find(watch);
  if (name.ends_with(kSignature)) name.remove_suffix(kSignature.size());
  if (found != watches_.end() && is_plugin_name(name))
    unsettled_.insert_or_assign(found->second / std::string{name}, now);
}

void DirectoryWatch::read_events(Tick now, Changes& changes) {
  std::array<char, 16384> buffer{};
  for (;;) {
    const ssize_t got = ::read(events_.number(), buffer.data(), buffer.size());
    if (got <= 0) return;
    // The kernel hands out whole events only.
    for (std::size_t at = 0; at + sizeof(inotify_event) <= static_cast<std::size_t>(got);) {
      inotify_event event{};
      std::memcpy(&event, buffer.data() + at, sizeof event);
      const char* name = buffer.data() + at + sizeof event;
      if ((event.mask & IN_Q_OVERFLOW) != 0) changes.all = true;
      if ((event.mask & IN_IGNORED) != 0) watches_.erase(event.wd);
      if (event.len > 0) note(event.wd, {name, ::strnlen(name, event.len)}, now);
      at += sizeof event + event.len;
    }
  }
}

Changes DirectoryWatch::step(Tick now) {
  Changes changes;
  read_events(now, changes);
  add_missing(now, changes);
  for (auto file = unsettled_.begin(); file != unsettled_.end();) {
    if (now < file->second + settle_) {
      ++file;
      continue;
    }
    changes.files.push_back(file->first);
    file = unsettled_.erase(file);
  }
  return changes;
}

void DirectoryWatch::wait(std::chrono::milliseconds longest) const {
  pollfd look{.fd = events_.number(), .events = POLLIN, .revents = 0};
  ::poll(&look, 1, static_cast<int>(longest.count()));
}

}  // namespace herald::plugins
