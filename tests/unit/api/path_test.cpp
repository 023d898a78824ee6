#include "host/api/path.hpp"

#include <gtest/gtest.h>

namespace herald::api {
namespace {

bool matches(std::string_view pattern, std::string_view path) {
  const auto segments = split_path(path);
  return segments && Pattern{pattern}.matches(*segments);
}

TEST(Path, braces_match_one_filled_segment) {
  EXPECT_TRUE(matches("/a/{id}", "/a/7"));
  EXPECT_FALSE(matches("/a/{id}", "/a/"));
  EXPECT_FALSE(matches("/a/{id}", "/a"));
  EXPECT_FALSE(matches("/a/{id}", "/a/7/"));
  EXPECT_FALSE(matches("/a/{id}", "/b/7"));
}

TEST(Path, a_literal_is_compared_whole) {
  EXPECT_TRUE(matches("/a/b", "/a/b"));
  EXPECT_FALSE(matches("/a/b", "/a/bc"));
  EXPECT_FALSE(matches("/a/b", "/a/%62"));
}

TEST(Path, parameters_are_decoded_and_do_not_split) {
  const std::string path = "/a/x%2Fy/z";
  const auto params = Pattern{"/a/{one}/{two}"}.params(split_path(path).value());
  EXPECT_EQ(params, (std::vector<std::string>{"x/y", "z"}));
}

TEST(Path, a_malformed_escape_gives_no_parameters) {
  const std::string path = "/a/%zz";
  EXPECT_FALSE(Pattern{"/a/{id}"}.params(split_path(path).value()));
}

TEST(Path, more_segments_than_any_route_has_are_refused) {
  std::string path;
  for (std::size_t i = 0; i < Segments::kMost; ++i) path += "/a";
  EXPECT_TRUE(split_path(path));
  EXPECT_FALSE(split_path(path + "/a"));
  EXPECT_FALSE(split_path("a"));
}

}  // namespace
}  // namespace herald::api
