#include "host/app/hang_up.hpp"

#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <system_error>

namespace herald::app {
namespace {

sigset_t hang_up_alone() {
  sigset_t set;
  ::sigemptyset(&set);
  ::sigaddset(&set, SIGHUP);
  return set;
}

}  // namespace

void hold_hang_ups() {
  const sigset_t set = hang_up_alone();
  ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

HangUp::HangUp() {
  const sigset_t set = hang_up_alone();
  signals_ = plugins::Descriptor{::signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC)};
  if (!signals_) throw std::system_error{errno, std::generic_category(), "signalfd"};
}

bool HangUp::take() {
  signalfd_siginfo info{};
  return ::read(signals_.number(), &info, sizeof info) == static_cast<ssize_t>(sizeof info);
}

}  // namespace herald::app
