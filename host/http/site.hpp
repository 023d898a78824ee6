#pragma once
#include <functional>

#include "host/base/clock.hpp"
#include "host/base/random.hpp"
#include "host/http/farewell.hpp"
#include "host/http/limits.hpp"
#include "host/http/message.hpp"
#include "host/http/peers.hpp"
#include "host/http/proxies.hpp"
#include "host/http/registry.hpp"
#include "host/http/server.hpp"

namespace herald::http {

/// What all connections of one server share. Owned by the server, outlives them.
struct Site {
  Limits limits;
  Handler handler;
  Uploads uploads;
  Observer observer;
  Proxies proxies;
  bool local{false};                ///< listens on a local socket
  std::function<bool()> crowded{};  ///< connections are waiting for a thread
  SystemClock clock{};
  SystemRandom random{};
  Registry registry{};
  Peers peers{};
  Farewell farewell{};
};

}  // namespace herald::http
