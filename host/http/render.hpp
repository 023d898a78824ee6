#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "host/base/clock.hpp"
#include "host/http/message.hpp"

namespace herald::http {

enum class Ending : std::uint8_t { KeepAlive, Close };

/// What the answer's bytes depend on besides the answer.
struct Framed {
  Method method{Method::Get};
  int minor_version{1};
  Ending ending{Ending::KeepAlive};
  std::string_view request_id;
  Instant now{};
};

/// False when a header, the content type or the status would break the message apart (control characters, bad
/// name).
bool renderable(const Response& response);

/// Head and body in one buffer, for one send. No body after HEAD, 204 and 304; HEAD tells the length that GET
/// would have had. `response` must be renderable(). [any thread]
std::string render(const Response& response, const Framed& framed);

/// `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 §5.6.7), kept per thread for the rest of the second. [any
/// thread]
std::string_view http_date(Instant now);

}  // namespace herald::http
