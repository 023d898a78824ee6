#include "plugins/providers/sendgrid/charset.hpp"

#include <gtest/gtest.h>

namespace herald::sendgrid {
namespace {

TEST(Text, ConvertsLatinCharsets) {
  EXPECT_EQ(to_utf8("caf\xE9", "ISO-8859-1"), "caf\xC3\xA9");
  EXPECT_EQ(to_utf8("\x80 5", "windows-1252"), "\xE2\x82\xAC 5");
  EXPECT_EQ(to_utf8("\x80", "iso-8859-1"), "\xC2\x80");
  EXPECT_EQ(to_utf8("caf\xC3\xA9", "UTF-8"), "caf\xC3\xA9");
}

}  // namespace
}  // namespace herald::sendgrid
