#include "host/plugins/crash_record.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>
#include <fstream>
#include <iterator>
#include <string>

#include "host/plugins/blame.hpp"

namespace herald::plugins {
namespace {

constexpr std::array kFatal{SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
constexpr std::size_t kStackBytes = std::size_t{64} << 10U;

std::atomic<int> record{-1};
std::array<struct sigaction, kFatal.size()> earlier{};

iovec part(std::string_view text) { return {const_cast<char*>(text.data()), text.size()}; }

void write_blame() noexcept {
  const Blame* blame = Blame::innermost();
  const int file = record.load();
  if (blame == nullptr || file < 0) return;
  const std::array parts{part(blame->suspicion()), part(blame->doing()), part("\n")};
  // Nothing is left to do about a record that cannot be written.
  if (::writev(file, parts.data(), parts.size()) > 0) static_cast<void>(::fsync(file));
}

/// A faulting instruction runs again and meets the earlier action; a signal that was sent is sent again.
void on_fatal(int signal, siginfo_t* info, void*) noexcept {
  write_blame();
  for (std::size_t i = 0; i < kFatal.size(); ++i)
    if (kFatal[i] == signal) ::sigaction(signal, &earlier[i], nullptr);
  if (info->si_code <= 0) static_cast<void>(::raise(signal));
}

}  // namespace

CrashRecord::CrashRecord(const std::filesystem::path& path) {
  record = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
  struct sigaction action{};
  action.sa_sigaction = &on_fatal;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  for (std::size_t i = 0; i < kFatal.size(); ++i) ::sigaction(kFatal[i], &action, &earlier[i]);
}

CrashRecord::~CrashRecord() {
  for (std::size_t i = 0; i < kFatal.size(); ++i) ::sigaction(kFatal[i], &earlier[i], nullptr);
  if (const int file = record.exchange(-1); file >= 0) ::close(file);
}

SignalStack::SignalStack() {
  stack_t present{};
  if (::sigaltstack(nullptr, &present) != 0 || (present.ss_flags & SS_DISABLE) == 0) return;
  void* memory = ::mmap(nullptr, kStackBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return;
  memory_ = memory;
  const stack_t mine{.ss_sp = memory_, .ss_flags = 0, .ss_size = kStackBytes};
  static_cast<void>(::sigaltstack(&mine, nullptr));
}

SignalStack::~SignalStack() {
  if (memory_ == nullptr) return;
  const stack_t none{.ss_sp = nullptr, .ss_flags = SS_DISABLE, .ss_size = 0};
  static_cast<void>(::sigaltstack(&none, nullptr));
  ::munmap(memory_, kStackBytes);
}

Result<Done> adopt_crashes(const std::filesystem::path& path, HoldFile& holds) {
  std::ifstream in{path, std::ios::binary};
  const std::string text{std::istreambuf_iterator<char>{in}, {}};
  const auto crashes = read_holds(text);
  if (!crashes) return Done{};
  for (const Hold& crash : *crashes)
    if (crash.kind == HoldKind::Quarantined)
      if (auto put = holds.put(crash); !put) return put;
  return Done{};
}

}  // namespace herald::plugins
