#include "host/base/sync.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace herald {

Result<Done> sync_to_disk(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool synced = file >= 0 && ::fsync(file) == 0;
  const int error = errno;
  if (file >= 0) ::close(file);
  if (synced) return Done{};
  return Error{.code = Errc::Unavailable,
               .reason = "sync_failed",
               .detail = path + ": cannot be brought to disk: " + std::generic_category().message(error)};
}

}  // namespace herald
