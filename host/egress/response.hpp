#pragma once
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <memory>
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

enum class Taken : std::uint8_t { Yes, TooMuch, NotSaved };

/// Gathers one answer as it arrives. [one thread]
class Response final {
 public:
  explicit Response(ResponseLimits limits) : limits_{limits} {}

  /// Takes one header line with its line end; a new status line forgets an interim (1xx) answer, trailers are
  /// counted and dropped. False: over the limit.
  bool take_header(std::string_view line);
  /// Nothing of `bytes` is kept where they are too much. The body of a 200 answer goes to `save_to`, unless
  /// that is empty.
  Taken take_body(std::string_view bytes);
  void save_to(std::string path) { path_ = std::move(path); }
  /// All that was to be saved is written; without a body an empty file.
  bool finish_saving();
  [[nodiscard]] bool saves() const { return !path_.empty() && status_ == 200; }
  /// The empty line after the headers has come.
  [[nodiscard]] bool headers_done() const { return headers_done_; }

  std::vector<Header> headers{};
  std::string body{};

 private:
  void store(std::string_view line);
  bool save(std::string_view bytes);

  ResponseLimits limits_;
  std::int64_t header_bytes_{0};
  bool headers_done_{false};
  int status_{0};
  std::string path_;
  std::unique_ptr<std::ofstream> file_;
  std::int64_t body_bytes_{0};
};

}  // namespace herald::egress
