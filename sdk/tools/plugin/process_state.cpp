#include "sdk/tools/plugin/process_state.hpp"

#include <malloc.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cfenv>
#include <clocale>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <locale>

extern char** environ;

namespace herald::kit {
namespace {

namespace fs = std::filesystem;

std::string listed(const char* directory) {
  std::map<std::string, std::string> all;
  for (const auto& one : fs::directory_iterator{directory}) {
    std::error_code gone;
    const auto to = fs::read_symlink(one.path(), gone);
    if (to.string().find("/proc/") == std::string::npos) all.emplace(one.path().filename(), to.string());
  }
  std::string text;
  for (const auto& [name, to] : all) text += name + " " + to + "; ";
  return text;
}

std::string dispositions() {
  std::string text;
  for (int number = 1; number < NSIG; ++number) {
    struct sigaction action{};
    if (::sigaction(number, nullptr, &action) == 0)
      text += std::to_string(reinterpret_cast<std::uintptr_t>(action.sa_handler)) + "/" +
              std::to_string(action.sa_flags) + " ";
  }
  sigset_t blocked{};
  ::pthread_sigmask(SIG_SETMASK, nullptr, &blocked);
  for (int number = 1; number < NSIG; ++number) text += ::sigismember(&blocked, number) == 1 ? 'b' : '-';
  stack_t stack{};
  ::sigaltstack(nullptr, &stack);
  return text + std::to_string(reinterpret_cast<std::uintptr_t>(stack.ss_sp));
}

std::string environment() {
  std::string text;
  for (char** one = environ; one != nullptr && *one != nullptr; ++one) text += std::string{*one} + "\n";
  return text;
}

std::string limits() {
  std::string text;
  for (const auto which :
       {RLIMIT_CORE, RLIMIT_NOFILE, RLIMIT_STACK, RLIMIT_AS, RLIMIT_CPU, RLIMIT_FSIZE, RLIMIT_NPROC}) {
    rlimit now{};
    ::getrlimit(which, &now);
    text += std::to_string(now.rlim_cur) + "/" + std::to_string(now.rlim_max) + " ";
  }
  return text;
}

std::string timers() {
  std::string text;
  for (const auto which : {ITIMER_REAL, ITIMER_VIRTUAL, ITIMER_PROF}) {
    itimerval now{};
    ::getitimer(which, &now);
    text += now.it_value.tv_sec != 0 || now.it_value.tv_usec != 0 || now.it_interval.tv_sec != 0 ? "armed "
                                                                                                 : "- ";
  }
  return text;
}

std::string mask() {
  const mode_t now = ::umask(077);
  ::umask(now);
  return std::to_string(now);
}

long resident() {
  std::ifstream file{"/proc/self/statm"};
  long total = 0, pages = 0;
  file >> total >> pages;
  return pages * 4;
}

std::string thread_name() {
  std::array<char, 17> name{};
  ::prctl(PR_GET_NAME, name.data());
  return name.data();
}

}  // namespace

ProcessState process_state() {
  ProcessState state;
  state.facts["open descriptors"] = listed("/proc/self/fd");
  state.facts["threads"] = listed("/proc/self/task");
  state.facts["signal handlers and mask"] = dispositions();
  state.facts["environment"] = environment();
  state.facts["locale"] = std::setlocale(LC_ALL, nullptr);
  state.facts["C++ locale"] = std::locale{}.name();
  state.facts["working directory"] = fs::current_path().string();
  state.facts["umask"] = mask();
  state.facts["limits"] = limits();
  state.facts["timers"] = timers();
  state.facts["rounding"] = std::to_string(std::fegetround());
  state.facts["priority"] = std::to_string(::getpriority(PRIO_PROCESS, 0));
  state.facts["thread name"] = thread_name();
  state.facts["dumpable"] = std::to_string(::prctl(PR_GET_DUMPABLE));
  state.resident_kib = resident();
  return state;
}

std::vector<std::string> changes(const ProcessState& before, const ProcessState& after) {
  constexpr long kNoticeableKib = 8192;
  std::vector<std::string> all;
  for (const auto& [what, was] : before.facts) {
    const std::string& is = after.facts.at(what);
    if (is == was) continue;
    const bool brief = was.size() + is.size() < 300 && what != "environment";
    all.push_back(what + " changed" + (brief ? ": \"" + was + "\" became \"" + is + "\"" : ""));
  }
  if (after.resident_kib > before.resident_kib + kNoticeableKib)
    all.push_back("resident memory grew by " + std::to_string(after.resident_kib - before.resident_kib) +
                  " KiB");
  return all;
}

std::size_t allocated() {
  const struct mallinfo2 now = ::mallinfo2();
  return now.uordblks + now.hblkhd;
}

}  // namespace herald::kit
