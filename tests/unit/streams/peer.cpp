#include "tests/unit/streams/peer.hpp"

#include <Poco/Net/NetException.h>

#include <stdexcept>

namespace herald::streams::test {
namespace {

const Poco::Timespan kPatience{20, 0};

}  // namespace

Peer::Peer() : listener_{Poco::Net::SocketAddress{"127.0.0.1", 0}} {
  listener_.setReceiveBufferSize(4096);  // so that a client that sends much has to wait
}

void Peer::accept() {
  if (!listener_.poll(kPatience, Poco::Net::Socket::SELECT_READ))
    throw std::runtime_error{"nobody connected"};
  socket_ = listener_.acceptConnection();
  socket_.setReceiveTimeout(kPatience);
  socket_.setSendTimeout(kPatience);
}

bool Peer::start_tls(const egress::test::Identity& identity, int newest) {
  context_.reset(SSL_CTX_new(TLS_server_method()));
  SSL_CTX_set_security_level(context_.get(), 0);
  SSL_CTX_set_min_proto_version(context_.get(), TLS1_VERSION);
  SSL_CTX_set_max_proto_version(context_.get(), newest);
  SSL_CTX_use_certificate(context_.get(), identity.certificate.get());
  SSL_CTX_use_PrivateKey(context_.get(), identity.key.get());
  ssl_.reset(SSL_new(context_.get()));
  SSL_set_fd(ssl_.get(), socket_.impl()->sockfd());
  return SSL_accept(ssl_.get()) == 1;
}

int Peer::receive(char* into, int most) {
  return ssl_ ? SSL_read(ssl_.get(), into, most) : socket_.receiveBytes(into, most);
}

std::string Peer::read(std::size_t count) {
  std::string text;
  while (text.size() < count) {
    char byte = 0;
    if (receive(&byte, 1) != 1) throw std::runtime_error{"the client closed after: " + text};
    text += byte;
  }
  return text;
}

std::string Peer::read_until(const std::string& end) {
  std::string text;
  while (!text.ends_with(end)) text += read(1);
  return text;
}

std::string Peer::read_all() {
  std::string text;
  std::string piece(4096, '\0');
  try {
    for (;;) {
      const int count = receive(piece.data(), static_cast<int>(piece.size()));
      if (count <= 0) return text;
      text.append(piece, 0, static_cast<std::size_t>(count));
    }
  } catch (const Poco::Net::NetException&) {
    return text;  // a reset ends it too
  }
}

void Peer::write(const std::string& bytes) {
  if (ssl_)
    SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size()));
  else
    socket_.sendBytes(bytes.data(), static_cast<int>(bytes.size()));
}

void Peer::close() {
  if (ssl_) SSL_shutdown(ssl_.get());
  socket_.shutdownSend();
}

void Peer::reset() {
  socket_.setLinger(true, 0);
  socket_.close();
}

}  // namespace herald::streams::test
