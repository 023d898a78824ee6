#include "host/http/uri.hpp"

#include <gtest/gtest.h>

namespace herald::http {
namespace {

using Segments = std::vector<std::string>;
using Pairs = std::vector<Header>;

TEST(UriTest, splits_a_path_before_it_decodes_the_segments) {
  EXPECT_EQ(decode_path("/v1/a%2Fb/c+d"), (Segments{"v1", "a/b", "c+d"}));
  EXPECT_EQ(decode_path("/"), Segments{});
  EXPECT_EQ(decode_path("/a/"), (Segments{"a", ""}));
  EXPECT_EQ(decode_path("/a//b"), (Segments{"a", "", "b"}));
}

TEST(UriTest, refuses_malformed_escapes_and_nul) {
  for (const char* path : {"/%", "/%4", "/%4g", "/a%zz", "/%00"})
    EXPECT_EQ(decode_path(path), std::nullopt) << path;
  EXPECT_EQ(decode_query("a=%"), std::nullopt);
  EXPECT_EQ(decode_query("%00=a"), std::nullopt);
}

TEST(UriTest, decodes_query_pairs_in_order_with_duplicates) {
  EXPECT_EQ(decode_query("a=1&b=x+y%2B&a=2&flag&=v&&e=a=b"),
            (Pairs{{"a", "1"}, {"b", "x y+"}, {"a", "2"}, {"flag", ""}, {"", "v"}, {"e", "a=b"}}));
  EXPECT_EQ(decode_query(""), Pairs{});
  EXPECT_EQ(decode_query("a=%41"), (Pairs{{"a", "A"}}));
}

}  // namespace
}  // namespace herald::http
