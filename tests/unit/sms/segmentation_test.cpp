#include "host/sms/segmentation.hpp"

#include <gtest/gtest.h>

namespace herald::sms {
namespace {

using Units = std::vector<std::int64_t>;
const std::string kEuro = "\xE2\x82\xAC";
const std::string kEmoji = "\xF0\x9F\x98\x80";
const std::string kHan = "\xE6\xBC\xA2";

std::string times(std::size_t count, const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += text;
  return out;
}

TEST(Segmentation, of_nothing_is_nothing) {
  const Segmentation none = segment("");
  EXPECT_EQ(none.encoding, Encoding::Gsm7);
  EXPECT_EQ(none.characters, 0);
  EXPECT_TRUE(none.segments.empty());
  EXPECT_EQ(segment_count(""), 0);
}

TEST(Segmentation, of_gsm7_has_160_alone_and_153_in_a_row) {
  EXPECT_EQ(segment(times(1, "a")).segments, Units{1});
  EXPECT_EQ(segment(times(159, "a")).segments, Units{159});
  EXPECT_EQ(segment(times(160, "a")).segments, Units{160});
  EXPECT_EQ(segment(times(161, "a")).segments, (Units{153, 8}));
  EXPECT_EQ(segment(times(306, "a")).segments, (Units{153, 153}));
  EXPECT_EQ(segment(times(307, "a")).segments, (Units{153, 153, 1}));
  EXPECT_EQ(segment(times(459, "a")).segments.size(), 3U);
  EXPECT_EQ(segment(times(460, "a")).segments.size(), 4U);
}

TEST(Segmentation, of_ucs2_has_70_alone_and_67_in_a_row) {
  EXPECT_EQ(segment(times(69, kHan)).segments, Units{69});
  EXPECT_EQ(segment(times(70, kHan)).segments, Units{70});
  EXPECT_EQ(segment(times(71, kHan)).segments, (Units{67, 4}));
  EXPECT_EQ(segment(times(134, kHan)).segments, (Units{67, 67}));
  EXPECT_EQ(segment(times(135, kHan)).segments, (Units{67, 67, 1}));
}

TEST(Segmentation, counts_characters_of_the_extension_twice) {
  for (const std::string& one :
       {std::string{"\f"}, std::string{"^"}, std::string{"{"}, std::string{"}"}, std::string{"\\"},
        std::string{"["}, std::string{"~"}, std::string{"]"}, std::string{"|"}, kEuro}) {
    const Segmentation found = segment(one);
    EXPECT_EQ(found.encoding, Encoding::Gsm7) << one;
    EXPECT_EQ(found.units, 2) << one;
    EXPECT_EQ(found.characters, 1) << one;
  }
  EXPECT_EQ(segment(times(80, kEuro)).segments, Units{160});
  EXPECT_EQ(segment(times(80, kEuro) + "a").segments, (Units{152, 9}));
}

TEST(Segmentation, never_cuts_an_escape_pair) {
  EXPECT_EQ(segment(times(152, "a") + kEuro + times(20, "a")).segments, (Units{152, 22}));
  EXPECT_EQ(segment(times(151, "a") + kEuro + times(20, "a")).segments, (Units{153, 20}));
  EXPECT_EQ(segment(times(153, "a") + kEuro + times(20, "a")).segments, (Units{153, 22}));
}

TEST(Segmentation, never_cuts_a_surrogate_pair) {
  EXPECT_EQ(segment(times(35, kEmoji)).segments, Units{70});
  EXPECT_EQ(segment(times(36, kEmoji)).segments, (Units{66, 6})) << "67 is odd";
  EXPECT_EQ(segment(times(66, kHan) + kEmoji + times(3, kHan)).segments, (Units{66, 5}));
  EXPECT_EQ(segment(times(65, kHan) + kEmoji + times(4, kHan)).segments, (Units{67, 4}));
}

TEST(Segmentation, knows_the_whole_default_alphabet) {
  const std::string alphabet =
      "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
      "abcdefghijklmnopqrstuvwxyzäöñüà";
  const Segmentation found = segment(alphabet);
  EXPECT_EQ(found.encoding, Encoding::Gsm7);
  EXPECT_EQ(found.characters, 127);
  EXPECT_EQ(found.units, 127);
}

TEST(Segmentation, takes_look_alikes_for_what_they_are) {
  for (const char* text :
       {"`", "\t", "ç", "á", "ê", "’", "“", "–", "…", "\xC2\xA0", "ğ", "Α", "\x7F", "\x1B"})
    EXPECT_EQ(segment(text).encoding, Encoding::Ucs2) << text;
}

TEST(Segmentation, tells_which_characters_make_it_ucs2) {
  const Segmentation found = segment("Déjà vu ’n’ " + kEmoji + " ça");
  EXPECT_EQ(found.encoding, Encoding::Ucs2);
  EXPECT_EQ(found.unfit, (std::vector<Unfit>{{U'’', 2, 8}, {U'\U0001F600', 1, 12}, {U'ç', 1, 14}}));
  EXPECT_EQ(found.characters, 16);
  EXPECT_EQ(found.units, 17);
}

TEST(Segmentation, lists_at_most_32_unfit_characters) {
  std::string text;
  for (char32_t c = 0x4E00; c < 0x4E00 + 33; ++c) text += utf8_of(c);
  EXPECT_EQ(segment(text).unfit.size(), kMostUnfit);
  EXPECT_EQ(segment(text.substr(0, 31 * 3)).unfit.size(), 31U);
}

TEST(Segmentation, takes_bytes_that_are_no_utf8_for_one_character_each) {
  EXPECT_EQ(segment("\xFF").characters, 1);
  EXPECT_EQ(segment("a\xE2\x82").characters, 3) << "cut off";
  EXPECT_EQ(segment("\xED\xA0\x80").characters, 3) << "a surrogate";
  EXPECT_EQ(segment("\xC0\x80").characters, 2) << "longer than it need be";
  EXPECT_EQ(segment("\xF4\x90\x80\x80").characters, 4) << "beyond Unicode";
  EXPECT_EQ(segment("\xF4\x8F\xBF\xBF").characters, 1) << "the last one";
}

TEST(Utf8, goes_there_and_back) {
  for (const char32_t c :
       {U'\0', U'a', U'\x7F', U'\x80', U'\x7FF', U'\x800', U'\xFFFD', U'\x10000', U'\x10FFFF'}) {
    const Segmentation found = segment(utf8_of(c));
    EXPECT_EQ(found.characters, 1);
    if (found.unfit.empty()) continue;
    EXPECT_EQ(found.unfit[0].character, c);
  }
}

}  // namespace
}  // namespace herald::sms
