#include "host/egress/response.hpp"

#include <gtest/gtest.h>

namespace herald::egress {
namespace {

TEST(Response, KeepsHeadersInOrderTrimmedAndRepeated) {
  Response response{{1000, 1000}};
  for (const auto* line :
       {"HTTP/1.1 200 OK\r\n", "B:  two \r\n", "A:one\r\n", "B: three:four\r\n", "C:\r\n", "\r\n"}) {
    EXPECT_TRUE(response.take_header(line));
  }
  EXPECT_EQ(response.headers,
            (std::vector<Header>{{"B", "two"}, {"A", "one"}, {"B", "three:four"}, {"C", ""}}));
}

TEST(Response, ForgetsAnInterimAnswer) {
  Response response{{1000, 1000}};
  for (const auto* line :
       {"HTTP/1.1 103 Early Hints\r\n", "Link: x\r\n", "\r\n", "HTTP/1.1 200 OK\r\n", "A: b\r\n"}) {
    EXPECT_TRUE(response.take_header(line));
  }
  EXPECT_EQ(response.headers, (std::vector<Header>{{"A", "b"}}));
}

TEST(Response, DropsTrailers) {
  Response response{{1000, 1000}};
  for (const auto* line : {"HTTP/1.1 200 OK\r\n", "A: b\r\n", "\r\n", "T: late\r\n"}) {
    EXPECT_TRUE(response.take_header(line));
  }
  EXPECT_EQ(response.headers, (std::vector<Header>{{"A", "b"}}));
}

TEST(Response, JoinsAFoldedLine) {
  Response response{{1000, 1000}};
  EXPECT_TRUE(response.take_header("A: one\r\n"));
  EXPECT_TRUE(response.take_header("\t two\r\n"));
  EXPECT_EQ(response.headers, (std::vector<Header>{{"A", "one two"}}));
}

TEST(Response, CountsAllHeaderLinesAgainstTheLimitInterimOnesToo) {
  Response response{{30, 0}};
  EXPECT_TRUE(response.take_header("HTTP/1.1 100 C\r\n"));  // 16 bytes
  EXPECT_TRUE(response.take_header("HTTP/1.1 200\r\n"));    // 14 bytes
  EXPECT_FALSE(response.take_header("\r\n"));
}

TEST(Response, TakesABodyUpToTheLimitAndNoByteMore) {
  Response response{{0, 5}};
  EXPECT_EQ(response.take_body("abc"), Taken::Yes);
  EXPECT_EQ(response.take_body("de"), Taken::Yes);
  EXPECT_EQ(response.take_body("f"), Taken::TooMuch);
  EXPECT_EQ(response.body, "abcde");
}

}  // namespace
}  // namespace herald::egress
