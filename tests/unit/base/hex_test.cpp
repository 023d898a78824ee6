#include "host/base/hex.hpp"

#include <gtest/gtest.h>

namespace herald {
namespace {

TEST(Hex, writes_two_lower_case_digits_per_byte) {
  EXPECT_EQ(to_hex(std::string("\x00\x0f\xa0\xff", 4)), "000fa0ff");
}

TEST(Hex, gives_every_byte_back) {
  std::string every;
  for (int byte = 0; byte < 256; ++byte) every += static_cast<char>(byte);
  EXPECT_EQ(from_hex(to_hex(every)), every);
  EXPECT_EQ(from_hex(""), "");
}

TEST(Hex, reads_either_case) { EXPECT_EQ(from_hex("aBCd"), "\xab\xcd"); }

TEST(Hex, refuses_odd_length_and_other_characters) {
  for (const char* text : {"a", "abc", "0g", "g0", " 0", "0x", "--", "/0", ":0", "@0", "`0"}) {
    EXPECT_FALSE(from_hex(text)) << text;
  }
}

}  // namespace
}  // namespace herald
