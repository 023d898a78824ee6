#include <utility>

#include "host/streams/session.hpp"

// The part of a session that speaks WebSocket: whole messages instead of bytes.

namespace herald::streams {

void Session::begin_upgrade() {
  socket_.emplace(target_, means_.limits.unconsumed, means_.random);
  std::string request = socket_->take_output();
  record(far_.sent, request);
  outgoing_.emplace_front(std::move(request));
}

void Session::say(const Message& message) {
  if (!socket_ || socket_->state() != WebSocket::State::Open)
    return fail("no_verdict", "the plugin wanted to send a message on a websocket that is not open");
  record(far_.sent, message.bytes);
  socket_->send(message);
  outgoing_.emplace_back(socket_->take_output());
}

void Session::take_leave() {
  if (!socket_) return;
  socket_->close();
  outgoing_.emplace_back(socket_->take_output());
}

void Session::take_frames(const std::string& bytes) {
  received_in_all_ += bytes.size();
  far_.reached = domain::Reached::Answered;
  const bool opening = socket_->state() == WebSocket::State::Opening;
  socket_->receive(bytes);
  if (opening && socket_->state() != WebSocket::State::Opening && socket_->failure() != "upgrade")
    events_.push_back(
        {.kind = domain::StreamEventKind::Connected,
         .info = R"({"tls":")" + wire_->tls_version() + R"(","protocol":")" + socket_->protocol() + "\"}"});
  for (Message& message : socket_->take_messages()) {
    far_.answered = true;
    record(far_.received, message.bytes);
    events_.push_back({.kind = domain::StreamEventKind::Message,
                       .info = message.payload == Payload::Text ? R"({"text":1})" : R"({"text":0})",
                       .bytes = std::move(message.bytes)});
  }
  if (socket_->state() == WebSocket::State::Failed) return fail(socket_->failure(), socket_->problem());
  if (received_in_all_ > means_.limits.received)
    return fail("too_large", "the peer sent more than the protocol needs");
  if (std::string answer = socket_->take_output(); !answer.empty()) outgoing_.emplace_back(std::move(answer));
  if (socket_->state() == WebSocket::State::Closed) ended_ = true;
}

}  // namespace herald::streams
