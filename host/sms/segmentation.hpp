#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace herald::sms {

enum class Encoding : std::uint8_t { Gsm7, Ucs2 };

/// "GSM-7" or "UCS-2".
std::string_view to_text(Encoding encoding);

/// A character that GSM-7 lacks. [value]
struct Unfit {
  char32_t character{};
  std::int64_t count{0};
  std::int64_t first{0};  ///< where it stands first, in characters from 0
  bool operator==(const Unfit&) const = default;
};

/// Most of the different unfit characters that are listed.
inline constexpr std::size_t kMostUnfit = 32;

/// A text as it goes over the air. [value]
struct Segmentation {
  Encoding encoding{Encoding::Gsm7};
  std::int64_t characters{0};            ///< Unicode code points
  std::int64_t units{0};                 ///< septets of GSM-7, UTF-16 code units of UCS-2
  std::vector<std::int64_t> segments{};  ///< units of each; empty for an empty text
  std::vector<Unfit> unfit{};            ///< why it is UCS-2, in the order of the text
};

/// Cuts a text into segments: 160 septets or 70 units alone, 153 or 67 each in a row, whose headers take the
/// rest. A character is never cut in two, be it an escape pair of GSM-7 or a surrogate pair of UTF-16. Bytes
/// that are no UTF-8 count as U+FFFD each. Pure. [any thread]
Segmentation segment(std::string_view utf8);

/// The same without where and why: cheap, for every message.
std::int64_t segment_count(std::string_view utf8);

/// UTF-8 of one character.
std::string utf8_of(char32_t character);

}  // namespace herald::sms
