#include <gtest/gtest.h>
#include <herald/text.hpp>

namespace herald::sdk {
namespace {

TEST(SdkText, WritesAndReadsHex) {
  EXPECT_EQ(to_hex(std::string_view{"\0\xab\xff", 3}), "00abff");
  EXPECT_EQ(from_hex("00ABff"), (std::string{"\0\xab\xff", 3}));
  EXPECT_EQ(from_hex("0"), std::nullopt);
  EXPECT_EQ(from_hex("0g"), std::nullopt);
}

TEST(SdkText, PercentEncodesAllButUnreservedCharacters) {
  EXPECT_EQ(percent_encode("aZ09-._~"), "aZ09-._~");
  EXPECT_EQ(percent_encode("+44 7/\xc3\xa4&="), "%2B44%207%2F%C3%A4%26%3D");
}

TEST(SdkText, PercentDecodesFormsAndLeavesStrayPercents) {
  EXPECT_EQ(percent_decode("a+b%2Bc"), "a b+c");
  EXPECT_EQ(percent_decode("a+b%2bc", Plus::Literal), "a+b+c");
  EXPECT_EQ(percent_decode("100%"), "100%");
  EXPECT_EQ(percent_decode("%zz%4"), "%zz%4");
}

TEST(SdkText, ComparesNamesWithoutRegardToAsciiCase) {
  EXPECT_TRUE(same_name("Retry-After", "retry-AFTER"));
  EXPECT_FALSE(same_name("Retry-After", "Retry-Afte"));
  EXPECT_FALSE(same_name("\xc3\x84", "\xc3\xa4"));
}

TEST(SdkText, ReadsHowLongToWaitInSecondsOrUntilADate) {
  constexpr std::int64_t kNow = 784'111'777'000;  // Sun, 06 Nov 1994 08:49:37 GMT
  EXPECT_EQ(retry_after_ms("30", kNow), 30'000);
  EXPECT_EQ(retry_after_ms("86401", kNow), 86'400'000);
  EXPECT_EQ(retry_after_ms("Sun, 06 Nov 1994 08:50:07 GMT", kNow), 30'000);
  EXPECT_EQ(retry_after_ms("Sun, 06 Nov 1994 08:49:07 GMT", kNow), 0);
  EXPECT_EQ(retry_after_ms("Mon, 07 Nov 1995 08:49:37 GMT", kNow), 86'400'000);
}

TEST(SdkText, WaitsForNothingThatItCannotRead) {
  for (const char* text :
       {"", "soon", "-1", "+1", "1.5", "99999999999999999999", "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT"})
    EXPECT_EQ(retry_after_ms(text, 0), std::nullopt) << text;
}

}  // namespace
}  // namespace herald::sdk
