#include "plugins/providers/vonage/number.hpp"

#include <algorithm>
#include <optional>

#include "plugins/providers/parts/phone_text.hpp"

namespace herald::vonage {
namespace {

constexpr std::size_t kShortest = 7;
constexpr std::size_t kLongest = 15;
constexpr std::size_t kNameCharacters = 11;

// The characters of GSM 03.38 and those of its extension table, which take two septets (3GPP TS 23.038
// §6.2.1).
constexpr std::string_view kGsm =
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà";
constexpr std::string_view kGsmDouble = "^{}\\[~]|€\f";

/// Takes one character of UTF-8 off the front; a stray byte is one too.
std::string_view take_character(std::string_view& text) {
  std::size_t size = 1;
  while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) ++size;
  const std::string_view out = text.substr(0, size);
  text.remove_prefix(size);
  return out;
}

/// Nothing when a character is outside of GSM 03.38.
std::optional<std::size_t> septets(std::string_view text) {
  std::size_t out = 0;
  while (!text.empty()) {
    const std::string_view one = take_character(text);
    if (kGsm.find(one) != std::string_view::npos)
      ++out;
    else if (kGsmDouble.find(one) != std::string_view::npos)
      out += 2;
    else
      return std::nullopt;
  }
  return out;
}

std::size_t utf16_units(std::string_view text) {
  std::size_t out = 0;
  while (!text.empty()) out += take_character(text).size() == 4 ? 2 : 1;
  return out;
}

int parts(std::size_t units, std::size_t single, std::size_t each) {
  return static_cast<int>(units <= single ? 1 : (units + each - 1) / each);
}

bool letter_or_digit(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

}  // namespace

std::string without_plus(std::string_view address) {
  return std::string(provider::is_e164(address) ? address.substr(1) : address);
}

std::string with_plus(std::string_view address) {
  const bool number =
      address.size() >= kShortest && address.size() <= kLongest && provider::all_digits(address);
  return (number ? "+" : "") + std::string(address);
}

bool is_recipient(std::string_view address) {
  return provider::is_e164(address) && address.size() > kShortest;
}

bool is_sender(std::string_view text) {
  if (provider::is_e164(text)) return true;
  if (text.empty()) return false;
  if (provider::all_digits(text)) return text.front() != '0' && text.size() >= 3 && text.size() <= kLongest;
  return text.size() <= kNameCharacters && std::all_of(text.begin(), text.end(), letter_or_digit);
}

bool fits_gsm(std::string_view utf8) { return septets(utf8).has_value(); }

int parts_of(std::string_view utf8) {
  if (const auto count = septets(utf8)) return parts(*count, 160, 153);
  return parts(utf16_units(utf8), 70, 67);
}

}  // namespace herald::vonage
