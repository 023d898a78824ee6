#include "tests/support/child.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string_view>

namespace herald::test {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kBetweenLooks{5};

/// What is of the environment for a child: HERALD_* would be settings of the daemon.
std::vector<char*> environment() {
  std::vector<char*> kept;
  for (char** entry = ::environ; *entry != nullptr; ++entry)
    if (!std::string_view{*entry}.starts_with("HERALD_")) kept.push_back(*entry);
  kept.push_back(nullptr);
  return kept;
}

}  // namespace

TemporaryDirectory::TemporaryDirectory() {
  std::string name = "/tmp/herald-flow-XXXXXX";
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error{"cannot make a directory in /tmp"};
  path_ = name;
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;  // a destructor has nobody to tell
  std::filesystem::remove_all(path_, ignored);
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

void write_file(const std::filesystem::path& path, std::string_view bytes) {
  std::ofstream file{path, std::ios::binary | std::ios::trunc};
  std::filesystem::permissions(path,
                               std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!file.flush()) throw std::runtime_error{"cannot write " + path.string()};
}

Child::Child(std::vector<std::string> command, const std::filesystem::path& output) {
  std::vector<char*> arguments;
  for (std::string& word : command) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  std::vector<char*> variables = environment();
  const int out = ::open(output.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  pid_ = ::fork();
  if (pid_ == 0) {  // between fork and exec only what is async-signal-safe
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::dup2(out, STDOUT_FILENO);
    ::dup2(out, STDERR_FILENO);
    ::execve(arguments[0], arguments.data(), variables.data());
    ::_exit(127);
  }
  ::close(out);
  if (pid_ < 0) throw std::runtime_error{"cannot fork"};
  descriptor_ = static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0));  // glibc 2.36's header is not for C++
}

Child::~Child() {
  if (!ended_) {  // else the id may be somebody else's by now
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  ::close(descriptor_);
}

void Child::signal(int number) const {
  if (!ended_) ::kill(pid_, number);
}

std::optional<int> Child::wait(milliseconds limit) {
  if (ended_) return ended_;
  pollfd entry{descriptor_, POLLIN, 0};
  if (::poll(&entry, 1, static_cast<int>(limit.count())) <= 0) return std::nullopt;
  int status = 0;
  ::waitpid(pid_, &status, 0);
  ended_ = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  return ended_;
}

bool Child::running() { return !wait(milliseconds{0}); }

Ended run_to_end(std::vector<std::string> command, milliseconds limit) {
  const TemporaryDirectory directory;
  Child child{std::move(command), directory.path() / "output"};
  const auto status = child.wait(limit);
  return {status, read_file(directory.path() / "output")};
}

void breathe() { ::poll(nullptr, 0, static_cast<int>(kBetweenLooks.count())); }

}  // namespace herald::test
