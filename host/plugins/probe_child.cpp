#include <sys/resource.h>
#include <unistd.h>

#include <exception>
#include <filesystem>
#include <iterator>
#include <string>

#include "host/base/random.hpp"
#include "host/plugins/feature.hpp"
#include "host/plugins/library.hpp"
#include "host/plugins/local_instance.hpp"
#include "host/plugins/note_reader.hpp"
#include "host/plugins/probe.hpp"
#include "host/plugins/refusal.hpp"
#include "host/plugins/verify.hpp"

namespace herald::plugins {
namespace {

constexpr std::size_t kMostFile = std::size_t{64} << 20U;

void limit(__rlimit_resource what, rlim_t most) {
  const rlimit bounds{most, most};
  // A limit that cannot be set leaves the parent's time limit.
  static_cast<void>(::setrlimit(what, &bounds));
}

std::size_t threads() {
  const std::filesystem::directory_iterator tasks{"/proc/self/task"};
  return static_cast<std::size_t>(std::distance(begin(tasks), end(tasks)));
}

/// A plugin has no thread of its own: it could not be stopped, and crashes in it would be nobody's.
Result<Done> check_threads(std::size_t before) {
  const std::size_t now = threads();
  if (now <= before) return Done{};
  return refusal("plugin_leaves_threads", "no thread after open and close",
                 std::to_string(now - before) + " more than before");
}

Result<Done> try_out(const char* staged) {
  const std::size_t threads_before = threads();
  const auto file = read_verified(staged, kMostFile);
  if (!file) return file.error();
  const auto note = read_note(file->bytes);
  if (!note) return note.error();
  const auto manifest = read_manifest(note->manifest);
  if (!manifest) return manifest.error();
  const auto entry = load_entry(staged);
  if (!entry) return entry.error();
  auto checked = check_entry(*entry, note->manifest);
  if (!checked) return checked;
  SystemRandom random;
  if (is_feature(*manifest)) {
    const std::filesystem::path file_there{staged};
    const RunnerSettings none;
    const auto feature = open_feature({file_there, *manifest, note->manifest, Placement::InProcess, none},
                                      LaneLimits{}, {}, random);
    if (!feature) return feature.error();
  } else {
    const auto instance = LocalInstance::open(*entry, *manifest, {}, random);
    if (!instance) return instance.error();
    const auto portrait = examine(**instance, *manifest);
    if (!portrait) return portrait.error();
  }
  return check_threads(threads_before);
}

int report(const std::string& line, int status) {
  const ssize_t put = ::write(STDOUT_FILENO, line.data(), line.size());
  return put == static_cast<ssize_t>(line.size()) ? status : 1;
}

}  // namespace

int probe_main(const char* staged) {
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_CPU, 5);
  limit(RLIMIT_NOFILE, 64);
  limit(RLIMIT_FSIZE, 0);
  try {
    const auto tried = try_out(staged);
    if (tried) return report("ok\n", 0);
    return report(tried.error().reason + '\t' + tried.error().detail + '\n', 2);
  } catch (const std::exception& failure) {
    return report(std::string{"probe_failed\t"} + failure.what() + '\n', 2);
  }
}

}  // namespace herald::plugins
