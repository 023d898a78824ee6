#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <initializer_list>
#include <string>
#include <system_error>

#include "host/plugins/descriptor.hpp"
#include "host/runner/confine.hpp"

namespace herald::runner {
namespace {

constexpr std::uint64_t kRead = LANDLOCK_ACCESS_FS_READ_FILE;
constexpr std::uint64_t kHandled = kRead | LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_EXECUTE |
                                   LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_FILE |
                                   LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
                                   LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_SYM |
                                   LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO;

Error unreadable(const char* step) {
  return {Errc::Unavailable, "not_confined",
          std::string{step} + ": " + std::generic_category().message(errno)};
}

/// A path that does not exist needs no rule.
bool allow(const plugins::Descriptor& rules, const char* path) {
  const plugins::Descriptor place{::open(path, O_PATH | O_CLOEXEC)};
  if (!place) return errno == ENOENT;
  const landlock_path_beneath_attr rule{kRead, place.number()};
  return ::syscall(SYS_landlock_add_rule, rules.number(), LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
}

}  // namespace

Result<Done> limit_reading(const std::filesystem::path& staged) {
  const landlock_ruleset_attr handled{.handled_access_fs = kHandled};
  const plugins::Descriptor rules{
      static_cast<int>(::syscall(SYS_landlock_create_ruleset, &handled, sizeof handled, 0))};
  if (!rules) return errno == ENOSYS || errno == EOPNOTSUPP ? Result<Done>{Done{}} : unreadable("make rules");
  for (const char* path : {"/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache"})
    if (!allow(rules, path)) return unreadable(path);
  if (!allow(rules, staged.c_str())) return unreadable("allow the plugin's file");
  if (::syscall(SYS_landlock_restrict_self, rules.number(), 0) != 0) return unreadable("apply rules");
  return Done{};
}

}  // namespace herald::runner
