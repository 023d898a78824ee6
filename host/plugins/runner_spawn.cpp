#include "host/plugins/runner_spawn.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <unistd.h>

#include <array>
#include <string>
#include <system_error>

namespace herald::plugins {
namespace {

/// The attributes of the child, destroyed in the end.
class SpawnPlan {
 public:
  explicit SpawnPlan(int socket) {
    sigset_t every;
    sigset_t none;
    sigfillset(&every);
    sigemptyset(&none);
    posix_spawn_file_actions_init(&actions_);
    posix_spawnattr_init(&attributes_);
    posix_spawn_file_actions_adddup2(&actions_, socket, kRunnerSocket);
    posix_spawn_file_actions_addclosefrom_np(&actions_, kRunnerSocket + 1);
    posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions_, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions_, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addchdir_np(&actions_, "/");
    posix_spawnattr_setflags(&attributes_,
                             POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    posix_spawnattr_setsigdefault(&attributes_, &every);
    posix_spawnattr_setsigmask(&attributes_, &none);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;
  ~SpawnPlan() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }
  int start(pid_t& pid, const std::string& path, char* const* arguments) {
    std::array<char*, 1> nothing{nullptr};
    return ::posix_spawn(&pid, path.c_str(), &actions_, &attributes_, arguments, nothing.data());
  }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

}  // namespace

Result<pid_t> spawn_runner(const RunnerCommand& command, int socket) {
  std::string executable = command.executable.string();
  std::string staged = command.staged.string();
  std::string parent = std::to_string(::getpid());
  std::string memory = std::to_string(command.memory_bytes);
  const std::array<char*, 5> arguments{executable.data(), staged.data(), parent.data(), memory.data(),
                                       nullptr};
  pid_t pid = 0;
  const int status = SpawnPlan{socket}.start(pid, executable, arguments.data());
  if (status == 0) return pid;
  return Error{Errc::Unavailable, "runner_failed",
               "start " + executable + ": " + std::generic_category().message(status)};
}

}  // namespace herald::plugins
