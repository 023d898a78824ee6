#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <filesystem>
#include <fstream>

#include "host/http/client.hpp"
#include "host/http/server.hpp"
#include "tests/unit/http/gate.hpp"
#include "tests/unit/http/loopback.hpp"

namespace herald::http {
namespace {

/// A fresh folder for sockets.
class LocalTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_NE(::mkdtemp(folder_.data()), nullptr); }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  [[nodiscard]] std::string path() const { return folder_ + "/admin.sock"; }
  [[nodiscard]] Listen listen() const { return {.address = "unix:" + path()}; }

  /// Leaves a socket file behind as a killed process does.
  void leave_dead_socket() const {
    const int dead = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un at{};
    at.sun_family = AF_UNIX;
    path().copy(at.sun_path, sizeof at.sun_path - 1);
    ASSERT_EQ(::bind(dead, reinterpret_cast<const sockaddr*>(&at), sizeof at), 0);
    ::close(dead);
  }

  std::string folder_ = testing::TempDir() + "http_XXXXXX";
};

Response describe(const Request& request) {
  return {.status = 202,
          .content_type = "text/plain",
          .headers = {{"X-Uid", request.peer_uid ? std::to_string(*request.peer_uid) : "none"},
                      {"X-Ip", request.remote_ip}},
          .body = request.method_text + " " + request.target + " " + request.body};
}

std::string header(const Response& response, std::string_view name) {
  for (const Header& h : response.headers) {
    if (same_name(h.name, name)) return h.value;
  }
  return "absent";
}

TEST_F(LocalTest, answers_a_call_and_knows_the_callers_user) {
  Server server{listen(), small_limits(), describe};
  ASSERT_TRUE(server.start());
  Request request{.method = Method::Post, .method_text = "POST", .target = "/x?y=%20", .body = "hello"};
  request.headers.push_back({"X-Request-Id", "r1"});
  request.headers.push_back({"X-Forwarded-For", "9.9.9.9"});
  const auto response = call_unix(path(), request);
  ASSERT_TRUE(response) << response.error().detail;
  EXPECT_EQ(response->status, 202);
  EXPECT_EQ(response->content_type, "text/plain");
  EXPECT_EQ(response->body, "POST /x?y=%20 hello");
  EXPECT_EQ(header(*response, "X-Uid"), std::to_string(::getuid()));
  EXPECT_EQ(header(*response, "X-Ip"), "");
  EXPECT_EQ(header(*response, "X-Request-Id"), "r1");
  EXPECT_EQ(server.address(), "unix:" + path());
  EXPECT_EQ(server.port(), 0);
}

TEST_F(LocalTest, is_closed_to_other_users_and_gone_after_the_stop) {
  Server server{listen(), small_limits(), describe};
  ASSERT_TRUE(server.start());
  struct stat status{};
  ASSERT_EQ(::stat(path().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  server.stop(std::chrono::seconds{1});
  EXPECT_FALSE(std::filesystem::exists(path()));
}

TEST_F(LocalTest, replaces_a_dead_socket) {
  leave_dead_socket();
  Server server{listen(), small_limits(), describe};
  const auto started = server.start();
  ASSERT_TRUE(started) << started.error().detail;
  EXPECT_TRUE(call_unix(path(), {.target = "/"}));
}

TEST_F(LocalTest, does_not_take_the_place_of_a_living_server) {
  Server first{listen(), small_limits(), describe};
  ASSERT_TRUE(first.start());
  Server second{listen(), small_limits(), describe};
  const auto started = second.start();
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().reason, "listen_path_taken");
  EXPECT_TRUE(call_unix(path(), {.target = "/"}));
}

TEST_F(LocalTest, leaves_a_file_alone_that_is_not_a_socket) {
  std::ofstream{path()} << "precious";
  Server server{listen(), small_limits(), describe};
  const auto started = server.start();
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().reason, "listen_path_taken");
  EXPECT_EQ(std::filesystem::file_size(path()), 8U);
}

TEST_F(LocalTest, refuses_a_path_longer_than_a_socket_address) {
  Server server{{.address = "unix:/" + std::string(107, 'x')}, small_limits(), describe};
  const auto started = server.start();
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().reason, "bad_listen_address");
}

TEST_F(LocalTest, tells_a_caller_that_nobody_listens) {
  const auto response = call_unix(path(), {.target = "/"});
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, Errc::Unavailable);
  EXPECT_NE(response.error().detail.find(path()), std::string::npos);
}

TEST_F(LocalTest, tells_a_caller_that_the_answer_is_late) {
  Gate gate;
  Server server{listen(), small_limits(), [&](const Request&) {
                  gate.pass();
                  return Response{};
                }};
  ASSERT_TRUE(server.start());
  const auto response = call_unix(path(), {.target = "/"}, std::chrono::milliseconds{50});
  gate.open();
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, Errc::Timeout);
}

}  // namespace
}  // namespace herald::http
