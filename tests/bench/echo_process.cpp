#include "tests/bench/echo_process.hpp"

#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace herald::bench {
namespace {

std::system_error failure(const char* step) { return {errno, std::generic_category(), step}; }

[[noreturn]] void echo(int socket) {
  std::array<char, 4096> piece{};
  for (;;) {
    const ssize_t got = ::read(socket, piece.data(), piece.size());
    if (got <= 0 || ::write(socket, piece.data(), static_cast<std::size_t>(got)) != got) ::_exit(0);
  }
}

}  // namespace

EchoProcess::EchoProcess(int type) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, ends.data()) != 0) throw failure("socketpair");
  pid_ = ::fork();
  if (pid_ < 0) throw failure("fork");
  if (pid_ == 0) {
    ::close(ends[0]);
    echo(ends[1]);
  }
  ::close(ends[1]);
  socket_ = ends[0];
}

EchoProcess::~EchoProcess() {
  ::close(socket_);
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

void EchoProcess::round_trip(std::string_view bytes) {
  std::array<char, 4096> back{};
  if (::write(socket_, bytes.data(), bytes.size()) < 0) throw failure("write");
  for (std::size_t have = 0; have < bytes.size();) {
    const ssize_t got = ::read(socket_, back.data(), back.size());
    if (got <= 0) throw failure("read");
    have += static_cast<std::size_t>(got);
  }
}

}  // namespace herald::bench
