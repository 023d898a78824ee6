#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "host/base/clock.hpp"
#include "host/domain/media.hpp"

namespace herald::egress {

struct Header {
  std::string name;
  std::string value;
  bool operator==(const Header&) const = default;
};

/// One request to make, at most once. [value]
///
/// The wire carries Host, `User-Agent: herald` and `Accept: */*` (unless given), then `headers` in their
/// order, then Content-Length. Refused as "bad_request": Host, Connection, Content-Length, Expect,
/// Transfer-Encoding, Upgrade and the like (they belong to this room), control characters, a body with HEAD.
struct Request {
  std::string method{"GET"};
  std::string url{};  ///< http or https, without user name; the path is sent as it stands
  std::vector<Header> headers{};
  std::string body{};
  std::vector<domain::FileSegment> files{};  ///< go between the bytes of `body`, in the order of their places
  std::chrono::milliseconds timeout{30'000};  ///< for the whole exchange; connecting takes at most 10 s of it
  Tick start_by{Tick::max()};                 ///< must have begun before this, else it is not started
  std::int64_t max_response_bytes{1 << 20};   ///< of the body
  std::string save_to{};                      ///< a file that is not there yet, for the body of a 200 answer
};

/// What is certain about the far side (design D3).
enum class Phase : std::uint8_t {
  NotStarted,  ///< no byte of the request has left
  Began,       ///< some of it may have left, and there is no complete answer
  Answered,    ///< a complete answer
};

/// How a request ended. [value]
///
/// `failure` is empty when answered, else one of
///   bad_url, bad_request, body_missing (a file of it), guard_refused, dns, connect, tls, connect_deadline,
///   start_deadline (NotStarted) second_start, reset, bad_answer, too_large, not_saved (Began) timeout,
///   shutdown, internal                                             (either; see `phase`)
struct Exchange {
  Phase phase{Phase::NotStarted};
  int status{0};                  ///< 200–599, 0 unless answered
  std::vector<Header> headers{};  ///< of the final answer, names as sent; trailers are dropped
  std::string body{};             ///< as transferred: no content encoding is undone; empty when saved
  std::string failure{};
  std::string text{};                ///< for the log; holds no path, header or body
  std::chrono::microseconds took{};  ///< since start()
  bool saved{false};                 ///< its body is in Request::save_to
};

/// Takes the end of one exchange; must not throw.
using Completion = std::function<void(Exchange)>;

}  // namespace herald::egress
