#pragma once
#include <cstdint>
#include <variant>

#include "host/http/head.hpp"
#include "host/http/refusal.hpp"

namespace herald::http {

/// How long the body is and what happens to the connection afterwards. [value]
struct Framing {
  std::uint64_t length{0};  ///< bytes, unless chunked
  bool chunked{false};
  bool keep_alive{true};
  bool wants_continue{false};  ///< the client waits for "100 Continue" before it sends the body
};

/// Reads Content-Length, Transfer-Encoding, Connection and Expect. Whatever two readers could understand
/// differently is refused, even where RFC 9112 §6.3 would allow a repair. [any thread, pure]
std::variant<Framing, Refusal> frame(const Head& head);

}  // namespace herald::http
