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

}  // namespace
}  // namespace herald::sdk
