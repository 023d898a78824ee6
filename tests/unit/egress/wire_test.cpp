#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/unit/egress/driver.hpp"

namespace herald::egress::test {
namespace {

using herald::test::RawServer;

/// The head that arrived, with the port of the run taken out.
std::string head_of(const RawServer& server, std::size_t index = 0) {
  auto head = server.requests().at(index).head;
  const auto port = std::to_string(server.port());
  if (const auto at = head.find(port); at != std::string::npos) head.replace(at, port.size(), "PORT");
  return head;
}

TEST(Wire, AGetCarriesNothingButHostAgentAcceptAndTheGivenHeadersInOrder) {
  RawServer server{RawServer::replies(RawServer::ok(""))};
  Driver driver;
  auto request = get(server.url("/a/../b?c=d%20e#f"));
  request.headers = {{"X-B", "2"}, {"X-A", "1"}, {"X-B", "3"}, {"X-Empty", ""}, {"X-Blank", "  "}};
  driver.run(request);
  EXPECT_EQ(head_of(server),
            "GET /a/../b?c=d%20e HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nUser-Agent: herald\r\nAccept: */*\r\n"
            "X-B: 2\r\nX-A: 1\r\nX-B: 3\r\nX-Empty:\r\nX-Blank:\r\n\r\n");
}

TEST(Wire, APostAddsContentLengthAndNoContentTypeOfItsOwn) {
  RawServer server{RawServer::replies(RawServer::ok(""))};
  Driver driver;
  driver.run(post(server.url("/p"), "abc"));
  EXPECT_EQ(head_of(server),
            "POST /p HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nUser-Agent: herald\r\nAccept: */*\r\n"
            "Content-Length: 3\r\n\r\n");
}

TEST(Wire, GivenAgentAcceptAndContentTypeTakeThePlaceOfTheUsualOnes) {
  RawServer server{RawServer::replies(RawServer::ok(""))};
  Driver driver;
  auto request = post(server.url("/p"), "{}");
  request.headers = {{"content-type", "application/json"}, {"accept", "a/b"}, {"user-agent", "x"}};
  driver.run(request);
  EXPECT_EQ(head_of(server),
            "POST /p HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\ncontent-type: application/json\r\naccept: a/b\r\n"
            "user-agent: x\r\nContent-Length: 2\r\n\r\n");
}

TEST(Wire, ALargeBodyArrivesWithoutAskingForLeaveFirst) {
  RawServer server{RawServer::replies(RawServer::ok(""))};
  Driver driver;
  const std::string body(3 << 20, 'x');
  EXPECT_EQ(driver.run(post(server.url("/p"), body)).phase, Phase::Answered);
  EXPECT_EQ(head_of(server).find("Expect"), std::string::npos);
  EXPECT_EQ(server.requests().at(0).body, body);
}

TEST(Wire, BodiesAreByteExactBothWaysWithNulBytes) {
  std::string bytes;
  for (int i = 0; i < 1024; ++i) bytes.push_back(static_cast<char>(i % 256));
  RawServer server{RawServer::replies(RawServer::ok(bytes))};
  Driver driver;
  const auto end = driver.run(post(server.url("/p"), bytes));
  EXPECT_EQ(end.body, bytes);
  EXPECT_EQ(server.requests().at(0).body, bytes);
}

TEST(Wire, EachMethodGoesOutAsGivenAlsoOnAReusedHandle) {
  RawServer server{RawServer::replies("HTTP/1.1 204 No Content\r\n\r\n")};
  Driver driver;
  const struct {
    const char* method;
    const char* body;
    const char* length;
  } rows[] = {{"POST", "ab", "2"}, {"GET", "", ""},   {"PUT", "", "0"},    {"DELETE", "", ""},
              {"HEAD", "", ""},    {"POST", "", "0"}, {"GET", "abc", "3"}, {"PATCH", "a", "1"},
              {"OPTIONS", "", ""}, {"GET", "", ""}};
  std::size_t count = 0;
  for (const auto& [method, body, length] : rows) {
    EXPECT_EQ(driver.run({method, server.url("/m"), {}, body}).status, 204) << method;
    const auto seen = server.requests().at(count++);
    const std::string announced{*length == '\0' ? "" : std::string{"Content-Length: "} + length + "\r\n"};
    EXPECT_EQ(seen.line(), std::string{method} + " /m HTTP/1.1");
    EXPECT_TRUE(seen.head.ends_with("Accept: */*\r\n" + announced + "\r\n")) << seen.head;
    EXPECT_EQ(seen.body, body);
  }
  EXPECT_EQ(server.connections(), 1U);
}

TEST(Wire, TheAnswerToHeadHasALengthButNoBody) {
  RawServer server{RawServer::replies("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")};
  Driver driver;
  const auto end = driver.run({"HEAD", server.url()});
  EXPECT_EQ(end.status, 200);
  EXPECT_EQ(end.headers, (std::vector<Header>{{"Content-Length", "5"}}));
}

TEST(Wire, ARedirectIsAnAnswerAndIsNotFollowed) {
  RawServer server{[](RawServer::Connection& peer) {
    while (peer.read()) peer.send("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n");
  }};
  Driver driver;
  EXPECT_EQ(driver.run(get(server.url())).status, 302);
  EXPECT_EQ(server.requests().size(), 1U);
}

TEST(Wire, CookiesAndChallengesAreNotAnswered) {
  RawServer server{RawServer::replies(
      "HTTP/1.1 401 No\r\nSet-Cookie: a=b\r\nWWW-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n")};
  Driver driver;
  EXPECT_EQ(driver.run(get(server.url())).status, 401);
  driver.run(get(server.url()));
  ASSERT_EQ(server.requests().size(), 2U);
  EXPECT_EQ(head_of(server, 1), head_of(server, 0));
}

TEST(Wire, ContentEncodingIsHandedOverAsItCame) {
  RawServer server{
      RawServer::replies("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc")};
  Driver driver;
  EXPECT_EQ(driver.run(get(server.url())).body, "abc");
}

TEST(Wire, AChunkedAnswerIsJoined) {
  RawServer server{RawServer::replies(
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\nX-Late: 1\r\n\r\n")};
  Driver driver;
  const auto end = driver.run(get(server.url()));
  EXPECT_EQ(end.body, "abcde");
  EXPECT_EQ(end.headers.size(), 1U);
}

TEST(Wire, ProxiesOfTheEnvironmentAreIgnored) {
  RawServer proxy{RawServer::replies(RawServer::ok("proxy"))};
  RawServer server{RawServer::replies(RawServer::ok("direct"))};
  setenv("http_proxy", proxy.url().c_str(), 1);
  setenv("all_proxy", proxy.url().c_str(), 1);
  Driver driver;
  const auto end = driver.run(get(server.url()));
  unsetenv("http_proxy");
  unsetenv("all_proxy");
  EXPECT_EQ(end.body, "direct");
  EXPECT_EQ(proxy.connections(), 0U);
}

}  // namespace
}  // namespace herald::egress::test
