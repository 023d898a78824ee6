#include "host/egress/request_check.hpp"

#include <gtest/gtest.h>

namespace herald::egress {
namespace {

using namespace std::string_literals;

/// "ok" or the failure of a GET of `url`.
std::string judge_url(std::string url) {
  const auto scheme = check_request({"GET", std::move(url)});
  return scheme ? "ok" : scheme.error().reason;
}

std::string judge_header(std::string name, std::string value) {
  const auto scheme = check_request({"GET", "https://example.com/", {{std::move(name), std::move(value)}}});
  return scheme ? "ok" : scheme.error().reason;
}

TEST(RequestCheck, TellsHttpFromHttpsInAnyCase) {
  EXPECT_EQ(*check_request({"GET", "http://example.com/"}), Scheme::Http);
  EXPECT_EQ(*check_request({"GET", "HTTPS://example.com"}), Scheme::Https);
}

TEST(RequestCheck, AcceptsPortsQueriesAndIpv6Hosts) {
  for (const auto* url : {"https://example.com:1/", "https://example.com:65535/a?b=c#d",
                          "https://[2606::1]:443/", "https://example.com/bot123:ABC/send"}) {
    EXPECT_EQ(judge_url(url), "ok") << url;
  }
}

TEST(RequestCheck, RefusesOtherSchemes) {
  for (const auto* url :
       {"ftp://example.com/", "file:///etc/passwd", "gopher://example.com/", "ws://example.com/",
        "javascript:alert(1)", "example.com", "//example.com/", "", "https://", "/path"}) {
    EXPECT_EQ(judge_url(url), "bad_url") << url;
  }
}

TEST(RequestCheck, RefusesUserinfo) {
  for (const auto* url :
       {"https://user@example.com/", "https://user:secret@example.com/", "https://:secret@example.com/"}) {
    EXPECT_EQ(judge_url(url), "bad_url") << url;
  }
}

TEST(RequestCheck, RefusesPortsThatDoNotExist) {
  for (const auto* url : {"https://example.com:0/", "https://example.com:00/", "https://example.com:65536/",
                          "https://example.com:-1/", "https://example.com:8a/"}) {
    EXPECT_EQ(judge_url(url), "bad_url") << url;
  }
}

TEST(RequestCheck, RefusesBlanksAndControlCharactersInTheUrl) {
  for (const auto& url : {"https://example.com/a b"s, "https://example.com/\r\nX: y"s,
                          "https://example.com/\0"s, " https://example.com/"s, "https://example.com/\x7f"s}) {
    EXPECT_EQ(judge_url(url), "bad_url") << url;
  }
}

TEST(RequestCheck, NeverRepeatsTheUrlWhichMayHoldAToken) {
  const auto scheme = check_request({"GET", "https://example.com:99999/bot123:SECRET/send"});
  EXPECT_EQ(scheme.error().detail.find("SECRET"), std::string::npos);
}

TEST(RequestCheck, RefusesHeadersThatCouldSplitTheMessage) {
  for (const auto& value : {"a\r\nX: y"s, "a\nb"s, "a\rb"s, "a\0b"s, "a\x7f"s}) {
    EXPECT_EQ(judge_header("X-A", value), "bad_request") << value;
  }
  for (const auto& name : {""s, "X A"s, "X:"s, "X\r\n"s, "\xC3\xA4"s}) {
    EXPECT_EQ(judge_header(name, "a"), "bad_request") << name;
  }
}

TEST(RequestCheck, RefusesHeadersThatBelongToTheEngine) {
  for (const auto* name : {"Host", "content-length", "TRANSFER-ENCODING", "Connection", "Expect", "Upgrade",
                           "TE", "Keep-Alive", "Proxy-Connection"}) {
    EXPECT_EQ(judge_header(name, "a"), "bad_request") << name;
  }
  EXPECT_EQ(judge_header("X-Host", "a\tb"), "ok");
}

TEST(RequestCheck, RefusesMethodsThatAreNoTokenOrOpenATunnel) {
  for (const auto* method : {"", "GET /", "POST\r\n", "CONNECT"}) {
    EXPECT_EQ(check_request({method, "https://example.com/"}).error().reason, "bad_request") << method;
  }
}

TEST(RequestCheck, RefusesBoundsThatWouldMeanNone) {
  Request request{"GET", "https://example.com/"};
  request.timeout = std::chrono::milliseconds{0};
  EXPECT_EQ(check_request(request).error().reason, "bad_request");
  request.timeout = std::chrono::milliseconds{1};
  EXPECT_TRUE(check_request(request));
  request.max_response_bytes = -1;
  EXPECT_EQ(check_request(request).error().reason, "bad_request");
}

TEST(RequestCheck, RefusesABodyWithHead) {
  EXPECT_EQ(check_request({"HEAD", "https://example.com/", {}, "x"}).error().reason, "bad_request");
}

}  // namespace
}  // namespace herald::egress
