#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "host/egress/exchange.hpp"

namespace herald::egress {

/// Byte limits of one answer.
struct ResponseLimits {
  std::int64_t header_bytes{0};
  std::int64_t body_bytes{0};
};

/// Gathers one answer as it arrives. [one thread]
class Response final {
 public:
  explicit Response(ResponseLimits limits) : limits_{limits} {}

  /// Takes one header line with its line end; a new status line forgets an interim (1xx) answer, trailers are
  /// counted and dropped. False: over the limit.
  bool take_header(std::string_view line);
  /// False: over the limit; nothing of `bytes` is kept then.
  bool take_body(std::string_view bytes);
  /// The empty line after the headers has come.
  [[nodiscard]] bool headers_done() const { return headers_done_; }

  std::vector<Header> headers{};
  std::string body{};

 private:
  void store(std::string_view line);

  ResponseLimits limits_;
  std::int64_t header_bytes_{0};
  bool headers_done_{false};
};

}  // namespace herald::egress
