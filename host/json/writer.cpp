#include "host/json/writer.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "host/base/check.hpp"
#include "host/base/json_text.hpp"

namespace herald::json {

void Writer::separate() {
  if (comma_) out_ += ',';
  comma_ = true;
}

Writer& Writer::open(char bracket) {
  separate();
  out_ += bracket;
  comma_ = false;
  ++depth_;
  return *this;
}

Writer& Writer::close(char bracket) {
  HERALD_CHECK(depth_ > 0);
  out_ += bracket;
  comma_ = true;
  --depth_;
  return *this;
}

Writer& Writer::begin_object() { return open('{'); }
Writer& Writer::begin_object(std::string_view name) { return key(name).open('{'); }
Writer& Writer::end_object() { return close('}'); }
Writer& Writer::begin_array() { return open('['); }
Writer& Writer::begin_array(std::string_view name) { return key(name).open('['); }
Writer& Writer::end_array() { return close(']'); }

Writer& Writer::key(std::string_view name) {
  separate();
  append_json(out_, name);
  out_ += ':';
  comma_ = false;
  return *this;
}

Writer& Writer::text(std::string_view value) {
  separate();
  append_json(out_, value);
  return *this;
}

Writer& Writer::number(std::int64_t value) {
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  separate();
  out_.append(digits.data(), end);
  return *this;
}

Writer& Writer::real(double value) {
  if (!std::isfinite(value)) return null();
  std::array<char, 40> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  separate();
  out_.append(digits.data(), end);
  return *this;
}

Writer& Writer::boolean(bool value) { return raw(value ? "true" : "false"); }
Writer& Writer::null() { return raw("null"); }

Writer& Writer::raw(std::string_view json) {
  separate();
  out_ += json.empty() ? std::string_view{"null"} : json;
  return *this;
}

std::string Writer::take() {
  HERALD_CHECK(depth_ == 0);
  comma_ = false;
  return std::exchange(out_, {});
}

}  // namespace herald::json
