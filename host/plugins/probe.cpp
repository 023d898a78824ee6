#include "host/plugins/probe.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>
#include <system_error>
#include <vector>

#include "host/plugins/descriptor.hpp"
#include "host/plugins/refusal.hpp"

namespace herald::plugins {
namespace {

using Milliseconds = std::chrono::milliseconds;
using SteadyTime = std::chrono::steady_clock::time_point;
constexpr std::size_t kMostReport = 8192;

Error failed(const char* step, int number) {
  return {Errc::Unavailable, "probe_failed",
          std::string{step} + ": " + std::generic_category().message(number)};
}

/// Ends and reaps the child (a session of its own) whatever happens.
class Child {
 public:
  explicit Child(pid_t pid) : pid_{pid} {}
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    if (pid_ <= 0) return;
    kill(-pid_, SIGKILL);
    kill(pid_, SIGKILL);
    reap();
  }
  [[nodiscard]] pid_t pid() const { return pid_; }
  int reap() {
    int status = 0;
    while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) continue;
    pid_ = 0;
    return status;
  }

 private:
  pid_t pid_;
};

/// Only what a loader, a locale or a sanitizer needs: the rest may hold secrets.
std::vector<std::string> environment() {
  std::vector<std::string> kept{"PATH=/usr/bin:/bin"};
  for (const char* name : {"LANG", "LC_ALL", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "LSAN_OPTIONS"})
    if (const char* value = std::getenv(name)) kept.push_back(std::string{name} + '=' + value);
  return kept;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> all;
  for (std::string& text : texts) all.push_back(text.data());
  all.push_back(nullptr);
  return all;
}

Result<pid_t> spawn(const ProbeCommand& command, const std::filesystem::path& staged, int out) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  sigset_t every;
  sigset_t none;
  sigfillset(&every);
  sigemptyset(&none);
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  posix_spawnattr_setsigdefault(&attributes, &every);
  posix_spawnattr_setsigmask(&attributes, &none);

  std::vector<std::string> arguments{command.executable.string(), "--probe-plugin", staged.string()};
  std::vector<std::string> variables = environment();
  pid_t pid = 0;
  const int status = posix_spawn(&pid, command.executable.c_str(), &actions, &attributes,
                                 pointers(arguments).data(), pointers(variables).data());
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  if (status != 0) return failed("start the probe", status);
  return pid;
}

/// Waits for `fd` to become readable; false when the time is over.
bool ready(int fd, SteadyTime until) {
  for (;;) {
    const auto left = std::chrono::ceil<Milliseconds>(until - std::chrono::steady_clock::now()).count();
    if (left <= 0) return false;
    pollfd waiting{fd, POLLIN, 0};
    const int got = ::poll(&waiting, 1, static_cast<int>(left));
    if (got > 0) return true;
    if (got < 0 && errno != EINTR) return false;
  }
}

/// The child's report up to its end; empty when it did not end in time.
std::string read_report(const Descriptor& in, SteadyTime until) {
  std::string text;
  std::array<char, 1024> piece{};
  while (ready(in.number(), until)) {
    const ssize_t got = ::read(in.number(), piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    if (text.size() < kMostReport) text.append(piece.data(), static_cast<std::size_t>(got));
  }
  return text;
}

Result<Done> judge(int status, std::string report) {
  if (WIFSIGNALED(status))
    return refusal("probe_crashed", "a plugin that survives being opened", strsignal(WTERMSIG(status)));
  if (report.ends_with('\n')) report.pop_back();
  report.erase(0, report.rfind('\n') + 1);  // what the plugin itself printed
  const int code = WEXITSTATUS(status);
  if (code == 0 && report == "ok") return Done{};
  const auto tab = report.find('\t');
  if (code == 2 && tab != std::string::npos)
    return Error{Errc::Invalid, printable(report.substr(0, tab)), printable(report.substr(tab + 1))};
  return refusal("probe_crashed", "a plugin that survives being opened",
                 "exit status " + std::to_string(code));
}

}  // namespace

Result<Done> probe(const ProbeCommand& command, const std::filesystem::path& staged, Milliseconds longest) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return failed("open a pipe", errno);
  const Descriptor in{ends[0]};
  Descriptor out{ends[1]};
  const SteadyTime until = std::chrono::steady_clock::now() + longest;
  const auto pid = spawn(command, staged, out.number());
  out.reset();
  if (!pid) return pid.error();
  Child child{*pid};
  // By number: the header of glibc 2.36 declares pidfd_open() without C linkage.
  const Descriptor handle{static_cast<int>(::syscall(SYS_pidfd_open, child.pid(), 0))};
  if (!handle) return failed("watch the probe", errno);
  std::string report = read_report(in, until);
  if (!ready(handle.number(), until))
    return refusal("probe_hung", "an answer within " + std::to_string(longest.count()) + " ms", "none");
  return judge(child.reap(), std::move(report));
}

}  // namespace herald::plugins
