#pragma once
#include <sys/types.h>

#include <string_view>

namespace herald::bench {

/// A process that sends back what it reads: the floor under every call into another process. Ends with the
/// object. [one thread]
class EchoProcess {
 public:
  /// `type` is SOCK_STREAM or SOCK_SEQPACKET. Throws std::system_error.
  explicit EchoProcess(int type);
  EchoProcess(const EchoProcess&) = delete;
  EchoProcess& operator=(const EchoProcess&) = delete;
  ~EchoProcess();
  /// Sends `bytes` (at most 4 KiB) and waits until as many are back.
  void round_trip(std::string_view bytes);

 private:
  int socket_{-1};
  pid_t pid_{-1};
};

}  // namespace herald::bench
