#include "host/json/range.hpp"

#include <gtest/gtest.h>

namespace herald::json {
namespace {

std::string named(const char* range) {
  const auto document = parse(range);
  const auto found = document ? range_of(*document, "abcd") : std::nullopt;
  return found ? "[" + std::string{*found} + "]" : "nothing";
}

TEST(Range, names_bytes_up_to_the_edge) {
  EXPECT_EQ(named(R"({"off":0,"len":4})"), "[abcd]");
  EXPECT_EQ(named(R"({"off":1,"len":2})"), "[bc]");
  EXPECT_EQ(named(R"({"off":4,"len":0})"), "[]");
}

TEST(Range, names_nothing_beyond_it) {
  for (const char* range : {R"({"off":0,"len":5})", R"({"off":5,"len":0})", R"({"off":-1,"len":1})",
                            R"({"off":1,"len":-1})", R"({"off":1})", R"({"len":1})", R"({"off":"0","len":1})",
                            "[]", "7", R"({"off":9223372036854775807,"len":9223372036854775807})"})
    EXPECT_EQ(named(range), "nothing") << range;
}

}  // namespace
}  // namespace herald::json
