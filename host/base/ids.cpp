#include "host/base/ids.hpp"

#include <cstddef>

#include "host/base/hex.hpp"

namespace herald {

std::string make_uuid(Instant at, Random& random) {
  std::string raw(6, '\0');
  auto millis = static_cast<std::uint64_t>(at.time_since_epoch().count());
  for (std::size_t i = 6; i-- > 0; millis >>= 8U) raw[i] = static_cast<char>(millis & 0xffU);
  raw += random.bytes(10);
  raw[6] = static_cast<char>(0x70 | (raw[6] & 0x0f));
  raw[8] = static_cast<char>(0x80 | (raw[8] & 0x3f));
  std::string text = to_hex(raw);
  for (const std::size_t at_char : {8U, 13U, 18U, 23U}) text.insert(at_char, 1, '-');
  return text;
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    if (dash ? c != '-' : !hex) return false;
  }
  return true;
}

}  // namespace herald
