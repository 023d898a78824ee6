#include "host/streams/web_socket.hpp"

#include <openssl/evp.h>
#include <wslay/wslay.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "host/base/check.hpp"
#include "host/streams/upgrade.hpp"

namespace herald::streams {
namespace {

std::string fresh_key(Random& random) {
  const std::string bytes = random.bytes(16);
  std::array<unsigned char, 25> text{};
  const int size = EVP_EncodeBlock(text.data(), reinterpret_cast<const unsigned char*>(bytes.data()),
                                   static_cast<int>(bytes.size()));
  return {text.begin(), text.begin() + size};
}

struct FreeContext {
  void operator()(wslay_event_context* context) const { wslay_event_context_free(context); }
};

}  // namespace

struct WebSocket::Inside {
  Random& random;
  std::string key;
  std::string protocol;
  State state{State::Opening};
  std::string failure{}, problem{};
  std::string input{};  ///< of the server; while Opening the head so far
  std::size_t read{0};  ///< of it
  std::string output{};
  std::vector<Message> messages{};
  std::unique_ptr<wslay_event_context, FreeContext> context{};

  static Inside& of(void* self) { return *static_cast<Inside*>(self); }
  static ssize_t feed(wslay_event_context* context, std::uint8_t* to, std::size_t room, int, void* self);
  static ssize_t put(wslay_event_context*, const std::uint8_t* from, std::size_t size, int, void* self);
  static int mask(wslay_event_context*, std::uint8_t* to, std::size_t size, void* self);
  static void heard(wslay_event_context*, const wslay_event_on_msg_recv_arg* message, void* self);

  void fail(const char* what, std::string why) {
    state = State::Failed;
    failure = what;
    problem = std::move(why);
  }
  void open();
  void take_frames();
  void flush();
};

ssize_t WebSocket::Inside::feed(wslay_event_context* context, std::uint8_t* to, std::size_t room, int,
                                void* self) {
  Inside& inside = of(self);
  const std::size_t size = std::min(room, inside.input.size() - inside.read);
  if (size == 0) {
    wslay_event_set_error(context, WSLAY_ERR_WOULDBLOCK);
    return -1;
  }
  std::memcpy(to, inside.input.data() + inside.read, size);
  inside.read += size;
  return static_cast<ssize_t>(size);
}

ssize_t WebSocket::Inside::put(wslay_event_context*, const std::uint8_t* from, std::size_t size, int,
                               void* self) {
  of(self).output.append(reinterpret_cast<const char*>(from), size);
  return static_cast<ssize_t>(size);
}

int WebSocket::Inside::mask(wslay_event_context*, std::uint8_t* to, std::size_t size, void* self) {
  const std::string bytes = of(self).random.bytes(size);
  std::memcpy(to, bytes.data(), size);
  return 0;
}

void WebSocket::Inside::heard(wslay_event_context*, const wslay_event_on_msg_recv_arg* message, void* self) {
  if (message->opcode != WSLAY_TEXT_FRAME && message->opcode != WSLAY_BINARY_FRAME) return;
  std::string bytes;
  if (message->msg_length > 0) bytes.assign(reinterpret_cast<const char*>(message->msg), message->msg_length);
  of(self).messages.push_back(
      {message->opcode == WSLAY_TEXT_FRAME ? Payload::Text : Payload::Binary, std::move(bytes)});
}

/// The head of the answer, once it is complete.
void WebSocket::Inside::open() {
  const auto size = head_size(std::string_view{input}.substr(0, kLargestHead));
  if (!size && input.size() >= kLargestHead)
    return fail("upgrade", "expected the head of an answer within 8 KiB, found more");
  if (!size) return;
  const auto agreed = check_answer_head(std::string_view{input}.substr(0, *size), key, protocol);
  if (!agreed) return fail("upgrade", agreed.error().detail);
  read = *size;
  state = State::Open;
}

void WebSocket::Inside::take_frames() {
  const int outcome = wslay_event_recv(context.get());
  input.clear();
  read = 0;
  flush();
  if (outcome != 0) return fail("protocol", "expected frames of RFC 6455, found something else");
  if (wslay_event_get_close_received(context.get()) != 0) {
    state = State::Closed;
    return;
  }
  if (wslay_event_get_read_enabled(context.get()) != 0) return;
  if (wslay_event_get_status_code_sent(context.get()) == WSLAY_CODE_MESSAGE_TOO_BIG)
    return fail("too_large", "the peer sent a message that is larger than allowed");
  fail("protocol", "expected frames of RFC 6455, found something else");
}

void WebSocket::Inside::flush() {
  while (wslay_event_want_write(context.get()) != 0)
    if (wslay_event_send(context.get()) != 0) return fail("protocol", "a frame could not be made");
}

WebSocket::WebSocket(const Connect& connect, std::size_t largest, Random& random)
    : inside_{std::make_unique<Inside>(
          Inside{.random = random, .key = fresh_key(random), .protocol = connect.upgrade->protocol})} {
  const wslay_event_callbacks callbacks{&Inside::feed, &Inside::put, &Inside::mask, nullptr,
                                        nullptr,       nullptr,      &Inside::heard};
  wslay_event_context* context = nullptr;
  const int made = wslay_event_context_client_init(&context, &callbacks, inside_.get());
  HERALD_CHECK(made == 0);
  inside_->context.reset(context);
  wslay_event_config_set_max_recv_msg_length(context, largest);
  inside_->output = upgrade_request(connect, inside_->key);
}

WebSocket::~WebSocket() = default;

WebSocket::State WebSocket::state() const { return inside_->state; }
const std::string& WebSocket::failure() const { return inside_->failure; }
const std::string& WebSocket::problem() const { return inside_->problem; }
const std::string& WebSocket::protocol() const { return inside_->protocol; }

void WebSocket::receive(std::string_view bytes) {
  inside_->input += bytes;
  if (inside_->state == State::Opening) inside_->open();
  if (inside_->state == State::Open) inside_->take_frames();
}

std::vector<Message> WebSocket::take_messages() { return std::exchange(inside_->messages, {}); }

void WebSocket::send(const Message& message) {
  const wslay_event_msg made{
      static_cast<std::uint8_t>(message.payload == Payload::Text ? WSLAY_TEXT_FRAME : WSLAY_BINARY_FRAME),
      reinterpret_cast<const std::uint8_t*>(message.bytes.data()), message.bytes.size()};
  if (inside_->state != State::Open || wslay_event_queue_msg(inside_->context.get(), &made) != 0)
    return inside_->fail("protocol", "a message could not be sent: the websocket is not open");
  inside_->flush();
}

void WebSocket::close() {
  if (inside_->state != State::Open) return;
  if (wslay_event_queue_close(inside_->context.get(), WSLAY_CODE_NORMAL_CLOSURE, nullptr, 0) == 0)
    inside_->flush();
}

std::string WebSocket::take_output() { return std::exchange(inside_->output, {}); }

}  // namespace herald::streams
