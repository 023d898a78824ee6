#include "sdk/tools/plugin/golden_wire.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace herald::testing {
namespace {

std::string plan(const std::string& url, const std::string& headers, const std::string& body) {
  return R"({"request":{"method":"POST","url":")" + url + R"(","headers":)" + headers + R"(,"body":)" + body +
         R"(,"commits":true}})";
}

std::string body_of(const std::string& segments) {
  const std::string wire = render_plan(plan("https://h/p", "[]", segments), "BYTES", {{"b1", "a\"b c"}}).wire;
  return wire.substr(wire.find("\r\n\r\n") + 4);
}

TEST(GoldenWire, RendersTargetHostHeadersAndLength) {
  EXPECT_EQ(
      render_plan(plan("https://h.example:81?x=1", R"([["B","2"],["A","1"]])", R"([{"text":"ü"}])"), "", {})
          .wire,
      "POST /?x=1 HTTP/1.1\r\nHost: h.example:81\r\nB: 2\r\nA: 1\r\nContent-Length: 2\r\n\r\nü");
}

TEST(GoldenWire, JoinsTextRangesAndEncodedBlobs) {
  EXPECT_EQ(body_of(R"([{"text":"<"},{"range":{"off":1,"len":3}},{"text":">"}])"), "<YTE>");
  EXPECT_EQ(body_of(R"([{"blob":"b1"}])"), "a\"b c");
  EXPECT_EQ(body_of(R"([{"blob":"b1","encode":"base64"}])"), "YSJiIGM=");
  EXPECT_THROW(body_of(R"([{"blob":"b1","encode":"percent"}])"), std::runtime_error);
}

TEST(GoldenWire, BreaksMimeBase64After76Characters) {
  const std::string segments = R"([{"blob":"b1","encode":"base64_mime"}])";
  const std::string wire =
      render_plan(plan("https://h/p", "[]", segments), "", {{"b1", std::string(58, 'a')}}).wire;
  EXPECT_TRUE(wire.ends_with("YWFh\r\nYQ=="));
}

TEST(GoldenWire, RefusesPlansThatTheHostWouldNotSend) {
  EXPECT_THROW(render_plan(plan("https://h/", R"([["content-length","1"]])", "[]"), "", {}),
               std::runtime_error);
  EXPECT_THROW(render_plan(plan("/relative", "[]", "[]"), "", {}), std::runtime_error);
  EXPECT_THROW(body_of(R"([{"range":{"off":4,"len":2}}])"), std::runtime_error);
  EXPECT_THROW(body_of(R"([{"blob":"b2"}])"), std::runtime_error);
}

TEST(GoldenWire, ReadsHeadsWithEitherLineEndAndLeavesTheBodyAlone) {
  const HttpText http = read_http("HTTP/1.1 200 OK\r\nA: 1\nA: 2\r\n\r\n\r\nbody\n");
  EXPECT_EQ(http.start, "HTTP/1.1 200 OK");
  EXPECT_EQ(headers_json(http), R"([["A","1"],["A","2"]])");
  EXPECT_EQ(http.body, "\r\nbody\n");
}

}  // namespace
}  // namespace herald::testing
