#include <fcntl.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <string>
#include <system_error>

#include "host/runner/confine.hpp"

namespace herald::runner {
namespace {

struct FilterDeleter {
  void operator()(void* filter) const { ::seccomp_release(filter); }
};
using Filter = std::unique_ptr<void, FilterDeleter>;

/// Memory, time, the socket and an orderly end; nothing that reaches another process or a file by its name.
constexpr int kAlways[] = {SCMP_SYS(read),           SCMP_SYS(readv),
                           SCMP_SYS(write),          SCMP_SYS(writev),
                           SCMP_SYS(close),          SCMP_SYS(fstat),
                           SCMP_SYS(lseek),          SCMP_SYS(brk),
                           SCMP_SYS(munmap),         SCMP_SYS(mremap),
                           SCMP_SYS(madvise),        SCMP_SYS(futex),
                           SCMP_SYS(rt_sigaction),   SCMP_SYS(rt_sigprocmask),
                           SCMP_SYS(rt_sigreturn),   SCMP_SYS(sigaltstack),
                           SCMP_SYS(clock_gettime),  SCMP_SYS(clock_getres),
                           SCMP_SYS(gettimeofday),   SCMP_SYS(time),
                           SCMP_SYS(nanosleep),      SCMP_SYS(clock_nanosleep),
                           SCMP_SYS(sched_yield),    SCMP_SYS(getrandom),
                           SCMP_SYS(getpid),         SCMP_SYS(gettid),
                           SCMP_SYS(getppid),        SCMP_SYS(getuid),
                           SCMP_SYS(geteuid),        SCMP_SYS(getgid),
                           SCMP_SYS(getegid),        SCMP_SYS(exit),
                           SCMP_SYS(exit_group),     SCMP_SYS(rseq),
                           SCMP_SYS(restart_syscall)};

constexpr int kWhileLoading[] = {SCMP_SYS(pread64), SCMP_SYS(newfstatat), SCMP_SYS(seccomp)};

bool allow_all(const Filter& filter, const auto& calls) {
  for (const int call : calls)
    if (::seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, call, 0) != 0) return false;
  return true;
}

bool allow_if(const Filter& filter, int call, scmp_arg_cmp condition) {
  return ::seccomp_rule_add_array(filter.get(), SCMP_ACT_ALLOW, call, 1, &condition) == 0;
}

/// abort() sends a signal to this process itself.
bool allow_abort(const Filter& filter) {
  return allow_if(filter, SCMP_SYS(tgkill), SCMP_A0(SCMP_CMP_EQ, static_cast<scmp_datum_t>(::getpid())));
}

bool allow_loading(const Filter& filter) {
  constexpr scmp_datum_t kMayNot = O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND;
  return allow_all(filter, kWhileLoading) &&
         allow_if(filter, SCMP_SYS(openat), SCMP_A2(SCMP_CMP_MASKED_EQ, kMayNot, O_RDONLY)) &&
         allow_if(filter, SCMP_SYS(open), SCMP_A1(SCMP_CMP_MASKED_EQ, kMayNot, O_RDONLY)) &&
         allow_if(filter, SCMP_SYS(prctl), SCMP_A0(SCMP_CMP_EQ, PR_SET_NO_NEW_PRIVS)) &&
         allow_if(filter, SCMP_SYS(prctl), SCMP_A0(SCMP_CMP_EQ, PR_SET_SECCOMP)) &&
         ::seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, SCMP_SYS(mmap), 0) == 0 &&
         ::seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 0) == 0;
}

bool allow_serving(const Filter& filter) {
  return allow_if(filter, SCMP_SYS(mmap), SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) &&
         allow_if(filter, SCMP_SYS(mprotect), SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
}

}  // namespace

Result<Done> filter_calls(Stage stage) {
  const Filter filter{::seccomp_init(SCMP_ACT_ERRNO(EPERM))};
  const bool made = filter && allow_all(filter, kAlways) && allow_abort(filter) &&
                    (stage == Stage::Loading ? allow_loading(filter) : allow_serving(filter));
  const int loaded = made ? ::seccomp_load(filter.get()) : -EINVAL;
  if (loaded == 0) return Done{};
  return Error{Errc::Unavailable, "not_confined",
               "filter system calls: " + std::generic_category().message(-loaded)};
}

}  // namespace herald::runner
