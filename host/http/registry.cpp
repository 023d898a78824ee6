#include "host/http/registry.hpp"

#include <sys/socket.h>

namespace herald::http {

void Registry::add(Live& live) {
  const std::scoped_lock lock{mutex_};
  lives_.insert(&live);
}

void Registry::remove(Live& live) {
  const std::scoped_lock lock{mutex_};
  lives_.erase(&live);
  if (lives_.empty()) emptied_.notify_all();
}

void Registry::drain() {
  // A connection sets `idle` and then looks at draining(); here the order is the reverse, so one of the two
  // sees it.
  draining_.store(true);
  const std::scoped_lock lock{mutex_};
  for (Live* live : lives_) {
    if (live->idle.load())
      ::shutdown(live->descriptor, SHUT_RD);  // a request already received is still answered
  }
}

bool Registry::wait_until_empty(std::chrono::milliseconds longest) {
  std::unique_lock lock{mutex_};
  return emptied_.wait_for(lock, longest, [&] { return lives_.empty(); });
}

void Registry::cut_all() {
  const std::scoped_lock lock{mutex_};
  for (Live* live : lives_) ::shutdown(live->descriptor, SHUT_RDWR);
}

}  // namespace herald::http
