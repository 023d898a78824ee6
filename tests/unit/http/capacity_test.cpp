#include <gtest/gtest.h>

#include <list>

#include "host/http/server.hpp"
#include "tests/unit/http/gate.hpp"
#include "tests/unit/http/loopback.hpp"

namespace herald::http {
namespace {

Limits tight(int threads, int queued) {
  Limits limits;
  limits.max_threads = threads;
  limits.max_queued = queued;
  return limits;
}

TEST(CapacityTest, answers_503_at_once_when_all_threads_and_places_are_taken) {
  Gate gate;
  Server server{{.address = "127.0.0.1:0"}, tight(2, 1), [&](const Request& request) {
                  gate.pass();
                  return Response{.body = request.path};
                }};
  ASSERT_TRUE(server.start());
  std::list<RawClient> served;
  for (int i = 0; i < 2; ++i) served.emplace_back(server.port()).send(get("/served"));
  ASSERT_TRUE(gate.holds(2));
  RawClient queued{server.port()};
  queued.send(get("/queued"));
  ASSERT_TRUE(settles_at(server, 3));
  for (int i = 0; i < 50; ++i) {  // more than the refused connections that are kept half open
    RawClient refused{server.port()};
    const Answer answer = refused.receive();
    ASSERT_EQ(answer.status, 503);
    ASSERT_TRUE(answer.has("Retry-After: 1"));
    ASSERT_TRUE(answer.has("Content-Type: application/problem+json"));
    ASSERT_NE(answer.body.find(R"("code":"server_busy")"), std::string::npos);
    ASSERT_TRUE(refused.closed());
  }
  gate.open();
  for (RawClient& client : served) {
    const Answer answer = client.receive();
    EXPECT_EQ(answer.body, "/served");
  }
  EXPECT_EQ(queued.receive().body, "/queued");
}

TEST(CapacityTest, lets_a_refused_client_send_its_request_before_it_reads) {
  Gate gate;
  Server server{{.address = "127.0.0.1:0"}, tight(1, 0), [&](const Request&) {
                  gate.pass();
                  return Response{};
                }};
  ASSERT_TRUE(server.start());
  RawClient served{server.port()};
  served.send(get("/"));
  ASSERT_TRUE(gate.holds(1));
  EXPECT_EQ(RawClient{server.port()}.exchange(post(std::string(1000, 'x'))).status, 503);
  gate.open();
}

TEST(CapacityTest, closes_kept_connections_while_others_wait) {
  Gate gate;
  Server server{{.address = "127.0.0.1:0"}, tight(1, 1), [&](const Request&) {
                  gate.pass();
                  return Response{};
                }};
  ASSERT_TRUE(server.start());
  RawClient first{server.port()};
  first.send(get("/"));
  ASSERT_TRUE(gate.holds(1));
  RawClient second{server.port()};
  second.send(get("/"));
  ASSERT_TRUE(settles_at(server, 2));
  gate.open();
  EXPECT_EQ(first.receive().header("Connection"), "close");
  EXPECT_EQ(second.receive().header("Connection"), "");
}

TEST(CapacityTest, keeps_connections_that_come_all_at_once_while_there_are_threads) {
  Server server{{.address = "127.0.0.1:0"}, tight(64, 0), [](const Request&) { return Response{}; }};
  ASSERT_TRUE(server.start());
  std::list<RawClient> clients;
  for (int i = 0; i < 64; ++i) clients.emplace_back(server.port()).send(get("/"));
  for (RawClient& client : clients) {
    const Answer answer = client.receive();
    ASSERT_EQ(answer.status, 200);
    ASSERT_EQ(answer.header("Connection"), "");
  }
}

TEST(CapacityTest, gives_the_thread_of_a_silent_connection_to_one_that_waits) {
  Limits limits = tight(1, 1);
  limits.spare_idle = std::chrono::milliseconds{20};
  Server server{{.address = "127.0.0.1:0"}, limits, [](const Request&) { return Response{}; }};
  ASSERT_TRUE(server.start());
  RawClient silent{server.port()};
  EXPECT_EQ(silent.exchange(get("/")).status, 200);
  RawClient next{server.port()};
  EXPECT_EQ(next.exchange(get("/")).status, 200);
  EXPECT_TRUE(silent.closed());
}

constexpr in_addr_t kOther = INADDR_LOOPBACK + 1;

Limits two_each() {
  Limits limits = tight(16, 0);
  limits.max_per_peer = 2;
  return limits;
}

TEST(CapacityTest, grants_one_peer_its_share_of_connections_and_not_one_more) {
  Server server{{.address = "127.0.0.1:0"}, two_each(), [](const Request&) { return Response{}; }};
  ASSERT_TRUE(server.start());
  std::list<RawClient> clients;
  for (int i = 0; i < 2; ++i) EXPECT_EQ(clients.emplace_back(server.port()).exchange(get("/")).status, 200);
  RawClient refused{server.port()};
  const Answer answer = refused.receive();
  EXPECT_EQ(answer.status, 429);
  EXPECT_TRUE(answer.has("Retry-After: 1"));
  EXPECT_NE(answer.body.find(R"("code":"too_many_connections")"), std::string::npos) << answer.body;
  EXPECT_TRUE(refused.closed());
  EXPECT_EQ((RawClient{server.port(), kOther}.exchange(get("/")).status), 200) << "another peer";
  clients.pop_back();
  ASSERT_TRUE(settles_at(server, 1));
  EXPECT_EQ(RawClient{server.port()}.exchange(get("/")).status, 200) << "the place is free again";
}

TEST(CapacityTest, does_not_count_the_connections_of_a_trusted_proxy) {
  Server server{{.address = "127.0.0.1:0", .trusted_proxies = {"127.0.0.1"}}, two_each(), [](const Request&) {
                  return Response{};
                }};
  ASSERT_TRUE(server.start());
  std::list<RawClient> clients;
  for (int i = 0; i < 3; ++i) EXPECT_EQ(clients.emplace_back(server.port()).exchange(get("/")).status, 200);
}

}  // namespace
}  // namespace herald::http
