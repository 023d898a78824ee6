#pragma once
#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "host/base/clock.hpp"
#include "host/base/result.hpp"
#include "host/plugins/descriptor.hpp"

namespace herald::plugins {

/// The descriptor on which the child finds its end of the socket.
inline constexpr int kRunnerSocket = 3;

/// What is started: `<executable> <staged> <pid of this process> <memory bytes>`. [value]
struct RunnerCommand {
  std::filesystem::path executable{};
  std::filesystem::path staged{};
  std::uint64_t memory_bytes{std::uint64_t{512} << 20U};  ///< address space of the child
};

/// A running child and the socket to it; the destructor ends and reaps it. It dies with the thread that
/// started it, so that nothing outlives a server that was killed. [one thread at a time]
/// After any error the process is of no more use. Errors: Unavailable/"plugin_crashed" (it ended, or closed
/// the socket), Timeout/"plugin_timeout", Internal/"plugin_garbage", Unavailable/"runner_failed" (the
/// machine's fault).
class RunnerProcess {
 public:
  static Result<std::unique_ptr<RunnerProcess>> start(const RunnerCommand& command);
  RunnerProcess(pid_t pid, Descriptor handle, Descriptor socket);
  RunnerProcess(const RunnerProcess&) = delete;
  RunnerProcess& operator=(const RunnerProcess&) = delete;
  ~RunnerProcess();

  /// Sends a whole frame.
  Result<Done> send(std::string_view frame, Tick until);
  /// What a process sent: the answer to a call, or a question in its course. The view lives until the next
  /// call.
  struct Received {
    bool question{};
    std::string_view body{};
  };
  /// The next frame, which must carry `sequence` and be the only thing that was sent.
  Result<Received> receive(std::uint32_t sequence, Tick until);
  /// Whether the calling thread is the one that started it.
  [[nodiscard]] bool started_here() const;
  [[nodiscard]] pid_t pid() const { return pid_; }

 private:
  Result<Done> wait(short events, Tick until);
  Result<std::size_t> read_some(Tick until);
  Error ended();

  pid_t pid_;
  pid_t starter_;
  Descriptor handle_;
  Descriptor socket_;
  std::string inbox_;
  bool reaped_{false};
};

}  // namespace herald::plugins
