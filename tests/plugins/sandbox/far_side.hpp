#pragma once
#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace herald::sandbox {

/// Longest wait for anything that should come at once.
inline constexpr std::chrono::milliseconds kPatience{10'000};

/// True when the socket has something to read (or has ended) within that time.
bool readable_within(int fd, std::chrono::milliseconds longest);

/// A program that was started with its standard output caught. [one thread]
class Program final {
 public:
  /// Runs `herald-sandbox` of this build with the arguments.
  explicit Program(const std::vector<std::string>& arguments);
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  /// The next line of its output, without the line end; what there was when the output ended.
  std::string line();
  std::string rest();
  void terminate() const;
  /// Waits for the end; the exit status, or -1 when a signal ended it.
  int exit_status();

 private:
  pid_t pid_{-1};
  int output_{-1};
};

/// A running herald-sandbox with a log in a directory of its own. [one thread]
class FarSide final {
 public:
  FarSide();
  ~FarSide();
  FarSide(const FarSide&) = delete;
  FarSide& operator=(const FarSide&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::filesystem::path port_file() const { return folder_ / "port"; }
  /// The log's lines so far.
  [[nodiscard]] std::vector<std::string> log() const;
  Program& program() { return program_; }

 private:
  std::filesystem::path folder_;
  Program program_;
  std::uint16_t port_{0};
};

/// What came back on a connection. `status` 0: it was closed without an answer. [value]
struct Answer {
  int status{0};
  std::string head;
  std::string body;
};

/// A plain TCP client of 127.0.0.1. [one thread]
class RawClient final {
 public:
  explicit RawClient(std::uint16_t port);
  ~RawClient();
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;
  void send(std::string_view bytes) const;
  /// Reads one answer; throws std::runtime_error when none comes in time.
  Answer read();
  Answer exchange(std::string_view bytes) {
    send(bytes);
    return read();
  }
  [[nodiscard]] bool quiet() const {
    return buffer_.empty() && !readable_within(fd_, std::chrono::milliseconds{0});
  }

 private:
  int fd_;
  std::string buffer_;
};

/// A message request with the preset token. [value]
struct Post {
  std::string to{"+15005550100"};
  std::string client_ref{"a-1"};
  std::string message_ref{"m-1"};
  std::string callback_url{};
  std::string token{"sandbox-token"};
};
std::string bytes_of(const Post& post);
/// A POST of that body to /v1/messages, bearing the preset token.
std::string post_of(std::string_view body);

}  // namespace herald::sandbox
