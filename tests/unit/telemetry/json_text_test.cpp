#include "host/base/json_text.hpp"

#include <gtest/gtest.h>

namespace herald {
namespace {

TEST(JsonTextTest, quotes_and_escapes_what_json_demands) {
  EXPECT_EQ(quote_json(""), R"("")");
  EXPECT_EQ(quote_json("a\"b\\c/d"), R"("a\"b\\c/d")");
  EXPECT_EQ(quote_json(std::string_view{"\n\r\t\0\x1f", 5}), R"("\n\r\t\u0000\u001f")");
}

TEST(JsonTextTest, keeps_valid_utf8_as_it_is) {
  const std::string_view text = "\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80 \xed\x9f\xbf \xf4\x8f\xbf\xbf";
  EXPECT_EQ(quote_json(text), "\"" + std::string{text} + "\"");
}

TEST(JsonTextTest, replaces_every_byte_that_is_not_utf8) {
  const std::string bad = "\xef\xbf\xbd";
  EXPECT_EQ(quote_json("a\xff"
                       "b"),
            "\"a" + bad + "b\"");
  EXPECT_EQ(quote_json("\xc0\x80"), "\"" + bad + bad + "\"");                      // overlong
  EXPECT_EQ(quote_json("\xed\xa0\x80"), "\"" + bad + bad + bad + "\"");            // surrogate
  EXPECT_EQ(quote_json("\xf4\x90\x80\x80"), "\"" + bad + bad + bad + bad + "\"");  // above U+10FFFF
  EXPECT_EQ(quote_json("x\xe2\x82"), "\"x" + bad + bad + "\"");                    // cut short
}

}  // namespace
}  // namespace herald
