#pragma once
#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace herald::test {

/// A directory under /tmp, closed to others, that goes when its owner goes. [one thread]
class TemporaryDirectory final {
 public:
  TemporaryDirectory();
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// The bytes of a file; empty when there is none.
std::string read_file(const std::filesystem::path& path);
/// Writes a file that only its owner may read.
void write_file(const std::filesystem::path& path, std::string_view bytes);

/// A program that was started, killed by its own id when its owner goes or its parent dies. What it says on
/// both outputs is appended to a file. HERALD_* variables are not handed on. [one thread]
class Child final {
 public:
  /// `command[0]` is the program's path. Throws std::runtime_error when no process can be made.
  Child(std::vector<std::string> command, const std::filesystem::path& output);
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  void signal(int number) const;
  /// The exit status (minus the number of the signal that ended it); nothing while it runs after `limit`.
  std::optional<int> wait(std::chrono::milliseconds limit);
  /// True until wait() has seen the end.
  [[nodiscard]] bool running();
  [[nodiscard]] pid_t pid() const { return pid_; }

 private:
  pid_t pid_{-1};
  int descriptor_{-1};  ///< pidfd
  std::optional<int> ended_{};
};

/// How a program ended and what it said. [value]
struct Ended {
  std::optional<int> status{};  ///< nothing: it had to be killed after the limit
  std::string output{};
};
/// Runs a program to its end, at most `limit`.
Ended run_to_end(std::vector<std::string> command, std::chrono::milliseconds limit);

/// How much longer things take in this build: sanitizers watch each access.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr int kPace = 5;
#else
inline constexpr int kPace = 1;
#endif

/// Asks `condition` every few milliseconds until it is true; false when it is not within `limit`.
template <class Condition>
bool eventually(Condition condition, std::chrono::milliseconds limit = std::chrono::seconds{20} * kPace);

/// Waits a short while between two looks at something that another process does.
void breathe();

template <class Condition>
bool eventually(Condition condition, std::chrono::milliseconds limit) {
  const auto until = std::chrono::steady_clock::now() + limit;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > until) return false;
    breathe();
  }
  return true;
}

}  // namespace herald::test
