#include "host/base/redact.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace herald {
namespace {

std::string hidden(std::string text, const std::vector<std::string>& secrets) {
  hide(text, secrets);
  return text;
}

std::string shortened(std::string text, std::size_t most) {
  cut(text, most);
  return text;
}

TEST(Redact, EveryOccurrenceOfEverySecretIsHidden) {
  EXPECT_EQ(hidden("open sesame, sesame and hush", {"sesame", "hush"}), "open ***, *** and ***");
}

TEST(Redact, ASecretOfThreeBytesStaysOneOfFourIsHidden) {
  EXPECT_EQ(hidden("abc abcd", {"abc", ""}), "abc abcd");
  EXPECT_EQ(hidden("abc abcd", {"abcd"}), "abc ***");
}

TEST(Redact, ASecretOfStarsEnds) { EXPECT_EQ(hidden("******", {"****"}), "*****"); }

TEST(Redact, ATextIsCutAtItsBoundOnly) {
  EXPECT_EQ(shortened("12345", 5), "12345");
  EXPECT_EQ(shortened("123456", 5), "12345");
  EXPECT_EQ(shortened("1", 0), "");
}

TEST(Redact, ACharacterIsCutWhole) {
  EXPECT_EQ(shortened("ab\u00e9", 3), "ab");
  EXPECT_EQ(shortened("ab\u00e9", 4), "ab\u00e9");
  EXPECT_EQ(shortened("\xF0\x9F\x98\x80", 3), "");
}

}  // namespace
}  // namespace herald
