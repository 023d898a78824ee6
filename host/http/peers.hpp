#pragma once
#include <Poco/Net/StreamSocket.h>

#include <map>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "host/http/proxies.hpp"

namespace herald::http {

/// The address at the other end of a TCP connection, without a zone; nothing when it has gone already.
std::optional<Address> peer_of(const Poco::Net::StreamSocket& socket);

/// How many connections each peer has. A peer is an IPv4 address or an IPv6 network of 64 bits, which is what
/// one customer gets (RFC 6177). [any thread]
class Peers final {
 public:
  /// Counts a connection, whose descriptor is open, unless its peer has `most` already.
  bool enter(int descriptor, const Address& peer, int most);
  /// Forgets it; call while the descriptor is still open. Unknown ones are ignored.
  void leave(int descriptor);

 private:
  using Key = std::array<std::uint8_t, 16>;
  void forget(int descriptor);

  std::mutex mutex_;
  std::unordered_map<int, Key> connections_;
  std::map<Key, int> counts_;
};

}  // namespace herald::http
