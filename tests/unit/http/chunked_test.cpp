#include "host/http/chunked.hpp"

#include <gtest/gtest.h>

namespace herald::http {
namespace {

int refused(std::string_view input, std::size_t body_limit = 100, std::size_t line_limit = 64) {
  ChunkedBody chunks{body_limit, line_limit};
  std::string body;
  chunks.feed(input, body);
  if (chunks.refusal()) return chunks.refusal()->status;
  return chunks.complete() ? 200 : 0;
}

TEST(ChunkedTest, decodes_the_same_wherever_the_input_is_cut) {
  const std::string input = "5\r\nhello\r\n0a ; x=y\r\n, world\r\n!\r\n00\r\nTrailer: t\r\n\r\n";
  for (std::size_t cut = 0; cut <= input.size(); ++cut) {
    ChunkedBody chunks{100, 64};
    std::string body;
    std::size_t taken = chunks.feed(std::string_view{input}.substr(0, cut), body);
    EXPECT_EQ(chunks.complete(), cut == input.size()) << cut;
    taken += chunks.feed(std::string_view{input}.substr(taken), body);
    EXPECT_TRUE(chunks.complete()) << cut;
    EXPECT_EQ(taken, input.size());
    EXPECT_EQ(body, "hello, world\r\n!");
  }
}

TEST(ChunkedTest, leaves_what_follows_the_body) {
  ChunkedBody chunks{100, 64};
  std::string body;
  EXPECT_EQ(chunks.feed("1\r\na\r\n0\r\n\r\nGET /", body), 11U);
  EXPECT_EQ(body, "a");
}

TEST(ChunkedTest, limits_the_decoded_bytes_over_all_chunks) {
  EXPECT_EQ(refused("3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", 5), 200);
  EXPECT_EQ(refused("3\r\nabc\r\n3\r\n", 5), 413);
  EXPECT_EQ(refused("fffffffffffffff\r\n", 5), 413);
}

TEST(ChunkedTest, refuses_what_the_grammar_does_not_allow) {
  for (const char* input : {"\r\n", "g\r\n", "-1\r\n", "+1\r\n", "0x1\r\n", " 1\r\n", "1 \r\n", "1 2\r\n",
                            "1\n", "1\r\nab\r\n", "1\r\na\n", "0\r\n\n", "1111111111111111\r\n", "1;\rx\r\n"})
    EXPECT_EQ(refused(input), 400) << input;
}

TEST(ChunkedTest, bounds_size_lines_and_trailers) {
  EXPECT_EQ(refused("0;" + std::string(8, 'x') + "\r\n\r\n", 5, 12), 200);
  EXPECT_EQ(refused("0;" + std::string(9, 'x') + "\r\n\r\n", 5, 12), 400);
  EXPECT_EQ(refused("0\r\nA: 12\r\nB: 34\r\n\r\n", 5, 16), 200);
  EXPECT_EQ(refused("0\r\nA: 12\r\nB: 34\r\n\r\n", 5, 15), 400);
}

}  // namespace
}  // namespace herald::http
