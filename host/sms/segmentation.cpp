#include "host/sms/segmentation.hpp"

#include <algorithm>
#include <array>

#include "host/sms/utf8.hpp"

namespace herald::sms {
namespace {

/// 3GPP TS 23.038 §6.2.1, the default alphabet, in its order; without the escape, which is no character.
constexpr std::u32string_view kDefaultAlphabet =
    U"@\u00A3$\u00A5\u00E8\u00E9\u00F9\u00EC\u00F2\u00C7\n\u00D8\u00F8\r\u00C5\u00E5"
    U"\u0394_\u03A6\u0393\u039B\u03A9\u03A0\u03A8\u03A3\u0398\u039E\u00C6\u00E6\u00DF\u00C9"
    U" !\"#\u00A4%&'()*+,-./0123456789:;<=>?\u00A1ABCDEFGHIJKLMNOPQRSTUVWXYZ\u00C4\u00D6\u00D1\u00DC\u00A7"
    U"\u00BFabcdefghijklmnopqrstuvwxyz\u00E4\u00F6\u00F1\u00FC\u00E0";
/// §6.2.1.1, the extension table: each is an escape and a septet.
constexpr std::u32string_view kExtension = U"\f^{}\\[~]|\u20AC";
static_assert(kDefaultAlphabet.size() == 127 && kExtension.size() == 10);

constexpr char32_t kLastKnown = 0x20AC;

/// Septets of each character of GSM-7; 0 for those it lacks.
constexpr std::array<std::uint8_t, kLastKnown + 1> make_septets() {
  std::array<std::uint8_t, kLastKnown + 1> out{};
  for (const char32_t c : kDefaultAlphabet) out[c] = 1;
  for (const char32_t c : kExtension) out[c] = 2;
  return out;
}
constexpr auto kSeptets = make_septets();

int septets_of(char32_t c) { return c <= kLastKnown ? kSeptets[c] : 0; }
int code_units_of(char32_t c) { return c > 0xFFFF ? 2 : 1; }

/// Units of a single segment, and of one in a row: 140 octets, of which a row's header takes 6 (TS 23.040
/// §9.2.3.24.1).
struct Room {
  std::int64_t alone;
  std::int64_t each;
};
constexpr Room room_of(Encoding encoding) {
  return encoding == Encoding::Gsm7 ? Room{160, 153} : Room{70, 67};
}

int units_of(char32_t c, Encoding encoding) {
  return encoding == Encoding::Gsm7 ? septets_of(c) : code_units_of(c);
}

std::vector<std::int64_t> fill(std::string_view text, std::int64_t units, Encoding encoding) {
  if (units == 0) return {};
  const Room room = room_of(encoding);
  if (units <= room.alone) return {units};
  std::vector<std::int64_t> out{0};
  while (!text.empty()) {
    const int more = units_of(take_character(text), encoding);
    if (out.back() + more > room.each) out.push_back(0);
    out.back() += more;
  }
  return out;
}

void note_unfit(std::vector<Unfit>& unfit, char32_t c, std::int64_t place) {
  const auto known = std::ranges::find(unfit, c, &Unfit::character);
  if (known != unfit.end())
    ++known->count;
  else if (unfit.size() < kMostUnfit)
    unfit.push_back({.character = c, .count = 1, .first = place});
}

/// A text's length in both encodings.
struct Lengths {
  std::int64_t characters{0};
  std::int64_t septets{0};
  std::int64_t code_units{0};
  bool gsm7{true};
  [[nodiscard]] Encoding encoding() const { return gsm7 ? Encoding::Gsm7 : Encoding::Ucs2; }
  [[nodiscard]] std::int64_t units() const { return gsm7 ? septets : code_units; }
};

void count(Lengths& lengths, char32_t c) {
  const int septets = septets_of(c);
  lengths.gsm7 = lengths.gsm7 && septets > 0;
  lengths.septets += septets;
  lengths.code_units += code_units_of(c);
  ++lengths.characters;
}

}  // namespace

std::string_view to_text(Encoding encoding) { return encoding == Encoding::Gsm7 ? "GSM-7" : "UCS-2"; }

Segmentation segment(std::string_view utf8) {
  Lengths lengths;
  Segmentation out;
  for (std::string_view left = utf8; !left.empty();) {
    const char32_t c = take_character(left);
    if (septets_of(c) == 0) note_unfit(out.unfit, c, lengths.characters);
    count(lengths, c);
  }
  out.encoding = lengths.encoding();
  out.characters = lengths.characters;
  out.units = lengths.units();
  out.segments = fill(utf8, out.units, out.encoding);
  return out;
}

std::int64_t segment_count(std::string_view utf8) {
  Lengths lengths;
  for (std::string_view left = utf8; !left.empty();) count(lengths, take_character(left));
  return static_cast<std::int64_t>(fill(utf8, lengths.units(), lengths.encoding()).size());
}

}  // namespace herald::sms
