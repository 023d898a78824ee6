#include "host/http/limits.hpp"

#include <gtest/gtest.h>

#include <atomic>

#include "host/http/server.hpp"
#include "tests/unit/http/loopback.hpp"

namespace herald::http {
namespace {

using std::chrono::milliseconds;

/// A server with its own limits that counts what reaches the handler.
class Limited final {
 public:
  explicit Limited(const Limits& limits)
      : server_{{.address = "127.0.0.1:0"},
                limits,
                [this](const Request& request) {
                  ++calls;
                  return Response{.body = std::to_string(request.body.size())};
                },
                {.on_refusal = [this](int, std::string_view) { ++refusals; }}} {
    HERALD_CHECK(server_.start().has_value());
  }
  [[nodiscard]] int port() const { return server_.port(); }
  std::atomic<int> calls{0};
  std::atomic<int> refusals{0};

 private:
  Server server_;
};

Limits with_body(std::size_t bytes) {
  Limits limits = small_limits();
  limits.body_bytes = bytes;
  return limits;
}

std::string chunked(std::size_t bytes) {
  std::string out = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (; bytes > 0; --bytes) out += "1\r\nx\r\n";
  return out + "0\r\n\r\n";
}

TEST(LimitsTest, take_a_body_of_the_limit_and_refuse_one_byte_more) {
  Limited server{with_body(100)};
  RawClient client{server.port()};
  EXPECT_EQ(client.exchange(post(std::string(100, 'x'))).body, "100");
  EXPECT_EQ(client.exchange(chunked(100)).body, "100");
  const Answer refusal = client.exchange(post(std::string(101, 'x')));
  EXPECT_EQ(refusal.status, 413);
  EXPECT_NE(refusal.body.find(R"("code":"body_too_large")"), std::string::npos);
  EXPECT_EQ(refusal.header("X-Request-Id").size(), 36U);
  EXPECT_TRUE(client.closed());
  EXPECT_EQ(RawClient{server.port()}.exchange(chunked(101)).status, 413);
  EXPECT_EQ(server.calls, 2);
  EXPECT_EQ(server.refusals, 2);
}

TEST(LimitsTest, refuse_an_announced_body_before_it_is_sent) {
  Limited server{with_body(100)};
  RawClient client{server.port()};
  EXPECT_EQ(client.exchange("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 999999999999\r\n\r\n").status,
            413);
  EXPECT_EQ(RawClient{server.port()}
                .exchange("POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 101\r\n\r\n")
                .status,
            413);
}

TEST(LimitsTest, let_a_client_read_the_refusal_of_a_body_it_is_still_sending) {
  Limited server{with_body(100)};
  RawClient client{server.port()};
  client.send(post(std::string(2'000'000, 'x')));
  EXPECT_EQ(client.receive().status, 413);
}

TEST(LimitsTest, take_a_head_of_the_limit_and_refuse_one_byte_more) {
  Limits limits = small_limits();
  limits.head.bytes = 200;
  Limited server{limits};
  const auto padded = [](std::size_t size) {
    const std::string start = "GET / HTTP/1.1\r\nHost: h\r\nA: ";
    return start + std::string(size - start.size() - 4, 'x') + "\r\n\r\n";
  };
  RawClient client{server.port()};
  EXPECT_EQ(client.exchange(padded(200)).status, 200);
  const Answer refusal = client.exchange(padded(201));
  EXPECT_EQ(refusal.status, 431);
  EXPECT_TRUE(client.closed());
}

TEST(LimitsTest, take_as_many_header_fields_as_allowed_and_not_one_more) {
  Limited server{small_limits()};
  std::string fields;
  for (int i = 0; i < 99; ++i) fields += "A: b\r\n";  // and Host
  RawClient client{server.port()};
  EXPECT_EQ(client.exchange(get("/", fields)).status, 200);
  EXPECT_EQ(client.exchange(get("/", fields + "A: b\r\n")).status, 431);
}

TEST(LimitsTest, take_a_request_line_of_the_limit_and_refuse_one_byte_more) {
  Limits limits = small_limits();
  limits.head.request_line = 100;
  Limited server{limits};
  const auto target = [](std::size_t line) { return "/" + std::string(line - 14, 'x'); };  // GET / HTTP/1.1
  RawClient client{server.port()};
  EXPECT_EQ(client.exchange(get(target(100))).status, 200);
  EXPECT_EQ(client.exchange(get(target(101))).status, 414);
  EXPECT_TRUE(client.closed());
  EXPECT_EQ(server.calls, 1);
}

TEST(LimitsTest, refuse_ambiguous_framing_over_the_wire) {
  Limited server{small_limits()};
  for (const char* fields : {"Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
                             "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                             "Content-Length: abc\r\n\r\n", "Content-Length : 3\r\n\r\nabc"})
    EXPECT_EQ(
        RawClient{server.port()}.exchange("POST / HTTP/1.1\r\nHost: h\r\n" + std::string{fields}).status, 400)
        << fields;
  EXPECT_EQ(RawClient{server.port()}.exchange("BREW / HTTP/1.1\r\nHost: h\r\n\r\n").status, 501);
  EXPECT_EQ(server.calls, 0);
}

TEST(LimitsTest, end_a_connection_that_stays_silent) {
  Limits limits = small_limits();
  limits.keep_alive_timeout = milliseconds{50};
  Limited server{limits};
  RawClient fresh{server.port()};
  EXPECT_TRUE(fresh.closed());
  RawClient used{server.port()};
  EXPECT_EQ(used.exchange(get("/")).status, 200);
  EXPECT_TRUE(used.closed());
  EXPECT_EQ(server.refusals, 0);
}

TEST(LimitsTest, answer_408_to_a_request_that_stalls) {
  Limits limits = small_limits();
  limits.receive_timeout = milliseconds{50};
  Limited server{limits};
  for (const char* start : {"GET / HT", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nab"}) {
    RawClient client{server.port()};
    const Answer refusal = client.exchange(start);
    EXPECT_EQ(refusal.status, 408);
    EXPECT_NE(refusal.body.find(R"("retryable":true)"), std::string::npos);
  }
  EXPECT_EQ(server.calls, 0);
}

TEST(LimitsTest, give_a_head_less_time_than_a_body) {
  Limits limits = small_limits();
  limits.head_timeout = milliseconds{50};
  limits.receive_timeout = std::chrono::seconds{20};
  Limited server{limits};
  RawClient stalled{server.port()};
  EXPECT_EQ(stalled.exchange("GET / HTTP/1.1\r\nHost: h\r\n").status, 408);
  RawClient slow{server.port()};
  slow.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nab");
  EXPECT_FALSE(slow.readable(milliseconds{150})) << "a body may take longer than a head";
  EXPECT_EQ(slow.exchange("cde").body, "5");
}

TEST(LimitsTest, free_the_thread_of_a_client_that_does_not_take_its_answer) {
  Limits limits = small_limits();
  limits.receive_timeout = milliseconds{50};
  Server server{{.address = "127.0.0.1:0"}, limits, [](const Request&) {
                  return Response{.body = std::string(64 << 20, 'x')};
                }};
  ASSERT_TRUE(server.start());
  RawClient client{server.port()};
  client.send(get("/"));
  ASSERT_TRUE(client.readable(milliseconds{5000}));
  EXPECT_TRUE(settles_at(server, 0));
}

TEST(LimitsTest, hold_for_each_of_several_requests_in_one_packet) {
  Limited server{with_body(100)};
  RawClient client{server.port()};
  client.send(post(std::string(100, 'x')) + post(std::string(101, 'x')) + post("never read"));
  EXPECT_EQ(client.receive().status, 200);
  EXPECT_EQ(client.receive().status, 413);
  EXPECT_TRUE(client.closed());
  EXPECT_EQ(server.calls, 1);
}

TEST(LimitsTest, are_not_stretched_by_a_client_that_trickles) {
  Limits limits = small_limits();
  limits.receive_timeout = milliseconds{100};
  Limited server{limits};
  RawClient client{server.port()};
  client.send("GET / HTTP/1.1\r\nA: ");
  const auto start = std::chrono::steady_clock::now();
  while (!client.readable(milliseconds{5}) &&
         std::chrono::steady_clock::now() - start < std::chrono::seconds{5})
    client.send("x");
  EXPECT_EQ(client.receive().status, 408);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds{4});
  EXPECT_EQ(server.calls, 0);
}

TEST(LimitsTest, end_a_connection_after_its_share_of_requests) {
  Limits limits = small_limits();
  limits.max_keep_alive_requests = 2;
  Limited server{limits};
  RawClient client{server.port()};
  EXPECT_EQ(client.exchange(get("/")).header("Connection"), "");
  EXPECT_EQ(client.exchange(get("/")).header("Connection"), "close");
  EXPECT_TRUE(client.closed());
}

}  // namespace
}  // namespace herald::http
