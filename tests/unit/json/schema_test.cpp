#include "host/json/schema.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace herald {

/// How GoogleTest shows a problem.
void PrintTo(const Problem& problem, std::ostream* out) { *out << problem.pointer << ": " << problem.text; }

}  // namespace herald

namespace herald::json {
namespace {

std::vector<Problem> problems(std::string_view schema, std::string_view document) {
  auto result = validate(schema, document);
  EXPECT_TRUE(result.has_value()) << (result ? "" : result.error().detail);
  return result ? *result : std::vector<Problem>{{"?", "did not compile"}};
}

struct Refusal {
  const char* keyword;
  const char* schema;
  const char* good;
  const char* bad;
  Problem problem;
};

class EachKeyword : public ::testing::TestWithParam<Refusal> {};

TEST_P(EachKeyword, accepts_a_good_document) {
  EXPECT_EQ(problems(GetParam().schema, GetParam().good), std::vector<Problem>{});
}

TEST_P(EachKeyword, refuses_a_bad_document_at_its_place) {
  EXPECT_EQ(problems(GetParam().schema, GetParam().bad), std::vector<Problem>{GetParam().problem});
}

INSTANTIATE_TEST_SUITE_P(
    AllowList, EachKeyword,
    ::testing::Values(
        Refusal{"type", R"({"type":"string"})", R"("x")", "1", {"", "has a type that is not allowed here"}},
        Refusal{"type_list",
                R"({"type":["integer","null"]})",
                "null",
                R"("x")",
                {"", "has a type that is not allowed here"}},
        Refusal{"integer", R"({"type":"integer"})", "3", "3.5", {"", "has a type that is not allowed here"}},
        Refusal{"properties",
                R"({"properties":{"a":{"type":"string"}}})",
                R"({"a":"x","b":1})",
                R"({"a":1})",
                {"/a", "has a type that is not allowed here"}},
        Refusal{"required", R"({"required":["a"]})", R"({"a":1})", "{}", {"/a", "is required"}},
        Refusal{"additionalProperties",
                R"({"properties":{"a":{}},"additionalProperties":false})",
                R"({"a":1})",
                R"({"a":1,"b/c":2})",
                {"/b~1c", "is not a known field"}},
        Refusal{"additionalPropertiesSchema",
                R"({"additionalProperties":{"type":"string"}})",
                R"({"a":"1"})",
                R"({"a":1})",
                {"/a", "has a type that is not allowed here"}},
        Refusal{"items",
                R"({"items":{"type":"string"}})",
                R"(["x"])",
                R"(["x",1])",
                {"/1", "has a type that is not allowed here"}},
        Refusal{
            "enum", R"({"enum":["a","b"]})", R"("b")", R"("c")", {"", "is not one of the allowed values"}},
        Refusal{"const", R"({"const":"a"})", R"("a")", R"("b")", {"", "is not the expected value"}},
        Refusal{"pattern",
                R"({"pattern":"^[a-z]+$"})",
                R"("abc")",
                R"("ab1")",
                {"", "does not match the expected pattern"}},
        Refusal{"minimum",
                R"({"minimum":3})",
                "3",
                "2",
                {"", "Expected number greater than or equal to 3.000000"}},
        Refusal{
            "maximum", R"({"maximum":3})", "3", "4", {"", "Expected number less than or equal to 3.000000"}},
        Refusal{"minLength",
                R"({"minLength":2})",
                R"("äö")",
                R"("ä")",
                {"", "String should be no fewer than 2 characters in length."}},
        Refusal{"maxLength",
                R"({"maxLength":2})",
                R"("😀😀")",
                R"("abc")",
                {"", "String should be no more than 2 characters in length."}},
        Refusal{"minItems",
                R"({"minItems":1})",
                "[1]",
                "[]",
                {"", "Array should contain no fewer than 1 elements."}},
        Refusal{"maxItems",
                R"({"maxItems":1})",
                "[1]",
                "[1,2]",
                {"", "Array should contain no more than 1 elements."}},
        Refusal{"ref",
                R"({"properties":{"a":{"$ref":"#/$defs/t"}},"$defs":{"t":{"type":"string"}}})",
                R"({"a":"x"})",
                R"({"a":1})",
                {"/a", "has a type that is not allowed here"}}),
    [](const auto& test) { return std::string{test.param.keyword}; });

TEST(Schema, accepts_exactly_one_form_of_oneOf) {
  constexpr auto kSchema = R"({"oneOf":[{"required":["a"]},{"required":["b"]}]})";
  EXPECT_TRUE(problems(kSchema, R"({"a":1})").empty());
  EXPECT_EQ(problems(kSchema, R"({"a":1,"b":1})"),
            (std::vector<Problem>{{"", "matches more than one of the allowed forms"}}));
  EXPECT_EQ(problems(kSchema, "{}").back(), (Problem{"", "matches none of the allowed forms"}));
}

TEST(Schema, reports_all_problems_together) {
  constexpr auto kSchema =
      R"({"type":"object","required":["a","b"],"properties":{"a":{"type":"string"},"c":{"type":"array","items":{"maximum":2}}},
          "additionalProperties":false})";
  const auto found = problems(kSchema, R"({"c":[1,3],"x":1,"y":2})");
  const std::vector<Problem> expected{{"/x", "is not a known field"},
                                      {"/y", "is not a known field"},
                                      {"/c/1", "Expected number less than or equal to 2.000000"},
                                      {"/a", "is required"},
                                      {"/b", "is required"}};
  EXPECT_EQ(found.size(), expected.size());
  for (const Problem& problem : expected) {
    EXPECT_NE(std::ranges::find(found, problem), found.end()) << problem.pointer << " " << problem.text;
  }
}

TEST(Schema, follows_a_reference_that_recurses_through_the_document) {
  constexpr auto kSchema =
      R"({"$ref":"#/$defs/node","$defs":{"node":{"type":"object","properties":{"next":{"$ref":"#/$defs/node"}}}}})";
  EXPECT_TRUE(problems(kSchema, R"({"next":{"next":{}}})").empty());
  EXPECT_EQ(problems(kSchema, R"({"next":{"next":3}})"),
            (std::vector<Problem>{{"/next/next", "has a type that is not allowed here"}}));
}

TEST(Schema, treats_format_as_an_annotation) {
  EXPECT_TRUE(problems(R"({"type":"string","format":"date"})", R"("not a date")").empty());
}

TEST(Schema, refuses_a_long_text_where_a_pattern_stands_instead_of_exhausting_the_stack) {
  const std::string text(1'000'000, 'a');
  const auto found =
      validate(R"({"properties":{"p":{"pattern":"^(a|b)*$"}}})", "{\"p\":\"" + text.substr(20) + "\"}");
  ASSERT_TRUE(found);
  EXPECT_EQ(*found,
            (std::vector<Problem>{{"/p", "String should be no more than 4096 characters in length."}}));
}

TEST(Schema, leaves_texts_of_other_types_to_the_type_keyword) {
  EXPECT_TRUE(problems(R"({"pattern":"^a$"})", "5").empty());
}

TEST(Schema, never_repeats_the_documents_values) {
  constexpr auto kSchema =
      R"({"properties":{"a":{"enum":["x"]},"b":{"pattern":"^x$"},"c":{"const":"x"},"d":{"maxLength":1}}})";
  for (const Problem& problem :
       problems(kSchema, R"({"a":"hunter2","b":"hunter2","c":"hunter2","d":"hunter2"})")) {
    EXPECT_EQ(problem.text.find("hunter2"), std::string::npos) << problem.text;
  }
}

TEST(Schema, refuses_to_compile_what_it_could_not_honour) {
  for (const char* schema :
       {"",
        "3",
        "{",
        R"({"type":"strnig"})",
        R"({"type":3})",
        R"({"pattern":"["})",
        R"({"multipleOf":2})",
        R"({"minLength":-1})",
        R"({"$ref":"#/$defs/none"})",
        R"({"$ref":"http://example.com/s"})",
        R"({"$ref":"#"})",
        R"({"oneOf":[{"$ref":"#"},{"type":"string"}]})",
        R"({"$ref":"#/~2"})",
        R"({"$ref":"#x"})",
        R"({"properties":{"a":{"$ref":"#/properties/a"}}})",
        R"({"$ref":"#/$defs/a","$defs":{"a":{"$ref":"#/$defs/b"},"b":{"$ref":"#/$defs/a"}}})",
        R"({"properties":{"a":true}})",
        R"({"required":"a"})",
        R"({"enum":3})",
        R"({"oneOf":{}})",
        R"({"maxItems":"2"})"}) {
    const auto compiled = Schema::compile(schema);
    ASSERT_FALSE(compiled) << schema;
    EXPECT_EQ(compiled.error().reason, "bad_schema") << schema;
    EXPECT_FALSE(compiled.error().detail.empty());
  }
}

TEST(Schema, passes_on_why_the_document_is_not_json) {
  const auto result = validate("{}", "{");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().reason, "malformed_json");
}

TEST(Schema, is_compiled_once_and_checks_many) {
  const auto schema = Schema::compile(R"({"pattern":"^a$"})");
  ASSERT_TRUE(schema);
  const Schema copy = *schema;
  EXPECT_TRUE(copy.check(*parse(R"("a")")).empty());
  EXPECT_FALSE(copy.check(*parse(R"("b")")).empty());
  EXPECT_TRUE(schema->check(*parse(R"("a")")).empty());
}

}  // namespace
}  // namespace herald::json
