#include <sys/socket.h>

#include <cstring>

#include <netinet/in.h>

#include "host/egress/transfer.hpp"

namespace herald::egress {
namespace {

/// The address behind a socket address; nothing for a family other than IP.
std::optional<Address> ip_address(const curl_sockaddr& from) {
  Address address;
  if (from.family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &from.addr, sizeof v4);
    std::memcpy(address.bytes.data(), &v4.sin_addr, sizeof v4.sin_addr);
    return address;
  }
  if (from.family != AF_INET6 || from.addrlen < sizeof(sockaddr_in6)) return std::nullopt;
  // libcurl keeps room for every family behind `addr`, which is declared as the short sockaddr.
  sockaddr_in6 v6{};
  std::memcpy(&v6, static_cast<const void*>(&from.addr), sizeof v6);
  address.family = Family::V6;
  std::memcpy(address.bytes.data(), &v6.sin6_addr, sizeof v6.sin6_addr);
  return address;
}

}  // namespace

void Transfer::refuse(std::string_view failure, std::string text) {
  if (!failure_.empty()) return;
  failure_ = failure;
  text_ = std::move(text);
}

bool Transfer::admits(const Address& address) {
  const auto verdict = rules_.guard.check(address, scheme_);
  if (!verdict.allowed) {
    refuse("guard_refused", "expected a public address by https or a listed one, found " + to_text(address) +
                                " (" + std::string{verdict.reason} + ")");
  }
  return verdict.allowed;
}

curl_socket_t Transfer::open_socket(void* self, curlsocktype /*purpose*/, curl_sockaddr* address) {
  auto& transfer = *static_cast<Transfer*>(self);
  if (transfer.began_) {
    // libcurl lost the connection and wants to send the request once more on a new one.
    transfer.refuse("second_start", "the connection closed without an answer after the request had begun");
    return CURL_SOCKET_BAD;
  }
  const auto ip = ip_address(*address);
  if (!ip) {
    transfer.refuse("guard_refused", "expected an IP address, found another family");
    return CURL_SOCKET_BAD;
  }
  if (!transfer.admits(*ip)) return CURL_SOCKET_BAD;
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

bool Transfer::may_begin(const char* peer) {
  if (began_) {
    refuse("second_start", "the connection closed without an answer after the request had begun");
    return false;
  }
  failure_.clear();  // another address of the name took the place of one that was refused
  if (rules_.clock.tick() >= job_.request.start_by) {
    refuse("start_deadline", "the time to start had passed when the connection was ready");
    return false;
  }
  const auto address = parse_address(peer == nullptr ? "" : peer);
  if (!address) {
    refuse("guard_refused", "the address of the connection is not known");
    return false;
  }
  return admits(*address);  // a kept connection may be older than today's list
}

int Transfer::before_request(void* self, char* peer, char* /*local*/, int /*peer_port*/, int /*local_port*/) {
  auto& transfer = *static_cast<Transfer*>(self);
  if (!transfer.may_begin(peer)) return CURL_PREREQFUNC_ABORT;
  transfer.began_ = true;
  return CURL_PREREQFUNC_OK;
}

std::size_t Transfer::on_header(char* data, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  if (transfer.response_.take_header({data, size * count})) return size * count;
  transfer.refuse("too_large", "expected at most " +
                                   std::to_string(transfer.rules_.config.max_response_header_bytes) +
                                   " bytes of response headers");
  return 0;
}

std::size_t Transfer::on_body(char* data, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  switch (transfer.response_.take_body({data, size * count})) {
    case Taken::Yes:
      return size * count;
    case Taken::NotSaved:
      transfer.refuse("not_saved", kNotSaved);
      return 0;
    case Taken::TooMuch:
      break;
  }
  transfer.refuse("too_large", "expected at most " +
                                   std::to_string(transfer.job_.request.max_response_bytes) +
                                   " bytes of response body");
  return 0;
}

std::size_t Transfer::on_read(char* data, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  if (!transfer.body_) return 0;
  if (const auto read = transfer.body_->read({data, size * count})) return *read;
  transfer.refuse("body_missing", "a file of the body could not be read");
  return CURL_READFUNC_ABORT;
}

}  // namespace herald::egress
