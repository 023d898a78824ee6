#include "plugins/providers/telegram/text.hpp"

#include <gtest/gtest.h>

namespace herald::telegram {
namespace {

TEST(TelegramText, CountsUtf16Units) {
  EXPECT_EQ(utf16_units("aé€😀"), 5U);
  EXPECT_EQ(utf16_units(""), 0U);
}

TEST(TelegramText, CountsWhatIsLeftOfHtml) {
  EXPECT_EQ(visible_units("a<b>b</b>"), 2U);
  EXPECT_EQ(visible_units("<a href=\"x\">😀</a>"), 2U);
  EXPECT_EQ(visible_units("&lt;&#1234;&"), 3U);
  EXPECT_EQ(visible_units("a<b"), 3U) << "a tag that does not end is text";
  EXPECT_EQ(visible_units("&andsomethinglong;"), 18U);
}

TEST(TelegramText, KnowsBlanks) {
  EXPECT_TRUE(blank(" \r\n\t"));
  EXPECT_FALSE(blank(" . "));
}

TEST(TelegramText, KnowsAddresses) {
  EXPECT_TRUE(is_chat_id("-1001234567890"));
  for (const char* text : {"", "-", "1-", "12a", "123456789012345678901"})
    EXPECT_FALSE(is_chat_id(text)) << text;
  EXPECT_TRUE(is_username("@Abc_9"));
  EXPECT_TRUE(is_username("@" + std::string(32, 'a')));
  for (const std::string& text :
       {std::string("@abcd"), "@" + std::string(33, 'a'), std::string("abcdef"), std::string("@abc-def")})
    EXPECT_FALSE(is_username(text)) << text;
}

TEST(TelegramText, RedactsEverySecretAndNothingElse) {
  EXPECT_EQ(redacted("a key, a key", {"key", ""}), "a [secret], a [secret]");
}

}  // namespace
}  // namespace herald::telegram
