#include "host/sms/utf8.hpp"

#include <string>

#include "host/sms/segmentation.hpp"

namespace herald::sms {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

/// Bytes after the first one, and the bits of it; a length of 4 for a byte that begins no character.
struct Lead {
  std::size_t more;
  char32_t bits;
  char32_t least;  ///< what fewer bytes could say is refused
};

Lead lead_of(unsigned char byte) {
  if (byte < 0x80U) return {0, byte, 0};
  if ((byte & 0xE0U) == 0xC0U) return {1, byte & 0x1FU, 0x80};
  if ((byte & 0xF0U) == 0xE0U) return {2, byte & 0x0FU, 0x800};
  if ((byte & 0xF8U) == 0xF0U) return {3, byte & 0x07U, 0x10000};
  return {4, 0, 0};
}

char32_t refuse_byte(std::string_view& text) {
  text.remove_prefix(1);
  return kReplacement;
}

}  // namespace

char32_t take_character(std::string_view& text) {
  const Lead lead = lead_of(static_cast<unsigned char>(text.front()));
  if (lead.more == 4 || text.size() <= lead.more) return refuse_byte(text);
  char32_t out = lead.bits;
  for (std::size_t i = 1; i <= lead.more; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xC0U) != 0x80U) return refuse_byte(text);
    out = (out << 6U) | (byte & 0x3FU);
  }
  const bool surrogate = out >= 0xD800 && out <= 0xDFFF;
  if (out < lead.least || surrogate || out > 0x10FFFF) return refuse_byte(text);
  text.remove_prefix(lead.more + 1);
  return out;
}

std::string utf8_of(char32_t character) {
  const auto byte = [](char32_t bits) { return static_cast<char>(static_cast<unsigned char>(bits)); };
  const auto follow = [&](unsigned shift) { return byte(0x80U | ((character >> shift) & 0x3FU)); };
  if (character < 0x80) return {byte(character)};
  if (character < 0x800) return {byte(0xC0U | (character >> 6U)), follow(0)};
  if (character < 0x10000) return {byte(0xE0U | (character >> 12U)), follow(6), follow(0)};
  return {byte(0xF0U | (character >> 18U)), follow(12), follow(6), follow(0)};
}

}  // namespace herald::sms
