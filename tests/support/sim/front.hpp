#pragma once
#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <set>
#include <string>

#include "tests/support/raw_server.hpp"
#include "tests/support/sim/far.hpp"

namespace herald::test::sim {

/// What the front tells: one JSON object a line. Called from any thread, one at a time.
using Tell = std::function<void(const nlohmann::json& line)>;

struct FrontConfig {
  std::uint16_t port{0};  ///< 0: any that is free
  Fault fault{Fault::None};
  bool calls_back{false};
};

/// Passes every request on to the far side unchanged, and tells what it was and which rule it broke. `PUT
/// /_sim/webhook` with an URL as its body is for the program itself: callbacks go there from now on. Each
/// connection has a thread of its own. [any thread]
class Front final {
 public:
  /// `far` outlives it.
  Front(Far& far, FrontConfig config, Tell tell);
  [[nodiscard]] std::uint16_t port() const { return server_.port(); }

 private:
  void serve(RawServer::Connection& peer);
  /// False when the connection is to end.
  bool pass_on(RawServer::Connection& peer, const RawRequest& request);
  void prepare(const std::string& address);
  void call_back(const std::string& address);
  void tell(const nlohmann::json& line);
  void steer(RawServer::Connection& peer, const RawRequest& request);

  Far& far_;
  FrontConfig config_;
  Tell tell_;
  std::mutex mutex_;
  std::atomic<bool> calls_back_;
  std::set<std::string> met_;  ///< addresses that have had their fault
  RawServer server_;           // last: its threads use the others
};

}  // namespace herald::test::sim
