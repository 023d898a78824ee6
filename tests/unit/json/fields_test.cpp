#include "host/json/fields.hpp"

#include <gtest/gtest.h>

#include <array>

namespace herald::json {
namespace {

Document document(std::string_view text) {
  auto parsed = parse(text);
  EXPECT_TRUE(parsed.has_value()) << text;
  return *parsed;
}

std::vector<Problem> problems(Fields& in) {
  const auto done = in.finish();
  return done ? std::vector<Problem>{} : done.error().problems;
}

TEST(Fields, reads_every_kind) {
  Fields in{document(R"({"t":"x","n":3,"b":false,"o":{"k":[1, 2]},"a":[1 ,2],"c":"TWO"})")};
  constexpr std::array<std::string_view, 2> kChoices{"ONE", "TWO"};
  EXPECT_EQ(in.text("t", Need::Required), "x");
  EXPECT_EQ(in.integer("n", Need::Required, {.min = 1, .max = 3}), 3);
  EXPECT_EQ(in.boolean("b", Need::Required), false);
  EXPECT_EQ(in.object_text("o", Need::Required), R"({"k":[1,2]})");
  EXPECT_EQ(in.array_text("a", Need::Required), "[1,2]");
  EXPECT_EQ(in.one_of("c", Need::Required, kChoices), "TWO");
  EXPECT_TRUE(in.finish());
}

TEST(Fields, leaves_absent_optional_members_empty) {
  Fields in{document(R"({"null":null})")};
  EXPECT_EQ(in.text("t", Need::Optional), "");
  EXPECT_EQ(in.optional_text("t"), std::nullopt);
  EXPECT_EQ(in.optional_text("null"), std::nullopt);
  EXPECT_EQ(in.integer("n", Need::Optional), std::nullopt);
  EXPECT_EQ(in.boolean("b", Need::Optional), std::nullopt);
  EXPECT_EQ(in.object_text("o", Need::Optional), "");
  EXPECT_FALSE(in.value("v", Need::Optional));
  EXPECT_TRUE(in.finish());
}

TEST(Fields, tells_an_empty_text_from_an_absent_one) {
  Fields in{document(R"({"t":""})")};
  EXPECT_EQ(in.optional_text("t"), "");
}

TEST(Fields, reports_every_problem_together_with_its_pointer) {
  Fields in{document(R"({"t":5,"n":"3","far":11,"long":"abcdef","null":null,"extra":1,"a/b":2})")};
  in.text("t", Need::Required);
  in.integer("n", Need::Optional);
  in.integer("far", Need::Optional, {.max = 10});
  in.text("long", Need::Optional, {.max = 5});
  in.text("null", Need::Required);
  in.boolean("missing", Need::Required);
  const auto done = in.finish();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Errc::Invalid);
  EXPECT_EQ(done.error().reason, "invalid_body");
  EXPECT_EQ(done.error().problems,
            (std::vector<Problem>{{"/t", "expected a string, found a number"},
                                  {"/n", "expected a number, found a string"},
                                  {"/far", "expected a whole number of at most 10, found 11"},
                                  {"/long", "expected at most 5 characters, found 6"},
                                  {"/null", "is required, found null"},
                                  {"/missing", "is required"},
                                  {"/a~1b", "is not a known field"},
                                  {"/extra", "is not a known field"}}));
}

TEST(Fields, counts_characters_not_bytes) {
  Fields in{document(R"({"fits":"äöü€😀","short":"😀"})")};
  EXPECT_EQ(in.text("fits", Need::Required, {.max = 5}), "äöü€😀");
  in.text("short", Need::Required, {.min = 2});
  EXPECT_EQ(problems(in), (std::vector<Problem>{{"/short", "expected at least 2 characters, found 1"}}));
}

TEST(Fields, takes_bounds_as_inclusive) {
  Fields in{document(R"({"low":-1,"high":10,"under":-2,"over":11,"half":1.5,"huge":9223372036854775808})")};
  const IntegerBounds bounds{.min = -1, .max = 10};
  EXPECT_EQ(in.integer("low", Need::Required, bounds), -1);
  EXPECT_EQ(in.integer("high", Need::Required, bounds), 10);
  for (const char* name : {"under", "over", "half", "huge"})
    EXPECT_FALSE(in.integer(name, Need::Required, bounds));
  EXPECT_EQ(problems(in).size(), 4U);
}

TEST(Fields, refuses_a_nul_character_in_text) {
  Fields in{document(R"({"t":"a\u0000b"})")};
  EXPECT_EQ(in.text("t", Need::Required), "");
  EXPECT_EQ(problems(in).size(), 1U);
}

TEST(Fields, names_the_choices_without_repeating_the_value) {
  Fields in{document(R"({"c":"three"})")};
  constexpr std::array<std::string_view, 2> kChoices{"ONE", "TWO"};
  EXPECT_EQ(in.one_of("c", Need::Required, kChoices), "");
  EXPECT_EQ(problems(in), (std::vector<Problem>{{"/c", "expected one of ONE, TWO"}}));
}

TEST(Fields, bounds_arrays_by_items_and_raw_text_by_bytes) {
  Fields in{document(R"({"a":[1,2,3],"o":{"k":"vvvv"}})")};
  in.array_text("a", Need::Required, {.items = 2});
  in.object_text("o", Need::Required, {.bytes = 11});
  EXPECT_EQ(problems(in), (std::vector<Problem>{{"/a", "expected at most 2 items, found 3"},
                                                {"/o", "expected at most 11 bytes of JSON, found 12"}}));
}

TEST(Fields, reads_nested_objects_and_reports_into_the_same_list) {
  Fields in{document(R"({"rate":{"burst":"x","other":1},"list":[{"id":"a"},{"id":7},3]})")};
  std::vector<std::string> ids;
  EXPECT_TRUE(in.nested("rate", Need::Required, [](Fields& rate) { rate.integer("burst", Need::Required); }));
  EXPECT_TRUE(in.each("list", Need::Required, {},
                      [&](Fields& item) { ids.push_back(item.text("id", Need::Required)); }));
  EXPECT_FALSE(in.nested("absent", Need::Optional, [](Fields&) { FAIL(); }));
  EXPECT_EQ(ids, (std::vector<std::string>{"a", "", ""}));
  EXPECT_EQ(problems(in), (std::vector<Problem>{{"/rate/burst", "expected a number, found a string"},
                                                {"/rate/other", "is not a known field"},
                                                {"/list/1/id", "expected a string, found a number"},
                                                {"/list/2", "expected an object, found a number"}}));
}

TEST(Fields, lets_the_caller_add_its_own_problem) {
  Fields in{document(R"({"when":"tomorrow"})")};
  in.text("when", Need::Required);
  in.complain("when", "expected RFC 3339");
  EXPECT_EQ(problems(in), (std::vector<Problem>{{"/when", "expected RFC 3339"}}));
}

TEST(Fields, can_ignore_unknown_keys) {
  Fields in{document(R"({"later":{"x":1},"known":{"also":2}})"), Unknown::Ignore};
  in.nested("known", Need::Required, [](Fields&) {});
  EXPECT_TRUE(in.finish());
}

TEST(Fields, tells_null_from_absent_for_merge_patches) {
  const Fields in{document(R"({"gone":null})")};
  EXPECT_TRUE(in.has("gone"));
  EXPECT_TRUE(in.is_null("gone"));
  EXPECT_FALSE(in.has("kept"));
  EXPECT_FALSE(in.is_null("kept"));
}

TEST(Fields, refuses_a_document_that_is_no_object) {
  Fields in{document("[1]")};
  in.text("t", Need::Required);
  EXPECT_EQ(problems(in), (std::vector<Problem>{{"", "expected an object, found an array"}}));
}

}  // namespace
}  // namespace herald::json
