#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "host/base/clock.hpp"
#include "host/egress/exchange.hpp"
#include "host/egress/guard.hpp"

namespace herald::egress {

struct Config {
  std::vector<Cidr> allow{};                          ///< addresses reachable beyond public https
  std::size_t max_in_flight{4096};                    ///< further requests wait in the engine
  std::size_t max_connections_per_host{1024};         ///< further requests wait for one of these
  std::int64_t max_response_header_bytes{64 * 1024};  ///< all header lines of an exchange together
  std::chrono::milliseconds connect_timeout{10'000};  ///< names, connect and TLS together
  std::chrono::seconds reuse_idle{30};                ///< a connection idle for longer is not used again
  std::string ca_file{};                              ///< PEM; empty: the system's authorities
};

/// Outbound HTTP: starts each request at most once and says what is certain about it.
/// Owned by host/app, whose egress thread runs `wait(step(now) - now)`. Needs `clock` for its whole life.
class Engine final {
 public:
  Engine(Config config, const Clock& clock);
  /// Ends what is left as abort_all() does; no other thread may be inside the engine.
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  /// Takes a request. `done` is called exactly once, on the loop thread, never from within start().
  /// [any thread]
  void start(Request request, Completion done);
  /// Replaces the allow list for requests that begin from the next turn on, also on kept connections.
  /// [any thread]
  void allow(std::vector<Cidr> list);
  /// Ends the present or the next wait(). [any thread]
  void wake();
  /// Requests taken whose completion has not been called yet. [any thread]
  [[nodiscard]] std::size_t in_flight() const;

  /// One turn: takes new requests, moves bytes, calls completions; never blocks. Returns when the next turn
  /// is due if no socket becomes ready before. [loop thread]
  Tick step(Tick now);
  /// Waits for a socket, a timer of the transfers, start() or wake(), at most `longest`. [loop thread]
  void wait(std::chrono::milliseconds longest);
  /// Ends everything in flight, and all that start() takes later, as "shutdown". [loop thread]
  void abort_all();

 private:
  class Loop;
  std::unique_ptr<Loop> loop_;
};

}  // namespace herald::egress
