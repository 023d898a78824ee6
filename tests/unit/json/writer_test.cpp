#include "host/json/writer.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "host/json/document.hpp"

namespace herald::json {
namespace {

TEST(Writer, places_commas_and_colons) {
  Writer out;
  out.begin_object().text("a", "x").number("n", -5).boolean("b", true).null("z");
  out.begin_array("list")
      .number(1)
      .text("two")
      .begin_object()
      .end_object()
      .begin_array()
      .end_array()
      .end_array();
  out.raw("r", R"({"k":1})").begin_object("o").real("half", 0.5).end_object().end_object();
  EXPECT_EQ(out.take(),
            R"({"a":"x","n":-5,"b":true,"z":null,"list":[1,"two",{},[]],"r":{"k":1},"o":{"half":0.5}})");
}

TEST(Writer, escapes_keys_and_values) {
  Writer out;
  out.begin_object().text("k\"", "a\\b\n\x01").end_object();
  EXPECT_EQ(out.take(), "{\"k\\\"\":\"a\\\\b\\n\\u0001\"}");
}

TEST(Writer, writes_the_edges_of_64_bit_numbers) {
  Writer out;
  out.begin_array().number(INT64_MIN).number(INT64_MAX).end_array();
  EXPECT_EQ(out.take(), "[-9223372036854775808,9223372036854775807]");
}

TEST(Writer, writes_null_for_what_json_cannot_hold) {
  Writer out;
  out.begin_array()
      .real(std::numeric_limits<double>::infinity())
      .real(std::numeric_limits<double>::quiet_NaN());
  out.raw("").end_array();
  EXPECT_EQ(out.take(), "[null,null,null]");
}

TEST(Writer, shows_empty_text_as_null_where_asked) {
  Writer out;
  out.begin_object().text_or_null("a", "").text_or_null("b", "x").end_object();
  EXPECT_EQ(out.take(), R"({"a":null,"b":"x"})");
}

TEST(Writer, can_be_used_again_after_take) {
  Writer out;
  out.begin_array().end_array();
  EXPECT_EQ(out.take(), "[]");
  out.number(1);
  EXPECT_EQ(out.take(), "1");
}

TEST(Writer, writes_what_the_parser_reads_back) {
  Writer out;
  std::string every;
  for (int byte = 0; byte < 128; ++byte) every += static_cast<char>(byte);
  out.begin_object().text("every", every).real("tenth", 0.1).real("big", 1e300).end_object();
  const auto parsed = parse(out.take());
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->member("every")->text(), every);
  EXPECT_EQ(parsed->member("tenth")->real(), 0.1);
  EXPECT_EQ(parsed->member("big")->real(), 1e300);
}

TEST(WriterDeathTest, refuses_to_give_out_an_open_object) {
  Writer out;
  out.begin_object();
  EXPECT_DEATH(out.take(), "broken invariant");
}

}  // namespace
}  // namespace herald::json
