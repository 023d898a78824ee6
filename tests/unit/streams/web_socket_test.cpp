// The WebSocket filter by itself, byte for byte.
#include "host/streams/web_socket.hpp"

#include <gtest/gtest.h>

namespace herald::streams::test {
namespace {

using State = WebSocket::State;

/// Key and mask of the examples in RFC 6455, sections 1.3 and 5.7.
class ExampleRandom final : public Random {
 public:
  std::string bytes(std::size_t count) override {
    return count == 16 ? "the sample nonce" : std::string{"\x37\xfa\x21\x3d"}.substr(0, count);
  }
  std::uint64_t below(std::uint64_t) override { return 0; }
};

constexpr std::size_t kLargest = 300;
const std::string kAccept = "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n";
const std::string kSwitch =
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n";

Connect wish(Upgrade upgrade = {.target = "/chat"}) {
  return {.host = "server.example.com", .port = 443, .tls = TlsMode::Implicit, .upgrade = std::move(upgrade)};
}

class WebSocketTest : public testing::Test {
 protected:
  void open() {
    ASSERT_NE(socket.take_output(), "");
    socket.receive(kSwitch + kAccept + "\r\n");
    ASSERT_EQ(socket.state(), State::Open) << socket.problem();
  }
  /// Of another socket, which is shown that answer.
  std::string refusal(const std::string& head, const Upgrade& upgrade = {.target = "/chat"}) {
    WebSocket other{wish(upgrade), kLargest, random};
    other.receive(head + "\r\n");
    return other.state() == State::Failed ? other.failure() : "none";
  }
  /// What comes of these frames: texts in quotes, then how it ended.
  std::string heard(const std::string& frames) {
    WebSocket other{wish(), kLargest, random};
    other.receive(kSwitch + kAccept + "\r\n" + frames);
    std::string all;
    for (const Message& message : other.take_messages()) all += '"' + message.bytes + "\" ";
    return all + (other.state() == State::Failed ? other.failure()
                  : other.state() == State::Open ? "open"
                                                 : "closed");
  }
  static std::string text(const std::string& bytes) {
    const auto size = bytes.size();
    if (size < 126) return std::string{"\x81"} + static_cast<char>(size) + bytes;
    std::string head{"\x81\x7e"};
    head += static_cast<char>(size >> 8U);
    head += static_cast<char>(size & 255U);
    return head + bytes;
  }
  ExampleRandom random;
  WebSocket socket{wish(), kLargest, random};
};

TEST_F(WebSocketTest, AsksAsTheRfcSays) {
  EXPECT_EQ(socket.take_output(),
            "GET /chat HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
  Connect more = wish({.target = "/a?b", .headers = {{"Authorization", "Bearer t"}}, .protocol = "soap"});
  more.host = "::1";
  more.port = 8443;
  const std::string request = WebSocket{more, kLargest, random}.take_output();
  EXPECT_NE(request.find("Host: [::1]:8443\r\n"), std::string::npos);
  EXPECT_NE(request.find("Sec-WebSocket-Protocol: soap\r\nAuthorization: Bearer t\r\n\r\n"),
            std::string::npos);
}

TEST_F(WebSocketTest, SwitchesOnlyToWhatItAskedFor) {
  EXPECT_EQ(refusal(kSwitch + kAccept), "none");
  EXPECT_EQ(refusal("HTTP/1.1 101\r\nconnection: keep-alive, upgrade\r\nUPGRADE: WebSocket\r\n" + kAccept),
            "none");
  EXPECT_EQ(refusal("HTTP/1.1 200 OK\r\n"), "upgrade");
  EXPECT_EQ(refusal("HTTP/1.0 101 x\r\n" + kAccept), "upgrade");
  EXPECT_EQ(refusal("SSH-2.0-x\r\n"), "upgrade");
  EXPECT_EQ(refusal(kSwitch), "upgrade") << "no accept";
  EXPECT_EQ(refusal(kSwitch + "Sec-WebSocket-Accept: AAAALMBiTxaQ9kYGzzhZRbK+xOo=\r\n"), "upgrade");
  EXPECT_EQ(refusal(kSwitch + kAccept + kAccept), "upgrade") << "accept twice";
  EXPECT_EQ(refusal("HTTP/1.1 101 x\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n" + kAccept), "upgrade");
  EXPECT_EQ(refusal("HTTP/1.1 101 x\r\nUpgrade: websocket\r\nConnection: close\r\n" + kAccept), "upgrade");
  EXPECT_EQ(refusal(kSwitch + kAccept + "Sec-WebSocket-Extensions: permessage-deflate\r\n"), "upgrade");
  EXPECT_EQ(refusal(kSwitch + kAccept + "Sec-WebSocket-Protocol: soap\r\n"), "upgrade");
  EXPECT_EQ(refusal(kSwitch + kAccept + " folded: line\r\n"), "upgrade");
  const Upgrade soap{.target = "/", .protocol = "soap"};
  EXPECT_EQ(refusal(kSwitch + kAccept + "Sec-WebSocket-Protocol: soap\r\n", soap), "none");
  EXPECT_EQ(refusal(kSwitch + kAccept, soap), "upgrade");
}

TEST_F(WebSocketTest, BoundsTheHeadOfTheAnswer) {
  const std::string head = kSwitch + kAccept + "X: ";
  const std::string fill(8 * 1024 - head.size() - 4, 'x');  // with both line ends exactly 8 KiB
  EXPECT_EQ(refusal(head + fill + "\r\n"), "none");
  EXPECT_EQ(refusal(head + fill + "x\r\n"), "upgrade");
}

TEST_F(WebSocketTest, MasksWhatItSends) {
  open();
  socket.send({Payload::Text, "Hello"});
  EXPECT_EQ(socket.take_output(), std::string("\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"));
  socket.send({Payload::Binary, ""});
  EXPECT_EQ(socket.take_output(), std::string("\x82\x80\x37\xfa\x21\x3d"));
  socket.close();
  EXPECT_EQ(socket.take_output().substr(0, 2), "\x88\x82");
}

TEST_F(WebSocketTest, HearsWholeMessagesHoweverTheirBytesCome) {
  const std::string frames = text("one") + std::string("\x01\x02tw\x89\x01!\x80\x01o", 10) +
                             std::string("\x82\x00", 2) + text("\xe2\x82\xac");
  EXPECT_EQ(heard(frames), "\"one\" \"two\" \"\" \"\xe2\x82\xac\" open");
  WebSocket slow{wish(), kLargest, random};
  std::string all;
  for (const char byte : kSwitch + kAccept + "\r\n" + frames) {
    slow.receive({&byte, 1});
    for (const Message& message : slow.take_messages()) all += message.bytes + '|';
  }
  EXPECT_EQ(all, "one|two||\xe2\x82\xac|");
}

TEST_F(WebSocketTest, AnswersPingsAndTheEnd) {
  open();
  socket.receive("\x89\x02hi");
  EXPECT_EQ(socket.take_output(), std::string("\x8a\x82\x37\xfa\x21\x3d\x5f\x93"));
  EXPECT_TRUE(socket.take_messages().empty()) << "a ping is no message";
  socket.receive(std::string("\x88\x02\x03\xe8", 4));
  EXPECT_EQ(socket.state(), State::Closed);
  EXPECT_EQ(socket.take_output().substr(0, 2), "\x88\x82");
}

TEST_F(WebSocketTest, BoundsMessagesWholeAndInFragments) {
  EXPECT_EQ(heard(text(std::string(kLargest, 'x'))).substr(kLargest + 2), " open");
  EXPECT_EQ(heard(text(std::string(kLargest + 1, 'x'))), "too_large");
  const std::string part(kLargest / 3, 'x');  // in three fragments
  const auto fragment = [&](char first) { return std::string{first} + std::string{"\x64", 1} + part; };
  const std::string whole = fragment('\x01') + fragment('\0') + fragment('\0');
  EXPECT_EQ(heard(whole + std::string("\x80\x00", 2)).substr(kLargest + 2), " open");
  EXPECT_EQ(heard(whole + std::string("\x80\x01x", 3)), "too_large");
  EXPECT_EQ(heard(std::string("\x82\x7f\x00\x00\x00\x01\x00\x00\x00\x00x", 11)), "too_large")
      << "at its first byte";
}

TEST_F(WebSocketTest, EndsOnFramesThatBreakTheRules) {
  const std::pair<const char*, std::string> wrong[] = {
      {"masked", std::string("\x81\x82\x00\x00\x00\x00hi", 8)},
      {"reserved bit", "\xc1\x02hi"},
      {"reserved opcode", std::string("\x83\x00", 2)},
      {"reserved control opcode", std::string("\x8b\x00", 2)},
      {"long ping", std::string("\x89\x7e\x00\x7e", 4)},
      {"ping in fragments", std::string("\x09\x00", 2)},
      {"continuation of nothing", std::string("\x80\x00", 2)},
      {"new message within one",
       "\x01\x01"
       "a\x81\x01"
       "b"},
      {"text that is not UTF-8", "\x81\x02\xc3\x28"},
      {"text cut within a character", "\x81\x01\xc3"},
      {"length not minimal", std::string("\x81\x7e\x00\x02hi", 6)},
      {"length of 64 bits with the first set", std::string("\x82\x7f\xff\xff\xff\xff\xff\xff\xff\xff", 10)},
      {"close code that is none", std::string("\x88\x02\x03\xe7", 4)},
  };
  for (const auto& [name, frames] : wrong) EXPECT_EQ(heard(frames), "protocol") << name;
}

}  // namespace
}  // namespace herald::streams::test
