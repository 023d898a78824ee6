#include "sdk/tools/plugin/imports.hpp"

#include <array>
#include <charconv>
#include <string_view>
#include <vector>

namespace herald::kit {
namespace {

struct Rule {
  std::string_view names;  ///< separated by blanks; `*` at the end stands for anything
  std::string_view why;
};

constexpr std::array kRules{
    Rule{"socket connect bind listen accept accept4 send sendto sendmsg recv recvfrom recvmsg getaddrinfo "
         "gethostbyname gethostbyname_r res_query socketpair",
         "opens no socket"},
    Rule{"open open64 openat openat64 creat creat64 fopen fopen64 freopen freopen64 fdopen opendir mkstemp "
         "mkstemp64 "
         "tmpfile tmpfile64 pipe pipe2 eventfd epoll_create epoll_create1 inotify_init memfd_create "
         "timerfd_create "
         "signalfd dup dup2 dup3 __open_2 __open64_2 unlink rename mkdir rmdir remove truncate shm_open "
         "_ZNSt14basic_ofstream* _ZNSt14basic_ifstream* _ZNSt13basic_fstream* _ZNSt13basic_filebuf* "
         "_ZNSt10filesystem*",
         "opens no file"},
    Rule{"pthread_create thrd_create _ZNSt6thread* clone fork vfork posix_spawn posix_spawnp execve execv "
         "execvp execl "
         "execlp system popen daemon",
         "starts no thread and no process"},
    Rule{"time gettimeofday clock_gettime clock timespec_get ftime times localtime localtime_r "
         "_ZNSt6chrono3_V212system_clock3now* _ZNSt6chrono3_V212steady_clock3now*",
         "reads no clock (the input has now_ms)"},
    Rule{"rand rand_r random srand srandom drand48 lrand48 mrand48 arc4random arc4random_buf getrandom "
         "getentropy "
         "_ZNSt13random_device*",
         "takes randomness from crypto().nonce() only"},
    Rule{"sleep usleep nanosleep clock_nanosleep poll ppoll select pselect epoll_wait pause sigwait "
         "pthread_cond_wait pthread_cond_timedwait sem_wait wait waitpid",
         "waits for nothing"},
    Rule{"signal sigaction sigprocmask pthread_sigmask sigaltstack alarm setitimer timer_create raise kill "
         "tgkill "
         "bsd_signal sysv_signal __sysv_signal",
         "leaves signals and timers alone"},
    Rule{"setlocale newlocale uselocale _ZNSt6locale6global*", "leaves the locale alone"},
    Rule{"setenv putenv unsetenv clearenv getenv secure_getenv environ __environ",
         "leaves the environment alone"},
    Rule{"chdir fchdir umask chroot setrlimit setrlimit64 setpriority nice setuid setgid setsid prctl ptrace "
         "mount "
         "personality sched_setaffinity fesetround feenableexcept chmod fchmod chown",
         "leaves the process alone"},
    Rule{"exit _exit _Exit quick_exit atexit at_quick_exit on_exit longjmp __longjmp_chk siglongjmp",
         "never ends the process"},
    Rule{"dlopen dlmopen dlsym dlclose", "loads no other library"},
    Rule{"syscall ioctl mprotect mmap mmap64", "makes no system call of its own"},
    Rule{"printf puts putchar perror vprintf __printf_chk __vprintf_chk fprintf __fprintf_chk fputs fputc "
         "fwrite stdout "
         "stderr _ZSt4cout _ZSt4cerr _ZSt4clog",
         "writes to no output (log through herald.log/1)"},
    Rule{"__cxa_thread_atexit __cxa_thread_atexit_impl",
         "has no thread_local with a destructor (it keeps the library mapped)"}};

bool names(std::string_view list, std::string_view name) {
  while (!list.empty()) {
    const auto end = std::min(list.find(' '), list.size());
    const std::string_view one = list.substr(0, end);
    if (one == name || (one.ends_with('*') && name.starts_with(one.substr(0, one.size() - 1)))) return true;
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return false;
}

/// The numbers of "2.34" or "3.4.30".
std::vector<int> numbers(std::string_view text) {
  std::vector<int> out;
  while (!text.empty()) {
    int value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc{}) return {};
    out.push_back(value);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (!text.empty()) text.remove_prefix(1);
  }
  return out;
}

}  // namespace

std::string forbidden_import(const std::string& name) {
  for (const Rule& rule : kRules)
    if (names(rule.names, name)) return std::string{rule.why};
  return {};
}

std::string above_ceiling(const std::string& version) {
  constexpr std::array<std::string_view, 4> kHighest{"GLIBC_2.36", "GLIBCXX_3.4.30", "CXXABI_1.3.13",
                                                     "GCC_12.0.0"};
  for (const std::string_view highest : kHighest) {
    const auto set = highest.substr(0, highest.find('_') + 1);
    if (!version.starts_with(set)) continue;
    const auto found = numbers(std::string_view{version}.substr(set.size()));
    if (found > numbers(highest.substr(set.size()))) return std::string{highest};
  }
  return {};
}

}  // namespace herald::kit
