#include "host/plugins/runner_process.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "host/plugins/frame.hpp"
#include "host/plugins/runner_spawn.hpp"

namespace herald::plugins {
namespace {

constexpr std::size_t kPiece = std::size_t{64} << 10U;
constexpr std::chrono::milliseconds kLastBreath{200};  ///< between a closed socket and the end of the process

Error machine_failed(const char* step, int number) {
  return {Errc::Unavailable, "runner_failed",
          std::string{step} + ": " + std::generic_category().message(number)};
}

Error garbage(std::string_view found) {
  return {Errc::Internal, "plugin_garbage",
          "expected one answer from the plugin's process, found " + std::string{found}};
}

pid_t this_thread() { return static_cast<pid_t>(::syscall(SYS_gettid)); }

/// poll(2) until `until`; 0 when the time is over, negative an error number.
int poll_until(int fd, short events, Tick until) {
  for (;;) {
    const auto left = until - std::chrono::steady_clock::now();
    const auto rounded = std::chrono::ceil<std::chrono::milliseconds>(left).count();
    pollfd waiting{fd, events, 0};
    const int got = ::poll(&waiting, 1, static_cast<int>(std::clamp<std::int64_t>(rounded, 0, 1 << 30)));
    if (got >= 0) return got;
    if (errno != EINTR) return -errno;
  }
}

std::string describe(int status) {
  if (WIFSIGNALED(status)) return std::string{"it ended by "} + ::strsignal(WTERMSIG(status));
  return "it ended with exit status " + std::to_string(WEXITSTATUS(status));
}

}  // namespace

Result<std::unique_ptr<RunnerProcess>> RunnerProcess::start(const RunnerCommand& command) {
  int ends[2] = {-1, -1};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
    return machine_failed("open a socket pair", errno);
  Descriptor ours{ends[0]};
  const Descriptor theirs{ends[1]};
  const auto pid = spawn_runner(command, theirs.number());
  if (!pid) return pid.error();
  // By number: the header of glibc 2.36 declares pidfd_open() without C linkage.
  Descriptor handle{static_cast<int>(::syscall(SYS_pidfd_open, *pid, 0))};
  const int number = errno;
  const bool watched = static_cast<bool>(handle);
  auto process = std::make_unique<RunnerProcess>(*pid, std::move(handle), std::move(ours));
  if (!watched) return machine_failed("watch the plugin's process", number);
  return process;
}

RunnerProcess::RunnerProcess(pid_t pid, Descriptor handle, Descriptor socket)
    : pid_{pid}, starter_{this_thread()}, handle_{std::move(handle)}, socket_{std::move(socket)} {}

RunnerProcess::~RunnerProcess() {
  if (reaped_) return;
  // Not yet reaped, so the number is still its own even where there is no descriptor.
  if (handle_)
    ::syscall(SYS_pidfd_send_signal, handle_.number(), SIGKILL, nullptr, 0);
  else
    ::kill(pid_, SIGKILL);
  while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) continue;
}

bool RunnerProcess::started_here() const { return starter_ == this_thread(); }

Error RunnerProcess::ended() {
  std::string how = "it closed its socket";
  int status = 0;
  if (poll_until(handle_.number(), POLLIN, std::chrono::steady_clock::now() + kLastBreath) > 0 &&
      ::waitpid(pid_, &status, WNOHANG) == pid_) {
    reaped_ = true;
    how = describe(status);
  }
  return {Errc::Unavailable, "plugin_crashed", "the plugin's process did not answer: " + how};
}

Result<Done> RunnerProcess::wait(short events, Tick until) {
  const int got = poll_until(socket_.number(), events, until);
  if (got > 0) return Done{};
  if (got < 0) return machine_failed("wait for the plugin's process", -got);
  return Error{Errc::Timeout, "plugin_timeout", "the plugin did not answer in time; its process was ended"};
}

Result<Done> RunnerProcess::send(std::string_view frame, Tick until) {
  while (!frame.empty()) {
    const ssize_t put = ::send(socket_.number(), frame.data(), frame.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (put >= 0) {
      frame.remove_prefix(static_cast<std::size_t>(put));
    } else if (errno == EAGAIN) {
      auto waited = wait(POLLOUT, until);
      if (!waited) return waited;
    } else if (errno != EINTR) {
      return ended();
    }
  }
  return Done{};
}

Result<std::size_t> RunnerProcess::read_some(Tick until) {
  auto waited = wait(POLLIN, until);
  if (!waited) return waited.error();
  const std::size_t before = inbox_.size();
  inbox_.resize(before + kPiece);
  const ssize_t got = ::recv(socket_.number(), inbox_.data() + before, kPiece, MSG_DONTWAIT);
  inbox_.resize(before + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
  if (got > 0) return static_cast<std::size_t>(got);
  if (got < 0 && (errno == EINTR || errno == EAGAIN)) return std::size_t{0};
  return ended();
}

Result<RunnerProcess::Received> RunnerProcess::receive(std::uint32_t sequence, Tick until) {
  inbox_.clear();
  while (inbox_.size() < frame::kHeadBytes) {
    const auto got = read_some(until);
    if (!got) return got.error();
  }
  const auto head = frame::read_head(inbox_, frame::kMostAnswer);
  if (!head) return garbage(head.error().detail);
  if (head->sequence != sequence) return garbage("an answer to another call");
  const std::size_t whole = frame::kHeadBytes + head->length;
  while (inbox_.size() < whole) {
    const auto got = read_some(until);
    if (!got) return got.error();
  }
  if (inbox_.size() > whole) return garbage("more bytes behind it");
  return Received{head->question, std::string_view{inbox_}.substr(frame::kHeadBytes)};
}

}  // namespace herald::plugins
