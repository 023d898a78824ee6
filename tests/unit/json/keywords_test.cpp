#include <gtest/gtest.h>

#include "host/json/schema.hpp"

namespace herald::json {
namespace {

TEST(UnsupportedKeywords, is_empty_for_the_whole_allow_list) {
  EXPECT_TRUE(
      unsupported_keywords(R"({"$schema":"x","title":"t","description":"d","type":"object","required":["a"],
    "additionalProperties":false,"default":{},"examples":[{}],"$defs":{"n":{"minimum":1,"maximum":2}},
    "properties":{"a":{"enum":["x"],"secret":true,"format":"date"},"b":{"const":1},"not":{"$ref":"#/$defs/n"},
      "c":{"items":{"pattern":"x","minLength":1,"maxLength":2},"minItems":1,"maxItems":2},
      "d":{"oneOf":[{"type":"string"},{"type":"null"}]}}})")
          .empty());
}

TEST(UnsupportedKeywords, names_each_keyword_with_its_place) {
  EXPECT_EQ(
      unsupported_keywords(R"({"allOf":[{}],"properties":{"if":{"minimum":1,"exclusiveMinimum":0}},
    "$defs":{"x":{"anyOf":[]}},"items":{"not":{}},"oneOf":[{},{"dependentRequired":{}}],
    "additionalProperties":{"contains":{}}})"),
      (std::vector<std::string>{"/$defs/x/anyOf: keyword is not supported",
                                "/additionalProperties/contains: keyword is not supported",
                                "/allOf: keyword is not supported", "/items/not: keyword is not supported",
                                "/oneOf/1/dependentRequired: keyword is not supported",
                                "/properties/if/exclusiveMinimum: keyword is not supported"}));
}

TEST(UnsupportedKeywords, does_not_look_into_values) {
  EXPECT_TRUE(unsupported_keywords(
                  R"({"enum":[{"allOf":1}],"const":{"not":1},"default":{"if":1},"examples":[{"x":1}]})")
                  .empty());
}

TEST(UnsupportedKeywords, reports_constraints_that_a_reference_hides) {
  EXPECT_EQ(unsupported_keywords(R"({"$ref":"#","minLength":1,"title":"fine"})"),
            (std::vector<std::string>{"/minLength: is ignored beside $ref"}));
}

TEST(SecretFields, are_the_marked_properties_of_the_top_level) {
  EXPECT_EQ(secret_fields(R"({"properties":{"verify_token":{"secret":true},"region":{},"off":{"secret":false},
    "api_key":{"type":"string","secret":true},"deep":{"properties":{"inner":{"secret":true}}}}})"),
            (std::vector<std::string>{"api_key", "verify_token"}));
  EXPECT_TRUE(secret_fields("not json").empty());
  EXPECT_TRUE(secret_fields("{}").empty());
}

}  // namespace
}  // namespace herald::json
