#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <string>
#include <system_error>

#include "host/runner/confine.hpp"

namespace herald::runner {
namespace {

constexpr rlim_t kMostFiles = 32;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kShadowMemory = true;  // reserves terabytes of address space
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool kShadowMemory = true;
#else
constexpr bool kShadowMemory = false;
#endif
#else
constexpr bool kShadowMemory = false;
#endif

bool bound(__rlimit_resource what, rlim_t most) {
  const rlimit bounds{most, most};
  return ::setrlimit(what, &bounds) == 0;
}

Error not_confined(const char* step) {
  return {Errc::Unavailable, "not_confined",
          std::string{step} + ": " + std::generic_category().message(errno)};
}

}  // namespace

Result<Done> limit_process(const Bounds& bounds) {
  if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return not_confined("end with the server");
  if (::getppid() != bounds.parent)
    return Error{Errc::Unavailable, "not_confined", "expected the server as parent, found that it is gone"};
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return not_confined("give up new privileges");
  if (!bound(RLIMIT_CORE, 0) || !bound(RLIMIT_FSIZE, 0) || !bound(RLIMIT_NOFILE, kMostFiles) ||
      !bound(RLIMIT_NPROC, 0))
    return not_confined("set limits");
  if (!kShadowMemory && !bound(RLIMIT_AS, bounds.memory_bytes)) return not_confined("limit memory");
  if (::clearenv() != 0 || ::chdir("/") != 0) return not_confined("leave the environment");
  return Done{};
}

}  // namespace herald::runner
