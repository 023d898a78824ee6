#include "host/app/activation.hpp"

#include <systemd/sd-daemon.h>

#include <string>

namespace herald::app {
namespace {

Error unexpected(const std::string& found) {
  return {.code = Errc::Invalid,
          .reason = "bad_activation",
          .detail = "expected one listening stream socket of the service manager (LISTEN_FDS), found " +
                    found + "; let herald.socket have one ListenStream="};
}

}  // namespace

Result<int> inherited_socket() {
  constexpr int kForget = 1;  // the environment tells no child
  const int count = ::sd_listen_fds(kForget);
  if (count == 0) return -1;
  if (count != 1)
    return unexpected(count < 0 ? "some that are not open, or no number" : std::to_string(count));
  constexpr int kAnyFamily = 0, kAnyType = 0, kListening = 1;  // what listens is a stream
  if (::sd_is_socket(SD_LISTEN_FDS_START, kAnyFamily, kAnyType, kListening) <= 0)
    return unexpected("something else");
  return SD_LISTEN_FDS_START;
}

}  // namespace herald::app
