#include "host/streams/wire.hpp"

#include <Poco/Exception.h>
#include <Poco/Net/NetException.h>
#include <sys/socket.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace herald::streams {
namespace {

constexpr int kMostUnsent = 16 * 1024;
constexpr std::size_t kMostAtOnce = std::size_t{16} * 1024;

std::string words_of(int code) { return std::generic_category().message(code); }

/// Poco says so of a socket that is not ready, by one exception or another.
bool would_block(const Poco::Exception& failure) {
  return failure.code() == EAGAIN || failure.code() == EWOULDBLOCK ||
         dynamic_cast<const Poco::TimeoutException*>(&failure) != nullptr;
}

std::string words_of(const Poco::Exception& failure) {
  return failure.message().empty() ? words_of(failure.code()) : failure.message();
}

}  // namespace

Wire::Wire(const Poco::Net::SocketAddress& address) { socket_.connectNB(address); }

Wire::Step Wire::fail(std::string problem) {
  problem_ = std::move(problem);
  return Step::Failed;
}

Wire::Step Wire::connected() {
  const int code = socket_.impl()->socketError();
  if (code != 0) return fail(words_of(code));
  socket_.setNoDelay(true);
  // Else the kernel takes megabytes that have not left, and the point of no return is passed far too early.
  socket_.setOption(IPPROTO_TCP, TCP_NOTSENT_LOWAT, kMostUnsent);
  return Step::Done;
}

void Wire::begin_tls(const TlsContext& context, const std::string& host) {
  tls_ = std::make_unique<Tls>(context, host);
}

Wire::Step Wire::handshake() {
  for (;;) {
    const Tls::Step step = tls_->handshake();
    queue(tls_->take());
    const Step flushed = flush();
    if (step == Tls::Step::Failed) return fail(tls_->problem());  // its alert has been sent
    if (flushed == Step::Failed) return flushed;
    if (step == Tls::Step::Done) {
      secure_ = true;
      return Step::Done;
    }
    std::string ciphertext;
    const Step read = read_socket(ciphertext, kMostAtOnce);
    if (read == Step::Closed) return fail("the peer closed the connection during the handshake");
    if (read != Step::Done) return read;
    tls_->put(ciphertext);
  }
}

void Wire::queue(std::string bytes) {
  if (idle()) {
    out_ = std::move(bytes);
    sent_ = 0;
  } else {
    out_ += bytes;
  }
}

Wire::Step Wire::put(std::string_view bytes) {
  if (!secure_) {
    queue(std::string{bytes});
    return Step::Done;
  }
  const bool taken = tls_->write(bytes);
  queue(tls_->take());
  return taken ? Step::Done : fail(tls_->problem());
}

Wire::Step Wire::flush() {
  try {
    while (!idle()) {
      const auto left = static_cast<int>(std::min(out_.size() - sent_, kMostAtOnce));
      const int count = socket_.sendBytes(out_.data() + sent_, left, MSG_NOSIGNAL);
      if (count <= 0) return Step::More;
      sent_ += static_cast<std::size_t>(count);
    }
  } catch (const Poco::Exception& failure) {
    return would_block(failure) ? Step::More : fail(words_of(failure));
  }
  return Step::Done;
}

Wire::Step Wire::read_socket(std::string& into, std::size_t most) {
  const std::size_t before = into.size();
  into.resize(before + most);
  int count = -1;
  try {
    count = socket_.receiveBytes(into.data() + before, static_cast<int>(most));
  } catch (const Poco::Exception& failure) {
    into.resize(before);
    return would_block(failure) ? Step::More : fail(words_of(failure));
  }
  into.resize(before + static_cast<std::size_t>(std::max(count, 0)));
  return count > 0 ? Step::Done : count == 0 ? Step::Closed : Step::More;
}

Wire::Step Wire::receive(std::string& into, std::size_t most) {
  if (!secure_) return read_socket(into, most);
  std::string ciphertext;
  const Step read = read_socket(ciphertext, most);
  if (read != Step::Done) return read;
  tls_->put(ciphertext);
  const std::size_t before = into.size();
  const Tls::Step step = tls_->read(into);
  queue(tls_->take());  // what TLS itself answers
  if (step == Tls::Step::Failed) return fail(tls_->problem());
  if (step == Tls::Step::Done && into.size() == before) return Step::Closed;
  return Step::Done;
}

void Wire::finish() {
  if (!secure_) return;
  tls_->close();
  queue(tls_->take());
}

void Wire::close() {
  try {
    socket_.close();
  } catch (const Poco::Exception& failure) {
    problem_ = failure.message();
  }
}

}  // namespace herald::streams
