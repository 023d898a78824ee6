#include "host/json/document.hpp"

#include <gtest/gtest.h>

namespace herald::json {
namespace {

Error refusal(std::string_view text, ParseLimits limits = {}) {
  auto parsed = parse(text, limits);
  EXPECT_FALSE(parsed.has_value()) << text;
  return parsed ? Error{} : parsed.error();
}

TEST(Document, writes_compact_text_with_sorted_keys) {
  EXPECT_EQ(parse(R"( { "b" : [1, 2.5, "\u00e4"], "a": null } )")->compact(),
            "{\"a\":null,\"b\":[1,2.5,\"ä\"]}");
}

TEST(Document, gives_members_and_elements_by_kind) {
  const auto parsed = parse(R"({"n":7,"t":"x","f":true,"list":[1,"two"],"r":1.5})");
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->member("n")->integer(), 7);
  EXPECT_EQ(parsed->member("t")->text(), "x");
  EXPECT_EQ(parsed->member("f")->boolean(), true);
  EXPECT_EQ(parsed->member("r")->real(), 1.5);
  EXPECT_EQ(parsed->member("r")->integer(), std::nullopt);
  EXPECT_EQ(parsed->member("list")->elements().at(1).text(), "two");
  EXPECT_FALSE(parsed->member("absent"));
  EXPECT_FALSE(parsed->member("n")->member("deeper"));
  EXPECT_EQ(parsed->names(), (std::vector<std::string>{"f", "list", "n", "r", "t"}));
}

TEST(Document, keeps_the_tree_of_a_member_alive) {
  std::optional<Document> member;
  {
    const auto parsed = parse(R"({"a":{"b":"still here"}})");
    member = parsed->member("a")->member("b");
  }
  EXPECT_EQ(member->text(), "still here");
}

TEST(Document, reads_the_edges_of_64_bit_integers) {
  EXPECT_EQ(parse("9223372036854775807")->integer(), INT64_MAX);
  EXPECT_EQ(parse("-9223372036854775808")->integer(), INT64_MIN);
  EXPECT_EQ(parse("9223372036854775808")->integer(), std::nullopt);
}

TEST(Document, is_null_by_default) {
  EXPECT_EQ(Document{}.kind(), Kind::Null);
  EXPECT_EQ(Document{}.compact(), "null");
}

TEST(Parse, refuses_a_key_that_appears_twice_and_says_where) {
  const Error error = refusal(R"({"a":{"x":1,"y":[{"k":1,"k":2}]}})");
  EXPECT_EQ(error.code, Errc::Invalid);
  EXPECT_EQ(error.reason, "malformed_json");
  ASSERT_EQ(error.problems.size(), 1U);
  EXPECT_EQ(error.problems.front().pointer, "/a/y/0/k");
}

TEST(Parse, refuses_a_repeated_key_written_with_an_escape) { refusal(R"({"a":1,"\u0061":2})"); }

TEST(Parse, allows_the_same_key_in_different_objects) { EXPECT_TRUE(parse(R"([{"a":1},{"a":{"a":2}}])")); }

TEST(Parse, refuses_what_is_not_json) {
  for (const char* text :
       {"", " ", "nul", "NaN", "[1,]", "{\"a\"}", "{} {}", "{} x", "'a'", "01", "+1", "[1 2]", "\"\x01\"",
        "\"\xff\"", "\"\\ud800\"", "Infinity", "/*c*/1", "1e999", "{\"a\":1,}"}) {
    refusal(text);
  }
}

TEST(Parse, names_line_and_column_of_the_first_error) {
  EXPECT_NE(refusal("{\n  \"a\": ?\n}").detail.find("line 2, column 8"), std::string::npos)
      << refusal("{\n  \"a\": ?\n}").detail;
}

TEST(Parse, never_repeats_the_input_in_its_error) {
  for (const char* text : {"{\"k\": hunter2}", "{\"k\":\"hunter2\x01\"}", "\"hunter2", "[hunter2"}) {
    EXPECT_EQ(refusal(text).detail.find("hunter"), std::string::npos) << refusal(text).detail;
  }
}

TEST(Parse, allows_nesting_up_to_its_limit_and_no_deeper) {
  const auto nested = [](int depth) {
    return std::string(static_cast<std::size_t>(depth), '[') +
           std::string(static_cast<std::size_t>(depth), ']');
  };
  EXPECT_TRUE(parse(nested(32)));
  EXPECT_NE(refusal(nested(33)).detail.find("32 levels"), std::string::npos);
  EXPECT_EQ(refusal(R"({"a":[[1]]})", {.depth = 2}).problems.front().pointer, "/a");
  refusal(nested(100000));
}

TEST(Parse, refuses_texts_over_the_byte_limit_as_too_large) {
  EXPECT_TRUE(parse("[1]", {.bytes = 3}));
  EXPECT_EQ(refusal("[12]", {.bytes = 3}).code, Errc::TooLarge);
}

TEST(PointerStep, escapes_tilde_and_slash) { EXPECT_EQ(pointer_step("a/b~c"), "/a~1b~0c"); }

TEST(CharacterCount, counts_code_points) { EXPECT_EQ(character_count("aä€😀"), 4U); }

}  // namespace
}  // namespace herald::json
