#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "host/http/refusal.hpp"

namespace herald::http {

/// Decodes a chunked body (RFC 9112 §7.1) piece by piece. Extensions and trailers are read and dropped. [one
/// thread]
class ChunkedBody final {
 public:
  /// At most `body_limit` decoded bytes and `line_limit` bytes of size lines per chunk, and of trailers.
  ChunkedBody(std::size_t body_limit, std::size_t line_limit)
      : body_limit_{body_limit}, line_limit_{line_limit} {}

  /// Takes what belongs to the body from the front of `input`, appending decoded bytes to `body`, and returns
  /// the number of bytes taken; less than all only once complete(). Stops at a refusal.
  std::size_t feed(std::string_view input, std::string& body);

  /// True once the last chunk and its trailers have been read; a body that ends before is cut short.
  [[nodiscard]] bool complete() const { return state_ == State::Complete; }
  [[nodiscard]] const std::optional<Refusal>& refusal() const { return refusal_; }

 private:
  enum class State : std::uint8_t { Size, Data, DataEnd, Trailer, Complete };
  std::size_t take_line(std::string_view input);
  void finish_line();
  void start_chunk();
  void refuse(Refusal refusal) { refusal_ = refusal; }

  std::size_t body_limit_;
  std::size_t line_limit_;
  State state_{State::Size};
  std::string line_;
  std::size_t trailer_bytes_{0};
  std::uint64_t left_{0};   ///< bytes of the present chunk still to come
  std::size_t decoded_{0};  ///< bytes announced by all chunks so far
  std::optional<Refusal> refusal_;
};

}  // namespace herald::http
