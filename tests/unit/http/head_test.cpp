#include "host/http/head.hpp"

#include <gtest/gtest.h>

namespace herald::http {
namespace {

int status_of(std::string_view head, std::size_t fields = 100) {
  const auto parsed = parse_head(head, {.fields = fields});
  const auto* refusal = std::get_if<Refusal>(&parsed);
  return refusal == nullptr ? 200 : refusal->status;
}

Request parsed(std::string_view line) {
  auto head = parse_head(std::string{line} + "\r\nHost: h\r\n\r\n", {});
  return std::get<Head>(std::move(head)).request;
}

std::string with(std::string_view field) {
  return "GET / HTTP/1.1\r\nHost: h\r\n" + std::string{field} + "\r\n\r\n";
}

TEST(HeadTest, splits_the_target_and_keeps_it_byte_for_byte) {
  const std::string target = "/v1/%41%2f+\"'<>|?a=%20+b&c=\"x\"?y";
  const Request request = parsed("POST " + target + " HTTP/1.1");
  EXPECT_EQ(request.method, Method::Post);
  EXPECT_EQ(request.target, target);
  EXPECT_EQ(request.path, "/v1/%41%2f+\"'<>|");
  EXPECT_EQ(request.query, "a=%20+b&c=\"x\"?y");
}

TEST(HeadTest, takes_the_path_out_of_an_absolute_target) {
  EXPECT_EQ(parsed("GET http://h:1/a/b?c HTTP/1.1").path, "/a/b");
  EXPECT_EQ(parsed("GET https://h HTTP/1.1").path, "/");
  EXPECT_EQ(parsed("GET http://h?q HTTP/1.1").query, "q");
  EXPECT_EQ(parsed("OPTIONS * HTTP/1.1").path, "*");
}

TEST(HeadTest, finds_headers_in_any_case_and_trims_their_values) {
  const auto head =
      parse_head("GET / HTTP/1.1\r\nHOST:h\r\nX-a: \t v w \t\r\nx-A: second\r\nEmpty:\r\n\r\n", {});
  const Request& request = std::get<Head>(head).request;
  EXPECT_EQ(request.header("x-a"), "v w");
  EXPECT_EQ(request.header("host"), "h");
  EXPECT_EQ(request.header("none"), "");
  EXPECT_EQ(request.headers.size(), 4U);
}

TEST(HeadTest, refuses_malformed_request_lines) {
  for (const char* line :
       {"GET", "GET /", "GET / ", "GET  HTTP/1.1", "GET / / HTTP/1.1", " GET / HTTP/1.1", "G(T / HTTP/1.1",
        "GET / http/1.1", "GET / HTTP/11", "GET a HTTP/1.1", "GET * HTTP/1.1", "GET /#f HTTP/1.1",
        "GET /\x80 HTTP/1.1", "GET /\t HTTP/1.1", "GET / HTTP/1.1 ", ""})
    EXPECT_EQ(status_of(std::string{line} + "\r\nHost: h\r\n\r\n"), 400) << line;
  EXPECT_EQ(status_of("GET / HTTP/2.0\r\nHost: h\r\n\r\n"), 505);
  EXPECT_EQ(status_of("BREW / HTTP/1.1\r\nHost: h\r\n\r\n"), 501);
  EXPECT_EQ(status_of("get / HTTP/1.1\r\nHost: h\r\n\r\n"), 501);
}

TEST(HeadTest, refuses_malformed_header_lines) {
  for (const char* field :
       {"A : b", "A", ": b", " folded", "A: b\r\n c", "A: \x01", "A: b\rc", "A: \x7f", "A B: c"})
    EXPECT_EQ(status_of(with(field)), 400) << field;
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\nHost: h\r\nA: " + std::string(1, '\0') + "\r\n\r\n"), 400);
  EXPECT_EQ(status_of(with("A: \xc3\xa9")), 200);
}

TEST(HeadTest, demands_exactly_one_host) {
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\n\r\n"), 400);
  EXPECT_EQ(status_of(with("host: other")), 400);
  EXPECT_EQ(status_of("GET / HTTP/1.0\r\n\r\n"), 200);
}

TEST(HeadTest, counts_header_fields_at_the_edge) {
  const std::string three = "GET / HTTP/1.1\r\nHost: h\r\nA: 1\r\nB: 2\r\n\r\n";
  EXPECT_EQ(status_of(three, 3), 200);
  EXPECT_EQ(status_of(three, 2), 431);
}

TEST(HeadTest, takes_a_request_line_of_the_limit_and_not_one_byte_more) {
  const std::string head = "GET /abc HTTP/1.1\r\nHost: h\r\n\r\n";
  EXPECT_TRUE(std::holds_alternative<Head>(parse_head(head, {.request_line = 17})));
  const auto refused = parse_head(head, {.request_line = 16});
  ASSERT_TRUE(std::holds_alternative<Refusal>(refused));
  EXPECT_EQ(std::get<Refusal>(refused).status, 414);
}

TEST(HeadTest, refuses_a_method_longer_than_a_method_can_be) {
  EXPECT_EQ(status_of(std::string(33, 'A') + " / HTTP/1.1\r\nHost: h\r\n\r\n"), 400);
  EXPECT_EQ(status_of(std::string(32, 'A') + " / HTTP/1.1\r\nHost: h\r\n\r\n"), 501);
}

TEST(HeadEndTest, is_found_wherever_the_input_is_cut) {
  const std::string head = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
  for (std::size_t cut = 0; cut < head.size(); ++cut) {
    const auto first = find_head_end(std::string_view{head}.substr(0, cut), 0, 1000);
    ASSERT_TRUE(std::holds_alternative<HeadOpen>(first)) << cut;
    const auto second = find_head_end(head + "rest", std::get<HeadOpen>(first).scanned, 1000);
    ASSERT_TRUE(std::holds_alternative<HeadEnd>(second)) << cut;
    EXPECT_EQ(std::get<HeadEnd>(second).size, head.size());
  }
}

TEST(HeadEndTest, refuses_a_bare_line_feed_at_once) {
  for (const char* text :
       {"\n", "GET / HTTP/1.1\n", "GET / HTTP/1.1\r\nA: b\n\r\n", "GET / HTTP/1.1\r\n\n"}) {
    const auto found = find_head_end(text, 0, 1000);
    ASSERT_TRUE(std::holds_alternative<Refusal>(found)) << text;
    EXPECT_EQ(std::get<Refusal>(found).status, 400);
  }
}

TEST(HeadEndTest, allows_the_limit_and_not_one_byte_more) {
  const std::string head = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
  EXPECT_TRUE(std::holds_alternative<HeadEnd>(find_head_end(head, 0, head.size())));
  EXPECT_TRUE(std::holds_alternative<Refusal>(find_head_end(head, 0, head.size() - 1)));
  EXPECT_TRUE(std::holds_alternative<HeadOpen>(find_head_end(std::string(9, 'a'), 0, 10)));
  EXPECT_TRUE(std::holds_alternative<Refusal>(find_head_end(std::string(10, 'a'), 0, 10)));
}

}  // namespace
}  // namespace herald::http
