// The socket that a service manager made, as herald.socket has it.
#include <netinet/in.h>
#include <sys/socket.h>
#include <sysexits.h>
#include <unistd.h>

#include "tests/flow/house.hpp"

namespace herald::test {
namespace {

/// A listening socket of 127.0.0.1 that programs inherit. [one thread]
class ManagedSocket {
 public:
  ManagedSocket() {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    EXPECT_EQ(::bind(descriptor_, reinterpret_cast<const sockaddr*>(&at), sizeof at), 0);
    EXPECT_EQ(::getsockname(descriptor_, reinterpret_cast<sockaddr*>(&at), &size), 0);
    port_ = ntohs(at.sin_port);
  }
  ~ManagedSocket() { ::close(descriptor_); }
  ManagedSocket(const ManagedSocket&) = delete;
  ManagedSocket& operator=(const ManagedSocket&) = delete;
  void listen() const { EXPECT_EQ(::listen(descriptor_, 16), 0); }
  [[nodiscard]] std::uint16_t port() const { return port_; }
  /// That command line, with this socket as descriptor 3 of `count`.
  [[nodiscard]] std::vector<std::string> passed_to(const std::vector<std::string>& command, int count) const {
    std::vector<std::string> words{"/bin/sh", "-c",
                                   "exec 3<&" + std::to_string(descriptor_) +
                                       "; LISTEN_PID=$$ LISTEN_FDS=" + std::to_string(count) + " exec \"$@\"",
                                   "activate"};
    words.insert(words.end(), command.begin(), command.end());
    return words;
  }

 private:
  int descriptor_{::socket(AF_INET, SOCK_STREAM, 0)};
  std::uint16_t port_{0};
};

class Activation : public testing::Test {
 protected:
  Activation() { EXPECT_EQ(daemon_.stop(), 0); }
  void await_ready(const ManagedSocket& socket) {
    EXPECT_TRUE(eventually([&] {
      HttpClient client{socket.port()};
      return client.send({.target = "/readyz"}).status == 200;
    })) << daemon_.log();
  }
  Daemon daemon_{Dialect::Sqlite};
};

TEST_F(Activation, TheServerServesTheSocketInThePlaceOfItsOwn) {
  const ManagedSocket socket;
  socket.listen();
  Child server{socket.passed_to(daemon_.command(), 1), daemon_.directory() / "output"};
  await_ready(socket);
  EXPECT_THROW(HttpClient{daemon_.port()}.send({.target = "/readyz"}), NoAnswer);
  const std::string line = "listening on 127.0.0.1:" + std::to_string(socket.port());
  EXPECT_TRUE(eventually([&] { return daemon_.log().find(line) != std::string::npos; })) << daemon_.log();
}

TEST_F(Activation, WhoComesWhileItStartsAnewWaitsAndIsAnswered) {
  const ManagedSocket socket;
  socket.listen();
  Child first{socket.passed_to(daemon_.command(), 1), daemon_.directory() / "output"};
  await_ready(socket);
  first.signal(SIGTERM);
  EXPECT_EQ(first.wait(std::chrono::seconds{30} * kPace), 0);
  Child second{socket.passed_to(daemon_.command(), 1), daemon_.directory() / "output"};
  HttpClient client{socket.port()};  // at once: nobody serves yet
  EXPECT_EQ(client.send({.target = "/healthz"}).status, 200);
}

TEST_F(Activation, WhatIsNoListeningSocketIsRefused) {
  const ManagedSocket socket;
  const std::chrono::seconds limit{30};
  const Ended silent = run_to_end(socket.passed_to(daemon_.command(), 1), limit);
  EXPECT_EQ(silent.status, EX_CONFIG);
  EXPECT_NE(silent.output.find("bad_activation"), std::string::npos) << silent.output;
  socket.listen();
  const Ended many = run_to_end(socket.passed_to(daemon_.command(), 2), limit);
  EXPECT_EQ(many.status, EX_CONFIG);
  // "found 2", or that they are not open: whether a fourth descriptor is open depends on who runs this test.
  EXPECT_NE(many.output.find("bad_activation"), std::string::npos) << many.output;
}

}  // namespace
}  // namespace herald::test
