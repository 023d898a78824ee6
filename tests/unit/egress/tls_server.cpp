#include "tests/unit/egress/tls_server.hpp"

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cstring>

#include "host/base/check.hpp"
#include "host/egress/address.hpp"

namespace herald::egress::test {
namespace {

constexpr std::string_view kAnswer =
    "HTTP/1.1 200 OK\r\nContent-Length: 7\r\nConnection: close\r\n\r\nreached";

}  // namespace

TlsServer::TlsServer(const Identity& identity, int newest) : context_{SSL_CTX_new(TLS_server_method())} {
  SSL_CTX* context = context_.get();
  SSL_CTX_set_security_level(context, 0);  // so that versions that are too old can be offered
  HERALD_CHECK(SSL_CTX_set_min_proto_version(context, TLS1_VERSION) == 1);
  HERALD_CHECK(SSL_CTX_set_max_proto_version(context, newest) == 1);
  HERALD_CHECK(SSL_CTX_use_certificate(context, identity.certificate.get()) == 1);
  HERALD_CHECK(SSL_CTX_use_PrivateKey(context, identity.key.get()) == 1);
  SSL_CTX_set_alpn_select_cb(context, &TlsServer::choose, this);
  listen_everywhere();
  thread_ = std::thread{[this] { serve(); }};
}

TlsServer::~TlsServer() {
  ::shutdown(listener_, SHUT_RDWR);  // ends the wait for a connection
  thread_.join();
  ::close(listener_);
}

std::string TlsServer::url(const std::string& host) const {
  return "https://" + host + ":" + std::to_string(port_) + "/";
}

std::vector<std::string> TlsServer::addresses() const {
  const std::scoped_lock lock{mutex_};
  return addresses_;
}

std::vector<std::string> TlsServer::requests() const {
  const std::scoped_lock lock{mutex_};
  return requests_;
}

std::vector<std::string> TlsServer::offers() const {
  const std::scoped_lock lock{mutex_};
  return offers_;
}

/// Takes HTTP/2 whenever it is offered.
int TlsServer::choose(SSL* /*ssl*/, const unsigned char** out, unsigned char* size, const unsigned char* in,
                      unsigned length, void* self) {
  auto& server = *static_cast<TlsServer*>(self);
  std::string offered;
  *out = nullptr;
  for (unsigned at = 0; at < length; at += 1U + in[at]) {
    const std::string protocol{in + at + 1, in + at + 1 + in[at]};
    offered += (offered.empty() ? "" : ",") + protocol;
    if (*out != nullptr && protocol != "h2") continue;
    *out = in + at + 1;
    *size = in[at];
  }
  const std::scoped_lock lock{server.mutex_};
  server.offers_.push_back(offered);
  return *out == nullptr ? SSL_TLSEXT_ERR_NOACK : SSL_TLSEXT_ERR_OK;
}

void TlsServer::listen_everywhere() {
  listener_ = ::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int no = 0;
  HERALD_CHECK(::setsockopt(listener_, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof no) == 0);
  sockaddr_in6 at{};
  at.sin6_family = AF_INET6;
  socklen_t size = sizeof at;
  void* raw = &at;
  HERALD_CHECK(::bind(listener_, static_cast<sockaddr*>(raw), sizeof at) == 0);
  HERALD_CHECK(::listen(listener_, 64) == 0);
  HERALD_CHECK(::getsockname(listener_, static_cast<sockaddr*>(raw), &size) == 0);
  port_ = ntohs(at.sin6_port);
}

void TlsServer::serve() {
  for (;;) {
    const int connection = ::accept(listener_, nullptr, nullptr);
    if (connection < 0) return;
    ++connections_;
    note_address(connection);
    const timeval patience{5, 0};
    ::setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    answer(connection);
    ::close(connection);
  }
}

void TlsServer::note_address(int connection) {
  sockaddr_in6 at{};
  socklen_t size = sizeof at;
  void* raw = &at;
  HERALD_CHECK(::getsockname(connection, static_cast<sockaddr*>(raw), &size) == 0);
  Address address{.family = Family::V6};
  std::memcpy(address.bytes.data(), &at.sin6_addr, sizeof at.sin6_addr);
  std::string text = to_text(address);
  constexpr std::string_view kMapped = "::ffff:";
  if (text.starts_with(kMapped)) text.erase(0, kMapped.size());
  const std::scoped_lock lock{mutex_};
  addresses_.push_back(std::move(text));
}

void TlsServer::answer(int connection) {
  const std::unique_ptr<SSL, void (*)(SSL*)> ssl{SSL_new(context_.get()), &SSL_free};
  SSL_set_fd(ssl.get(), connection);
  if (SSL_accept(ssl.get()) != 1) return;
  std::string head;
  std::array<char, 4096> bytes{};
  while (head.find("\r\n\r\n") == std::string::npos) {
    const int got = SSL_read(ssl.get(), bytes.data(), static_cast<int>(bytes.size()));
    if (got <= 0) return;
    head.append(bytes.data(), static_cast<std::size_t>(got));
  }
  {
    const std::scoped_lock lock{mutex_};
    requests_.push_back(head);
  }
  SSL_write(ssl.get(), kAnswer.data(), static_cast<int>(kAnswer.size()));
  SSL_shutdown(ssl.get());
}

}  // namespace herald::egress::test
