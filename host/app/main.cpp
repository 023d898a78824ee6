#include <sys/resource.h>

#include <csignal>
#include <cstdlib>

#include "host/app/daemon.hpp"
#include "host/app/signals.hpp"

namespace {

/// What a server wants of its process, whoever started it.
void prepare_process() {
  std::signal(SIGPIPE, SIG_IGN);
  herald::app::hold_signals();
  ::unsetenv("SSLKEYLOGFILE");  // a TLS library would write session keys there
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return;
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);
}

}  // namespace

int main(int count, char** arguments) {
  prepare_process();
  herald::app::Daemon daemon;
  return daemon.run(count, arguments);
}
