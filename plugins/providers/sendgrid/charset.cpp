#include "plugins/providers/sendgrid/charset.hpp"

#include <array>
#include <cstdint>

#include "plugins/providers/parts/text.hpp"

namespace herald::sendgrid {
namespace {

/// Unicode of the bytes 0x80 to 0x9F in windows-1252; 0 where it has none.
constexpr std::array<std::uint16_t, 32> kWindows{
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

void add_code_point(std::uint32_t point, std::string& out) {
  const auto byte = [&out](std::uint32_t value) { out += static_cast<char>(value); };
  if (point < 0x80) return byte(point);
  if (point < 0x800) {
    byte(0xC0U | (point >> 6U));
  } else {
    byte(0xE0U | (point >> 12U));
    byte(0x80U | ((point >> 6U) & 0x3FU));
  }
  byte(0x80U | (point & 0x3FU));
}

}  // namespace

std::string to_utf8(std::string_view text, std::string_view charset) {
  const std::string name = provider::lower(charset);
  const bool windows = name == "windows-1252" || name == "cp1252";
  if (!windows && name != "iso-8859-1" && name != "latin1") return std::string(text);
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool special = windows && byte >= 0x80 && byte < 0xA0 && kWindows[byte - 0x80U] != 0;
    add_code_point(special ? kWindows[byte - 0x80U] : byte, out);
  }
  return out;
}

}  // namespace herald::sendgrid
