#include <gtest/gtest.h>

#include <thread>

#include "host/http/server.hpp"
#include "tests/unit/http/gate.hpp"
#include "tests/unit/http/loopback.hpp"

namespace herald::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(StopTest, closes_silent_connections_at_once) {
  Server server{{.address = "127.0.0.1:0"}, small_limits(), [](const Request&) { return Response{}; }};
  ASSERT_TRUE(server.start());
  RawClient used{server.port()};
  EXPECT_EQ(used.exchange(get("/")).status, 200);
  RawClient fresh{server.port()};
  ASSERT_TRUE(settles_at(server, 2));
  const auto start = std::chrono::steady_clock::now();
  server.stop(seconds{10});
  EXPECT_LT(std::chrono::steady_clock::now() - start, seconds{3});
  EXPECT_TRUE(used.closed());
  EXPECT_TRUE(fresh.closed());
}

TEST(StopTest, lets_a_running_request_finish) {
  Gate gate;
  Server server{{.address = "127.0.0.1:0"}, small_limits(), [&](const Request&) {
                  gate.pass();
                  return Response{.body = "done"};
                }};
  ASSERT_TRUE(server.start());
  RawClient client{server.port()};
  client.send(get("/"));
  ASSERT_TRUE(gate.holds(1));
  std::thread opener{[&] { gate.open(); }};
  server.stop(seconds{10});
  opener.join();
  const Answer answer = client.receive();
  EXPECT_EQ(answer.body, "done");
}

TEST(StopTest, cuts_a_request_that_is_still_arriving_when_the_time_is_up) {
  Server server{{.address = "127.0.0.1:0"}, small_limits(), [](const Request&) { return Response{}; }};
  ASSERT_TRUE(server.start());
  RawClient client{server.port()};
  ASSERT_EQ(client.exchange(get("/")).status, 200);
  client.send("GET / HT");
  const auto start = std::chrono::steady_clock::now();
  server.stop(milliseconds{20});
  EXPECT_LT(std::chrono::steady_clock::now() - start, seconds{3});
  EXPECT_TRUE(client.closed());
}

TEST(StopTest, frees_the_port) {
  Server first{{.address = "127.0.0.1:0"}, small_limits(), [](const Request&) { return Response{}; }};
  ASSERT_TRUE(first.start());
  const std::string address = first.address();
  Server second{{.address = address}, small_limits(), [](const Request&) { return Response{.body = "2"}; }};
  const auto taken = second.start();
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().reason, "cannot_listen");
  EXPECT_NE(taken.error().detail.find(address), std::string::npos);
  first.stop(seconds{1});
  Server third{{.address = address}, small_limits(), [](const Request&) { return Response{.body = "3"}; }};
  ASSERT_TRUE(third.start());
  EXPECT_EQ(RawClient{third.port()}.exchange(get("/")).body, "3");
}

TEST(StopTest, may_be_called_twice_and_before_the_start) {
  Server server{{.address = "127.0.0.1:0"}, small_limits(), [](const Request&) { return Response{}; }};
  server.stop(seconds{1});
  ASSERT_TRUE(server.start());
  server.stop(seconds{1});
  server.stop(seconds{1});
  EXPECT_EQ(server.connections(), 0);
}

TEST(StartTest, refuses_a_malformed_address_or_network) {
  for (const char* address : {"", "8080", "localhost:80", "1.2.3.4", "1.2.3.4:", "1.2.3.4:65536",
                              "[1.2.3.4]:80", "::1:80", "unix:", "unix:relative", "http://1.2.3.4:80"}) {
    Server server{{.address = address}, {}, [](const Request&) { return Response{}; }};
    const auto started = server.start();
    ASSERT_FALSE(started) << address;
    EXPECT_EQ(started.error().reason, "bad_listen_address") << address;
  }
  Server server{
      {.address = "127.0.0.1:0", .trusted_proxies = {"10/8"}}, {}, [](const Request&) { return Response{}; }};
  const auto started = server.start();
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().reason, "bad_network");
}

TEST(StartTest, listens_on_ipv6) {
  Server server{{.address = "[::1]:0"}, small_limits(), [](const Request&) { return Response{}; }};
  const auto started = server.start();
  if (!started) GTEST_SKIP() << "this machine has no IPv6 loopback";
  EXPECT_EQ(server.address(), "[::1]:" + std::to_string(server.port()));
}

}  // namespace
}  // namespace herald::http
