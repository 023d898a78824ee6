// Sessions that exchange the messages of a WebSocket.
#include <openssl/evp.h>

#include <array>

#include "tests/support/socket_server.hpp"
#include "tests/unit/streams/house.hpp"

namespace herald::streams::test {
namespace {

using domain::StreamEnd;
using domain::StreamEvent;
using domain::StreamEventKind;

const std::string kSay =
    R"({"actions":[{"message":{"text":[{"text":"hello "},{"text":"there"}]}},{"commit":{}},)"
    R"({"message":{"text":[{"text":"go"}]}}]})";
const std::string kTaken = R"({"actions":[{"verdict":{"kind":"accepted"}},{"close":{}}]})";
const std::string kNone = "{}";

/// The Sec-WebSocket-Accept that a request asks for.
std::string accept_for(const std::string& request) {
  const std::string name = "Sec-WebSocket-Key: ";
  const std::string key =
      request.substr(request.find(name) + name.size(), 24) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  std::array<unsigned char, 20> digest{};
  std::array<unsigned char, 29> text{};
  EVP_Digest(key.data(), key.size(), digest.data(), nullptr, EVP_sha1(), nullptr);
  EVP_EncodeBlock(text.data(), digest.data(), static_cast<int>(digest.size()));
  return reinterpret_cast<const char*>(text.data());
}

class SessionSocketTest : public StreamHouse {
 protected:
  std::string upgrade(std::uint16_t port, const std::string& tls = "none") const {
    return R"({"actions":[{"connect":{"host":"127.0.0.1","port":)" + std::to_string(port) + R"(,"tls":")" +
           tls + R"(","websocket":{"target":"/chat?x=1","headers":[["Authorization","Bearer t0"]]}}}]})";
  }
  /// Says hello, commits, says go; takes the first message after that for the verdict.
  Script talk(std::uint16_t port, const std::string& tls = "none") {
    return [this, port, tls, heard = 0](const StreamEvent* event) mutable {
      if (event == nullptr) return upgrade(port, tls);
      if (event->kind == StreamEventKind::Connected) return kSay;
      return event->kind == StreamEventKind::Message && ++heard == 2 ? kTaken : kNone;
    };
  }
  /// The handshake as a server does it.
  void switch_protocols() {
    const std::string request = peer_.read_until("\r\n\r\n");
    peer_.write(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Accept: " +
        accept_for(request) + "\r\n\r\n");
  }
  /// How a session ends whose server switches and then says that.
  StreamEnd after(const std::string& frames) {
    auto end = run(talk(peer_.port()));
    peer_.accept();
    switch_protocols();
    peer_.read(6 + 11 + 6 + 2);  // both messages, masked
    peer_.write(frames);
    peer_.close();
    return end_of(end);
  }
};

TEST_F(SessionSocketTest, TalksToAServerOfAnotherMaker) {
  herald::test::SocketServer server;
  const StreamEnd found = [&] {
    auto end = run(talk(server.port()));
    return end_of(end);
  }();
  EXPECT_EQ(found.verdict, R"({"kind":"accepted"})") << found.failure << ' ' << found.text;
  EXPECT_TRUE(found.committed);
  EXPECT_TRUE(found.answered);
  EXPECT_EQ(found.peer, "ws://127.0.0.1:" + std::to_string(server.port()));
  EXPECT_EQ(seen(), (std::vector<std::string>{"1:|{}", "7:ack hello there|{}", "7:ack go|{}"}));
  const auto heard = server.heard();
  ASSERT_GE(heard.size(), 3U);
  EXPECT_EQ(heard[0], "/chat?x=1 Bearer t0");
  EXPECT_EQ(heard[1], "hello there");
  EXPECT_NE(found.sent.find("hello therego"), std::string::npos) << "logs show messages, not masks";
  EXPECT_EQ(found.received, "ack hello thereack go");
}

TEST_F(SessionSocketTest, TalksThroughVerifiedTls) {
  auto end = run(talk(peer_.port(), "implicit"));
  peer_.accept();
  ASSERT_TRUE(peer_.start_tls(identity_));
  switch_protocols();
  peer_.read(6 + 11 + 6 + 2);
  peer_.write(
      "\x81\x01"
      "a\x81\x01"
      "b");
  const StreamEnd found = end_of(end);
  EXPECT_EQ(found.verdict, R"({"kind":"accepted"})") << found.failure;
  EXPECT_EQ(found.peer, "wss://127.0.0.1:" + std::to_string(peer_.port()));
}

TEST_F(SessionSocketTest, SaysNothingToAServerThatDoesNotSwitch) {
  for (const std::string& answer :
       {std::string{"HTTP/1.1 401 Unauthorized\r\n\r\n"},
        std::string{"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"}}) {
    auto end = run(talk(peer_.port()));
    peer_.accept();
    peer_.read_until("\r\n\r\n");
    peer_.write(answer);
    EXPECT_EQ(peer_.read_all(), "");
    const StreamEnd found = end_of(end);
    EXPECT_EQ(found.failure, "upgrade") << found.text;
    EXPECT_FALSE(found.committed);
  }
}

TEST_F(SessionSocketTest, EndsWhereTheServerBreaksTheRules) {
  EXPECT_EQ(after(std::string("\x81\x82\x00\x00\x00\x00hi", 8)).failure, "protocol") << "masked";
  EXPECT_EQ(after("\xc1\x02hi").failure, "protocol") << "a reserved bit";
  EXPECT_EQ(after(std::string("\x82\x7f\x00\x00\x00\x00\x00\x01\x00\x01x", 11)).failure, "too_large")
      << "one byte more than 64 KiB";
}

TEST_F(SessionSocketTest, TakesAPingForNoAnswer) {
  const StreamEnd found = after(std::string("\x89\x01?\x88\x02\x03\xe8", 7));
  EXPECT_TRUE(found.committed);
  EXPECT_FALSE(found.answered);
  EXPECT_FALSE(found.verdict);
}

TEST_F(SessionSocketTest, RefusesAPluginThatMixesBytesAndMessages) {
  const auto failure = [&](const std::string& reply) {
    auto end =
        run([&](const StreamEvent* event) { return event == nullptr ? upgrade(peer_.port()) : reply; });
    peer_.accept();
    switch_protocols();
    const StreamEnd found = end_of(end);
    return found.plugin_failure ? found.plugin_failure->reason : found.failure;
  };
  EXPECT_EQ(failure(R"({"actions":[{"write":[{"text":"x"}]}]})"), "bad_actions");
  EXPECT_EQ(failure(R"({"actions":[{"start_tls":{}}]})"), "bad_actions");
  EXPECT_EQ(failure(R"({"actions":[{"message":{"text":[{"range":{"off":0,"len":1}}]}}]})"), "bad_actions");
  auto end = run([&](const StreamEvent* event) {
    return event == nullptr ? connect("none") : std::string{R"({"actions":[{"message":{"text":[]}}]})"};
  });
  peer_.accept();
  EXPECT_EQ(end_of(end).plugin_failure->reason, "bad_actions");
}

}  // namespace
}  // namespace herald::streams::test
