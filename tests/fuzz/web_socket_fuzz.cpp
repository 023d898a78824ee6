#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "host/base/check.hpp"
#include "host/streams/web_socket.hpp"

// Whatever a server says, in one piece or in single bytes: the same messages, none larger than allowed, the
// same judgement of the handshake, and never more to write than what it said can ask for. An input that
// begins with the byte 1 is shown to a socket that is open.
namespace {

using namespace herald;
using streams::WebSocket;

constexpr std::size_t kLargest = 64;

class ExampleRandom final : public Random {
 public:
  std::string bytes(std::size_t count) override {
    return count == 16 ? "the sample nonce" : std::string(count, '\x5a');
  }
  std::uint64_t below(std::uint64_t) override { return 0; }
};

struct Heard {
  std::string messages{}, output{}, end{};
};

Heard hear(std::string_view bytes, std::size_t piece) {
  ExampleRandom random;
  WebSocket socket{{.host = "a", .port = 443, .upgrade = streams::Upgrade{}}, kLargest, random};
  Heard heard;
  while (!bytes.empty()) {
    socket.receive(bytes.substr(0, piece));
    bytes.remove_prefix(std::min(piece, bytes.size()));
    for (const streams::Message& message : socket.take_messages()) {
      HERALD_CHECK(message.bytes.size() <= kLargest);
      heard.messages += message.bytes + '|';
    }
    heard.output += socket.take_output();
    const bool over =
        socket.state() == WebSocket::State::Failed || socket.state() == WebSocket::State::Closed;
    if (over) break;  // as the session does
  }
  heard.end = socket.failure() + std::to_string(static_cast<int>(socket.state()));
  return heard;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string bytes{reinterpret_cast<const char*>(data), size};
  if (bytes.starts_with('\x01'))
    bytes.replace(0, 1,
                  "HTTP/1.1 101 x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                  "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n");
  const Heard whole = hear(bytes, bytes.size() + 1);
  const Heard pieces = hear(bytes, 1);
  HERALD_CHECK(whole.messages == pieces.messages);
  // The faults of a frame may be seen before or after it is complete, and as a close or a fault; a ping
  // before the end is answered only when it comes by itself.
  const auto opened = [](const Heard& heard) {
    return heard.end != "0" && !heard.end.starts_with("upgrade");
  };
  HERALD_CHECK(opened(whole) == opened(pieces) && (opened(whole) || whole.end == pieces.end));
  HERALD_CHECK(whole.end != "1" || pieces.end != "1" || whole.output == pieces.output);
  HERALD_CHECK(whole.output.size() <= 256 + 8 * bytes.size());
  return 0;
}
