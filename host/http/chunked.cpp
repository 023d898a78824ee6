#include "host/http/chunked.hpp"

#include <algorithm>
#include <charconv>

namespace herald::http {
namespace {

constexpr Refusal kMalformed{400, "malformed_chunk", "a chunk does not follow RFC 9112, section 7.1"};
constexpr std::size_t kLongestSize = 15;  // hexadecimal digits; keeps every sum far from overflow

bool hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

}  // namespace

std::size_t ChunkedBody::feed(std::string_view input, std::string& body) {
  std::size_t taken = 0;
  while (taken < input.size() && !refusal_ && !complete()) {
    const std::string_view rest = input.substr(taken);
    if (state_ == State::Data) {
      const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(left_, rest.size()));
      body.append(rest.substr(0, count));
      left_ -= count;
      taken += count;
      if (left_ == 0) state_ = State::DataEnd;
    } else {
      taken += take_line(rest);
    }
  }
  return taken;
}

std::size_t ChunkedBody::take_line(std::string_view input) {
  const auto end = input.find('\n');
  const std::size_t count = end == std::string_view::npos ? input.size() : end + 1;
  if (line_.size() + count > line_limit_) {
    refuse(kMalformed);
    return 0;
  }
  line_.append(input.substr(0, count));
  if (end == std::string_view::npos) return count;
  if (!line_.ends_with("\r\n")) {
    refuse(kMalformed);
  } else {
    line_.resize(line_.size() - 2);
    finish_line();
  }
  line_.clear();
  return count;
}

void ChunkedBody::finish_line() {
  switch (state_) {
    case State::Size:
      return start_chunk();
    case State::DataEnd:
      if (!line_.empty()) return refuse(kMalformed);
      state_ = State::Size;
      return;
    case State::Trailer:
      trailer_bytes_ += line_.size() + 2;
      if (trailer_bytes_ > line_limit_) return refuse(kMalformed);
      if (line_.empty()) state_ = State::Complete;
      return;
    case State::Data:
    case State::Complete:
      return;
  }
}

void ChunkedBody::start_chunk() {
  const auto digits = static_cast<std::size_t>(std::ranges::find_if_not(line_, hex) - line_.begin());
  if (digits == 0 || digits > kLongestSize) return refuse(kMalformed);
  const auto extension = line_.find_first_not_of(" \t", digits);
  const bool carries_cr = line_.find('\r') != std::string::npos;
  if (carries_cr || (digits < line_.size() && (extension == std::string::npos || line_[extension] != ';')))
    return refuse(kMalformed);
  std::from_chars(line_.data(), line_.data() + digits, left_, 16);
  if (left_ > body_limit_ - decoded_) return refuse(kBodyTooLarge);
  decoded_ += static_cast<std::size_t>(left_);
  state_ = left_ == 0 ? State::Trailer : State::Data;
}

}  // namespace herald::http
