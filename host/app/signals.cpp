#include "host/app/signals.hpp"

#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <initializer_list>
#include <system_error>

namespace herald::app {
namespace {

sigset_t set_of(std::initializer_list<int> signals) {
  sigset_t set;
  ::sigemptyset(&set);
  for (const int signal : signals) ::sigaddset(&set, signal);
  return set;
}

}  // namespace

void hold_signals() {
  const sigset_t set = set_of({SIGHUP, SIGTERM, SIGINT, SIGQUIT});
  ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

HangUp::HangUp() {
  const sigset_t set = set_of({SIGHUP});
  signals_ = plugins::Descriptor{::signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC)};
  if (!signals_) throw std::system_error{errno, std::generic_category(), "signalfd"};
}

bool HangUp::take() {
  signalfd_siginfo info{};
  return ::read(signals_.number(), &info, sizeof info) == static_cast<ssize_t>(sizeof info);
}

}  // namespace herald::app
