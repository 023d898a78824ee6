#include "host/http/render.hpp"

#include <gtest/gtest.h>

namespace herald::http {
namespace {

const Instant kNow{std::chrono::milliseconds{784'111'777'999}};

TEST(RenderTest, puts_head_and_body_into_one_buffer) {
  const Response response{201, "application/json", {{"Location", "/v1/messages/1"}}, "{}"};
  EXPECT_EQ(
      render(response, {.request_id = "r1", .now = kNow}),
      "HTTP/1.1 201 Created\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Type: application/json\r\n"
      "Content-Length: 2\r\nX-Request-Id: r1\r\nLocation: /v1/messages/1\r\n\r\n{}");
}

TEST(RenderTest, tells_head_the_length_without_the_body) {
  const std::string out = render({.body = "12345"}, {.method = Method::Head, .now = kNow});
  EXPECT_NE(out.find("Content-Length: 5\r\n"), std::string::npos);
  EXPECT_TRUE(out.ends_with("\r\n\r\n"));
}

TEST(RenderTest, sends_neither_body_nor_length_with_204_and_304) {
  for (const int status : {204, 304}) {
    const std::string out = render({.status = status, .body = "x"}, {.now = kNow});
    EXPECT_EQ(out.find("Content-"), std::string::npos) << out;
    EXPECT_TRUE(out.ends_with("\r\n\r\n"));
  }
}

TEST(RenderTest, ignores_headers_that_are_the_servers_own) {
  const Response response{200, "", {{"content-length", "9"}, {"Connection", "x"}, {"X-Own", "y"}}, ""};
  const std::string out = render(response, {.request_id = "r", .now = kNow});
  EXPECT_EQ(out.find("content-length"), std::string::npos);
  EXPECT_EQ(out.find("Connection"), std::string::npos);
  EXPECT_NE(out.find("X-Own: y\r\n"), std::string::npos);
}

TEST(RenderTest, names_the_connection_option_where_it_differs_from_the_versions_default) {
  EXPECT_NE(render({}, {.ending = Ending::Close}).find("Connection: close\r\n"), std::string::npos);
  EXPECT_NE(render({}, {.minor_version = 0}).find("Connection: keep-alive\r\n"), std::string::npos);
  EXPECT_EQ(render({}, {}).find("Connection"), std::string::npos);
}

TEST(RenderTest, finds_answers_that_would_break_the_message_apart) {
  EXPECT_TRUE(renderable({.headers = {{"A", "b\tc \xc3\xa9"}}}));
  EXPECT_FALSE(renderable({.headers = {{"A", "b\r\nSet-Cookie: c"}}}));
  EXPECT_FALSE(renderable({.headers = {{"A: b", "c"}}}));
  EXPECT_FALSE(renderable({.headers = {{"", "c"}}}));
  EXPECT_FALSE(renderable({.content_type = "a\nb"}));
  EXPECT_FALSE(renderable({.status = 100}));
  EXPECT_FALSE(renderable({.status = 600}));
}

TEST(RenderTest, moves_the_date_with_the_clock) {
  EXPECT_EQ(http_date(kNow), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(http_date(kNow + std::chrono::milliseconds{1}), "Sun, 06 Nov 1994 08:49:38 GMT");
  EXPECT_EQ(http_date(Instant{} + std::chrono::days{59}), "Sun, 01 Mar 1970 00:00:00 GMT");
}

}  // namespace
}  // namespace herald::http
