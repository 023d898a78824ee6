#pragma once
#include <cstddef>
#include <string_view>
#include <variant>

#include "host/http/message.hpp"
#include "host/http/refusal.hpp"

namespace herald::http {

/// Bounds of a request's head: the request line and the header lines, with all line ends.
struct HeadLimits {
  std::size_t bytes{16 * 1024};
  std::size_t request_line{8 * 1024};  ///< without its line end; above: 414
  std::size_t fields{100};
};

/// More input is needed; the next search may start at `scanned`.
struct HeadOpen {
  std::size_t scanned{0};
};
/// The head ends here: `size` bytes, final empty line included.
struct HeadEnd {
  std::size_t size{0};
};

/// Looks for the end of the head in what has arrived. Refuses a line that ends without CR and a head that is
/// longer than `limit`, as soon as that is certain. `scanned` is 0 or comes from HeadOpen.
std::variant<HeadOpen, HeadEnd, Refusal> find_head_end(std::string_view input, std::size_t scanned,
                                                       std::size_t limit);

/// The parsed head. `request` has no body, id or remote address yet.
struct Head {
  Request request;
  int minor_version{1};  ///< HTTP/1.<n>
};

/// Parses a complete head as find_head_end() delimits it, strictly by RFC 9112: no folding, no blanks before
/// the colon, no control characters, exactly one Host in HTTP/1.1. [any thread, pure]
std::variant<Head, Refusal> parse_head(std::string_view head, const HeadLimits& limits);

}  // namespace herald::http
