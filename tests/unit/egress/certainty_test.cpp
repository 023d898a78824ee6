#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/unit/egress/driver.hpp"

namespace herald::egress::test {
namespace {

using herald::test::RawServer;
using std::chrono::milliseconds;

void expect_end(const Exchange& end, Phase phase, std::string_view failure) {
  EXPECT_EQ(end.phase, phase) << end.text;
  EXPECT_EQ(end.failure, failure) << end.text;
  EXPECT_EQ(end.status, 0);
}

/// A script that reads one request, sends `bytes` and closes.
RawServer::Script says(std::string bytes) {
  return [bytes = std::move(bytes)](RawServer::Connection& peer) {
    if (peer.read()) peer.send(bytes);
  };
}

TEST(Certainty, AFullAnswerIsAnswered) {
  RawServer server{
      RawServer::replies("HTTP/1.1 503 Busy\r\nRetry-After: 7\r\nContent-Length: 4\r\n\r\nlate")};
  Driver driver;
  const auto end = driver.run(post(server.url()));
  EXPECT_EQ(end.phase, Phase::Answered);
  EXPECT_EQ(end.status, 503);
  EXPECT_EQ(end.headers, (std::vector<Header>{{"Retry-After", "7"}, {"Content-Length", "4"}}));
  EXPECT_EQ(end.body, "late");
  EXPECT_EQ(end.failure, "");
}

TEST(Certainty, APostThatIsReadOnAKeptConnectionWhichThenClosesReachesTheServerOnce) {
  RawServer server{RawServer::closes_after(1, RawServer::ok("first"))};
  Driver driver;
  EXPECT_EQ(driver.run(post(server.url(), "one")).body, "first");
  expect_end(driver.run(post(server.url(), "two")), Phase::Began, "second_start");
  const auto requests = server.requests();
  ASSERT_EQ(requests.size(), 2U);
  EXPECT_EQ(requests[1].body, "two");
  EXPECT_EQ(requests[1].connection, 0U) << "the second request was meant to use the kept connection";
  EXPECT_EQ(server.connections(), 1U);
}

TEST(Certainty, AResetOfAKeptConnectionAfterReadingReachesTheServerOnce) {
  RawServer server{[](RawServer::Connection& peer) {
    if (peer.read()) peer.send(RawServer::ok("first"));
    if (peer.read()) peer.reset_at_end();
  }};
  Driver driver;
  driver.run(post(server.url(), "one"));
  EXPECT_EQ(driver.run(post(server.url(), "two")).phase, Phase::Began);
  EXPECT_EQ(server.requests().size(), 2U);
}

TEST(Certainty, ASecondStartOnAnotherKeptConnectionIsRefusedToo) {
  // Two connections are kept; both close on their second request.
  RawServer server{[](RawServer::Connection& peer) {
    if (!peer.read() || !peer.hold()) return;
    peer.send(RawServer::ok("first"));
    peer.read();
  }};
  Driver driver;
  std::size_t answered = 0;
  for (int i = 0; i < 2; ++i) driver.engine.start(get(server.url()), [&](Exchange) { ++answered; });
  ASSERT_TRUE(driver.turn_until([&] { return server.requests().size() == 2; }));
  server.release();
  ASSERT_TRUE(driver.turn_until([&] { return answered == 2; }));
  expect_end(driver.run(post(server.url(), "two")), Phase::Began, "second_start");
  EXPECT_EQ(server.requests().size(), 3U);
}

TEST(Certainty, ACloseWithoutAnswerOnAFreshConnectionIsBegan) {
  RawServer server{says("")};
  Driver driver;
  expect_end(driver.run(post(server.url())), Phase::Began, "reset");
  EXPECT_EQ(server.requests().size(), 1U);
}

TEST(Certainty, ATruncatedBodyIsBegan) {
  RawServer server{says("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")};
  Driver driver;
  const auto end = driver.run(post(server.url()));
  expect_end(end, Phase::Began, "reset");
  EXPECT_EQ(end.body, "");
}

TEST(Certainty, ATruncatedChunkedBodyIsBegan) {
  RawServer server{says("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhalf")};
  Driver driver;
  expect_end(driver.run(post(server.url())), Phase::Began, "reset");
}

TEST(Certainty, TruncatedHeadersAreBegan) {
  RawServer server{says("HTTP/1.1 200 OK\r\nContent-Le")};
  Driver driver;
  expect_end(driver.run(post(server.url())), Phase::Began, "reset");
}

TEST(Certainty, AnInterimAnswerAloneIsBegan) {
  RawServer server{says("HTTP/1.1 103 Early Hints\r\n\r\n")};
  Driver driver;
  EXPECT_EQ(driver.run(post(server.url())).phase, Phase::Began);
}

TEST(Certainty, AnAnswerThatIsNotHttpIsBegan) {
  RawServer server{says("SSH-2.0-OpenSSH_9.2\r\n")};
  Driver driver;
  expect_end(driver.run(post(server.url())), Phase::Began, "bad_answer");
}

TEST(Certainty, NoAnswerInTimeIsBegan) {
  RawServer server{[](RawServer::Connection& peer) {
    peer.read();
    peer.drain();
  }};
  Driver driver;
  auto request = post(server.url());
  request.timeout = milliseconds{100};
  expect_end(driver.run(request), Phase::Began, "timeout");
  EXPECT_EQ(server.requests().size(), 1U);
}

TEST(Certainty, ASlowAnswerWithinTheTimeIsAnswered) {
  RawServer server{[](RawServer::Connection& peer) {
    if (peer.read() && peer.hold()) peer.send(RawServer::ok("late"));
  }};
  Driver driver;
  std::optional<Exchange> end;
  driver.engine.start(post(server.url()), [&](Exchange given) { end = std::move(given); });
  ASSERT_TRUE(driver.turn_until([&] { return server.requests().size() == 1; }));
  EXPECT_FALSE(end);
  server.release();
  ASSERT_TRUE(driver.turn_until([&] { return end.has_value(); }));
  EXPECT_EQ(end->body, "late");
}

TEST(Certainty, ARefusedConnectionIsNotStarted) {
  const int bound = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);  // bound, not listening: refuses
  sockaddr_in address{AF_INET, 0, {htonl(INADDR_LOOPBACK)}, {}};
  socklen_t size = sizeof address;
  void* raw = &address;
  ASSERT_EQ(bind(bound, static_cast<sockaddr*>(raw), size), 0);
  ASSERT_EQ(getsockname(bound, static_cast<sockaddr*>(raw), &size), 0);
  Driver driver;
  expect_end(driver.run(post("http://127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + "/")),
             Phase::NotStarted, "connect");
  close(bound);
}

TEST(Certainty, AServerThatSpeaksNoTlsIsNotStarted) {
  RawServer server{[](RawServer::Connection& peer) {
    peer.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
    peer.drain();
  }};
  Driver driver;
  expect_end(driver.run(post(server.url("/", "https"))), Phase::NotStarted, "tls");
}

TEST(Certainty, AServerThatNeverFinishesTlsTimesOutNotStarted) {
  RawServer server{[](RawServer::Connection& peer) { peer.drain(); }};
  Driver driver;
  auto request = post(server.url("/", "https"));
  request.timeout = milliseconds{100};
  expect_end(driver.run(request), Phase::NotStarted, "timeout");
}

TEST(Certainty, ABadUrlIsNotStarted) {
  Driver driver;
  expect_end(driver.run(get("ftp://127.0.0.1/")), Phase::NotStarted, "bad_url");
  expect_end(driver.run({"GET", "http://127.0.0.1/", {{"Host", "x"}}}), Phase::NotStarted, "bad_request");
}

TEST(Certainty, AStartLimitThatHasPassedSendsNothing) {
  RawServer server{RawServer::replies(RawServer::ok(""))};
  Driver driver;
  auto request = post(server.url());
  request.start_by = driver.clock.at;
  expect_end(driver.run(request), Phase::NotStarted, "start_deadline");
  EXPECT_EQ(server.requests().size(), 0U);
}

TEST(Certainty, AStartLimitThatPassesWhileConnectingSendsNothing) {
  RawServer server{RawServer::replies(RawServer::ok(""))};
  Driver driver;
  auto request = post(server.url());
  request.start_by = driver.clock.at + milliseconds{1};
  std::optional<Exchange> end;
  driver.engine.start(request, [&](Exchange given) { end = std::move(given); });
  const auto now = driver.clock.at;
  driver.clock.at = request.start_by;  // the turn was due before the limit, the connection is ready after it
  ASSERT_TRUE([&] {
    for (int i = 0; i < 1000 && !end; ++i) {
      driver.engine.step(now);
      driver.engine.wait(milliseconds{50});
    }
    return end.has_value();
  }());
  expect_end(*end, Phase::NotStarted, "start_deadline");
  EXPECT_EQ(server.requests().size(), 0U);
}

TEST(Certainty, AStartLimitEndsAConnectionAttemptThatHangs) {
  RawServer server{[](RawServer::Connection& peer) { peer.drain(); }};
  Driver driver;
  auto request = post(server.url("/", "https"));
  request.start_by = driver.clock.at + std::chrono::seconds{2};
  std::optional<Exchange> end;
  driver.engine.start(request, [&](Exchange given) { end = std::move(given); });
  ASSERT_TRUE(driver.turn_until([&] { return server.connections() == 1; }));
  EXPECT_LE(driver.engine.step(driver.clock.at), request.start_by);
  EXPECT_FALSE(end);
  driver.clock.at = request.start_by;
  driver.engine.step(driver.clock.at);
  ASSERT_TRUE(end);
  expect_end(*end, Phase::NotStarted, "connect_deadline");
}

TEST(Certainty, AStartLimitThatPassesAfterTheBeginningChangesNothing) {
  RawServer server{[](RawServer::Connection& peer) {
    if (peer.read() && peer.hold()) peer.send(RawServer::ok("done"));
  }};
  Driver driver;
  auto request = post(server.url());
  request.start_by = driver.clock.at + std::chrono::seconds{2};
  std::optional<Exchange> end;
  driver.engine.start(request, [&](Exchange given) { end = std::move(given); });
  ASSERT_TRUE(driver.turn_until([&] { return server.requests().size() == 1; }));
  driver.clock.at += std::chrono::seconds{5};
  driver.turn();
  server.release();
  ASSERT_TRUE(driver.turn_until([&] { return end.has_value(); }));
  EXPECT_EQ(end->body, "done");
  EXPECT_EQ(end->took, std::chrono::seconds{5});
}

TEST(Certainty, ABodyOfExactlyTheLimitIsAnsweredAndOneByteMoreIsNot) {
  RawServer server{RawServer::replies(RawServer::ok("12345678"))};
  Driver driver;
  auto request = post(server.url());
  request.max_response_bytes = 8;
  EXPECT_EQ(driver.run(request).body, "12345678");
  request.max_response_bytes = 7;
  expect_end(driver.run(request), Phase::Began, "too_large");
}

TEST(Certainty, HeadersOverTheLimitAreBegan) {
  RawServer server{says("HTTP/1.1 200 OK\r\nX: " + std::string(300, 'x') + "\r\nContent-Length: 0\r\n\r\n")};
  auto config = Driver::loopback();
  config.max_response_header_bytes = 200;
  Driver driver{config};
  expect_end(driver.run(post(server.url())), Phase::Began, "too_large");
}

}  // namespace
}  // namespace herald::egress::test
