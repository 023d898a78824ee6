#include "tests/plugins/sandbox/callback_receiver.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <system_error>

#include "sdk/tools/sandbox/wire.hpp"
#include "tests/plugins/sandbox/far_side.hpp"

namespace herald::sandbox {

CallbackReceiver::CallbackReceiver() : listener_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      ::listen(listener_, 16) != 0)
    throw std::system_error{errno, std::generic_category(), "listen"};
}

CallbackReceiver::~CallbackReceiver() {
  if (connection_ >= 0) ::close(connection_);
  ::close(listener_);
}

std::string CallbackReceiver::url() const {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
  return "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + "/hooks/c1?x=1";
}

std::string CallbackReceiver::read_request() {
  std::string buffer;
  std::array<char, 4096> chunk{};
  Request request;
  while (sandbox::read_request(buffer, request).state != Reading::State::Complete) {
    if (connection_ < 0) {
      if (!readable_within(listener_, kPatience)) throw std::runtime_error{"no callback in time"};
      connection_ = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      ++connections_;
    }
    if (!readable_within(connection_, kPatience)) throw std::runtime_error{"no callback in time"};
    const ssize_t got = ::recv(connection_, chunk.data(), chunk.size(), 0);
    if (got > 0) {
      buffer.append(chunk.data(), static_cast<std::size_t>(got));
    } else {
      ::close(connection_);
      connection_ = -1;
    }
  }
  return buffer;
}

SeenCallback CallbackReceiver::next(int answer) {
  const std::string bytes = read_request();
  Request request;
  static_cast<void>(sandbox::read_request(bytes, request));
  SeenCallback seen{.start = bytes.substr(0, bytes.find("\r\n")),
                    .signature = std::string{request.header("X-Sandbox-Signature")},
                    .body = std::string{request.body}};
  const auto body = nlohmann::json::parse(seen.body);
  for (const auto& one : body.at("events"))
    seen.events.push_back({one.at("event_id"), one.at("message_id"), one.at("client_ref"), one.at("status"),
                           one.value("code", "")});
  if (answer != 0) {
    const std::string reply = "HTTP/1.1 " + std::to_string(answer) + " X\r\nContent-Length: 0\r\n\r\n";
    ::send(connection_, reply.data(), reply.size(), MSG_NOSIGNAL);
  } else {
    ::close(connection_);
    connection_ = -1;
  }
  return seen;
}

std::vector<SeenEvent> CallbackReceiver::events(std::size_t count) {
  std::vector<SeenEvent> out;
  while (out.size() < count) {
    const SeenCallback seen = next();
    out.insert(out.end(), seen.events.begin(), seen.events.end());
  }
  return out;
}

}  // namespace herald::sandbox
