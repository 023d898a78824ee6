#include "host/http/wire.hpp"

#include <Poco/Exception.h>
#include <Poco/Net/NetException.h>
#include <openssl/err.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>

namespace herald::http {
namespace {

constexpr std::chrono::milliseconds kLinger{500};
constexpr std::size_t kLingerBytes = 4 * 1024 * 1024;

Poco::Timespan span_of(std::chrono::nanoseconds time) {
  const auto micros = std::chrono::ceil<std::chrono::microseconds>(time).count();
  return Poco::Timespan{std::max<Poco::Timespan::TimeDiff>(micros, 1)};  // 0 would mean "for ever"
}

/// Waits until the descriptor is ready or the deadline has passed.
bool wait_for(int descriptor, short events, Tick deadline) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Tick::clock::now()).count();
  if (left <= 0) return false;
  pollfd entry{descriptor, events, 0};
  return ::poll(&entry, 1, static_cast<int>(left)) != 0;  // an interrupted wait is tried again by the caller
}

}  // namespace

// A plain socket blocks with SO_RCVTIMEO: one system call per read. A TLS socket is non-blocking, since
// OpenSSL would otherwise wait anew for each fragment of a record; Poco, which believes it to block with a
// time-out of 0, reports "nothing yet" as TimeoutException.
Wire::Wire(const Poco::Net::StreamSocket& socket, std::chrono::milliseconds send_timeout)
    : socket_{socket}, secure_{socket.secure()}, send_timeout_{send_timeout} {
  if (secure_) {
    socket_.setBlocking(false);
  } else {
    socket_.setSendTimeout(span_of(send_timeout));
  }
}

Read Wire::read(std::span<char> buffer, std::chrono::nanoseconds longest) {
  if (longest <= std::chrono::nanoseconds::zero()) return {Received::TimedOut};
  return secure_ ? read_secure(buffer, Tick::clock::now() + longest) : read_plain(buffer, longest);
}

Read Wire::read_plain(std::span<char> buffer, std::chrono::nanoseconds longest) {
  try {
    if (longest != receive_timeout_) {
      socket_.setReceiveTimeout(span_of(longest));
      receive_timeout_ = longest;
    }
    const int count = socket_.receiveBytes(buffer.data(), static_cast<int>(buffer.size()));
    return count > 0 ? Read{Received::Some, static_cast<std::size_t>(count)} : Read{};
  } catch (const Poco::TimeoutException&) {
    return {Received::TimedOut};
  } catch (const Poco::Exception&) {
    return {};  // reset by the peer
  }
}

Read Wire::read_secure(std::span<char> buffer, Tick deadline) {
  try {
    for (;;) {
      try {
        ::ERR_clear_error();  // what another user of this thread left there would be taken for our failure
        const int count = socket_.receiveBytes(buffer.data(), static_cast<int>(buffer.size()));
        if (count > 0) return {Received::Some, static_cast<std::size_t>(count)};
        if (count == 0) return {};
      } catch (const Poco::TimeoutException&) {
        if (Tick::clock::now() >= deadline) return {Received::TimedOut};  // else nothing yet: wait below
      }
      if (!wait_for(descriptor(), POLLIN, deadline)) return {Received::TimedOut};
    }
  } catch (const Poco::Exception&) {
    return {};  // no TLS, a failed handshake, or reset by the peer
  }
}

bool Wire::write(std::string_view bytes) {
  const Tick deadline = Tick::clock::now() + send_timeout_;
  try {
    while (!bytes.empty()) {
      int count = 0;
      try {
        if (secure_) ::ERR_clear_error();
        count = socket_.sendBytes(bytes.data(), static_cast<int>(bytes.size()), MSG_NOSIGNAL);
      } catch (const Poco::TimeoutException&) {
        count = 0;
      }
      if (count > 0) bytes.remove_prefix(static_cast<std::size_t>(count));
      if (!bytes.empty() && !wait_for(descriptor(), POLLOUT, deadline)) return false;
    }
    return true;
  } catch (const Poco::Exception&) {
    return false;  // the peer is gone
  }
}

void Wire::finish() {
  std::array<char, 16 * 1024> scratch;
  const Tick deadline = Tick::clock::now() + kLinger;
  if (!secure_) ::shutdown(descriptor(), SHUT_WR);
  for (std::size_t total = 0; total < kLingerBytes;) {
    const Read got = read(scratch, deadline - Tick::clock::now());
    if (got.outcome != Received::Some) return;
    total += got.count;
  }
}

}  // namespace herald::http
