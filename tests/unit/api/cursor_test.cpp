#include "host/api/cursor.hpp"

#include <gtest/gtest.h>

namespace herald::api {
namespace {

const domain::TenantId kOne{"one"};
const domain::TenantId kTwo{"two"};
const std::string kPlace = "2025-06-01 12:00:00.000|01890000-0000-7000-8000-000000000001";

TEST(Cursor, comes_back_as_it_was) {
  for (const std::string& place : {std::string{"x"}, std::string{"xy"}, std::string{"xyz"}, kPlace}) {
    const std::string text = encode_cursor({"messages", kOne}, place);
    EXPECT_EQ(text.find_first_of("+/= |"), std::string::npos);
    EXPECT_EQ(decode_cursor({"messages", kOne}, text).value(), place);
  }
}

TEST(Cursor, the_last_page_has_none) {
  EXPECT_EQ(encode_cursor({"messages", kOne}, ""), "");
  EXPECT_EQ(decode_cursor({"messages", kOne}, "").value(), "");
}

TEST(Cursor, any_changed_character_is_noticed) {
  const std::string text = encode_cursor({"messages", kOne}, kPlace);
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string changed = text;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    const auto read = decode_cursor({"messages", kOne}, changed);
    ASSERT_FALSE(read) << "at " << i;
    EXPECT_EQ(read.error().reason, "invalid_cursor");
  }
}

TEST(Cursor, belongs_to_its_list_and_tenant) {
  const std::string text = encode_cursor({"messages", kOne}, kPlace);
  EXPECT_FALSE(decode_cursor({"channels", kOne}, text));
  EXPECT_FALSE(decode_cursor({"messages", kTwo}, text));
}

TEST(Cursor, foreign_texts_are_refused) {
  for (const std::string_view text : {"AAAA", "not base64!", "AAAAAAAAAAA", "AAAAAAAAAAAAAAAA", "\xff"})
    EXPECT_FALSE(decode_cursor({"messages", kOne}, text)) << text;
}

}  // namespace
}  // namespace herald::api
