// A socket that somebody else made and keeps, as a service manager does.
#include <gtest/gtest.h>
#include <sys/un.h>

#include <atomic>
#include <filesystem>
#include <thread>

#include "host/http/client.hpp"
#include "tests/unit/http/loopback.hpp"

namespace herald::http {
namespace {

/// Listens on 127.0.0.1 before any server does.
class InheritedTest : public testing::Test {
 protected:
  InheritedTest() {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    EXPECT_EQ(::bind(socket_, reinterpret_cast<const sockaddr*>(&at), sizeof at), 0);
    EXPECT_EQ(::listen(socket_, 16), 0);
    EXPECT_EQ(::getsockname(socket_, reinterpret_cast<sockaddr*>(&at), &size), 0);
    port_ = ntohs(at.sin_port);
  }
  ~InheritedTest() override { ::close(socket_); }
  [[nodiscard]] Listen listen() const { return {.address = "127.0.0.1:1", .inherited = socket_}; }

  int socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  int port_{0};
};

Response greet(const Request& request) {
  return {.status = 200,
          .body = request.remote_ip + (request.peer_uid ? " uid " + std::to_string(*request.peer_uid) : "")};
}

TEST_F(InheritedTest, answers_who_came_before_the_server_did) {
  RawClient early{port_};
  early.send(get("/"));
  Server server{listen(), small_limits(), greet};
  const auto started = server.start();
  ASSERT_TRUE(started) << started.error().detail;
  EXPECT_EQ(early.receive().body, "127.0.0.1");
  EXPECT_EQ(server.port(), port_);
  EXPECT_EQ(server.address(), "127.0.0.1:" + std::to_string(port_));
}

TEST_F(InheritedTest, lets_who_comes_after_the_stop_wait_for_the_next_server) {
  Server first{listen(), small_limits(), greet};
  ASSERT_TRUE(first.start());
  EXPECT_EQ(RawClient{port_}.exchange(get("/")).status, 200);
  first.stop(std::chrono::seconds{1});
  RawClient between{port_};
  between.send(get("/"));
  EXPECT_FALSE(between.readable(std::chrono::milliseconds{50})) << "somebody answered";
  Server second{listen(), small_limits(), greet};
  ASSERT_TRUE(second.start());
  EXPECT_EQ(between.receive().status, 200);
}

TEST_F(InheritedTest, answers_who_was_let_in_before_the_stop) {
  Server server{listen(), small_limits(), greet};
  ASSERT_TRUE(server.start());
  RawClient client{port_};
  ASSERT_TRUE(settles_at(server, 1));
  std::thread stop{[&] { server.stop(std::chrono::seconds{5}); }};
  RawClient later{port_};
  later.send(get("/"));
  EXPECT_EQ(client.exchange(get("/")).status, 200);
  stop.join();
  Server second{listen(), small_limits(), greet};
  ASSERT_TRUE(second.start());
  EXPECT_EQ(later.receive().status, 200);
}

TEST_F(InheritedTest, leaves_nobody_unanswered_while_servers_take_turns) {
  std::atomic<bool> over{false};
  std::atomic<int> answers{0};
  std::thread asks{[&] {
    for (; !over.load(); ++answers) {
      try {
        EXPECT_EQ(RawClient{port_}.exchange(get("/")).status, 200);
      } catch (const std::runtime_error& failure) {
        ADD_FAILURE() << failure.what();
      }
    }
  }};
  for (int turn = 0; turn < 30; ++turn) {
    Server server{listen(), small_limits(), greet};
    EXPECT_TRUE(server.start());
    for (const int before = answers.load(); answers.load() < before + 2;) std::this_thread::yield();
    over.store(turn == 29);
    if (over.load()) asks.join();
    server.stop(std::chrono::seconds{5});
  }
}

TEST_F(InheritedTest, refuses_a_descriptor_that_is_none) {
  Server server{{.inherited = 1'000'000}, small_limits(), greet};
  const auto started = server.start();
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().reason, "cannot_listen");
}

TEST(InheritedLocalTest, knows_the_callers_user_and_leaves_the_path_to_its_owner) {
  std::string folder = testing::TempDir() + "http_XXXXXX";
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  const std::string path = folder + "/api.sock";
  const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un at{};
  at.sun_family = AF_UNIX;
  path.copy(at.sun_path, sizeof at.sun_path - 1);
  ASSERT_EQ(::bind(socket, reinterpret_cast<const sockaddr*>(&at), sizeof at), 0);
  ASSERT_EQ(::listen(socket, 16), 0);
  Server server{{.inherited = socket}, small_limits(), greet};
  ASSERT_TRUE(server.start());
  EXPECT_EQ(server.address(), "unix:" + path);
  const auto response = call_unix(path, {.target = "/"});
  ASSERT_TRUE(response) << response.error().detail;
  EXPECT_EQ(response->body, " uid " + std::to_string(::getuid()));
  server.stop(std::chrono::seconds{1});
  EXPECT_TRUE(std::filesystem::exists(path));
  ::close(socket);
  std::filesystem::remove_all(folder);
}

TEST_F(InheritedTest, does_not_speak_tls_without_files_that_can_be_read) {
  Listen secure = listen();
  secure.tls = Tls{"/nowhere/certificate", "/nowhere/key"};
  Server server{secure, small_limits(), greet};
  const auto started = server.start();
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().reason, "tls_unusable");
}

}  // namespace
}  // namespace herald::http
