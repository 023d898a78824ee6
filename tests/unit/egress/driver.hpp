#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "host/base/clock.hpp"
#include "host/egress/engine.hpp"
#include "tests/support/raw_server.hpp"

namespace herald::egress::test {

/// A clock that stands still until it is told otherwise.
class FakeClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override { return Instant{}; }
  [[nodiscard]] Tick tick() const override { return at; }
  Tick at{std::chrono::hours{1}};
};

/// An engine that may reach loopback by http, and the loop around it.
class Driver final {
 public:
  explicit Driver(Config config = loopback()) : engine{std::move(config), clock} {}

  static Config loopback() {
    Config config;
    config.allow = {*parse_cidr("127.0.0.0/8")};
    return config;
  }
  void turn() {
    engine.wait(std::chrono::milliseconds{50});
    engine.step(clock.at);
  }
  /// Turns until `done()`; false when that takes longer than any test should.
  template <class Done>
  bool turn_until(Done done) {
    const auto last = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    while (!done()) {
      if (std::chrono::steady_clock::now() > last) return false;
      turn();
    }
    return true;
  }
  /// Starts all, in order, and returns how each ended.
  std::vector<Exchange> run_all(std::vector<Request> requests) {
    std::vector<std::optional<Exchange>> ends(requests.size());
    std::size_t left = ends.size();
    for (std::size_t i = 0; i < requests.size(); ++i) {
      engine.start(std::move(requests[i]), [&, i](Exchange end) {
        if (!ends[i]) --left;
        ends[i] = std::move(end);
      });
    }
    turn_until([&] { return left == 0; });
    std::vector<Exchange> result;
    for (auto& end : ends)
      result.push_back(end ? std::move(*end) : Exchange{Phase::NotStarted, 0, {}, {}, "lost"});
    return result;
  }
  Exchange run(Request request) { return run_all({std::move(request)}).front(); }

  FakeClock clock;
  Engine engine;
};

inline Request get(std::string url) { return {"GET", std::move(url)}; }
inline Request post(std::string url, std::string body = "text=hello") {
  return {"POST", std::move(url), {}, std::move(body)};
}

}  // namespace herald::egress::test
