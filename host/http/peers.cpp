#include "host/http/peers.hpp"

#include <Poco/Net/NetException.h>

#include <algorithm>
#include <string>

namespace herald::http {
namespace {

constexpr std::array<std::uint8_t, 12> kMappedIpv4{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

std::array<std::uint8_t, 16> key_of(const Address& peer) {
  auto key = peer.bytes;
  if (!std::equal(kMappedIpv4.begin(), kMappedIpv4.end(), key.begin()))
    std::fill(key.begin() + 8, key.end(), 0);
  return key;
}

}  // namespace

std::optional<Address> peer_of(const Poco::Net::StreamSocket& socket) {
  try {
    const std::string text = socket.peerAddress().host().toString();
    return address_of(std::string_view{text}.substr(0, text.find('%')));  // without the zone
  } catch (const Poco::Net::NetException&) {
    return std::nullopt;  // gone before we came to it
  }
}

bool Peers::enter(int descriptor, const Address& peer, int most) {
  const std::scoped_lock lock{mutex_};
  forget(descriptor);  // the number is in use again: its last connection went without a word
  const Key key = key_of(peer);
  int& count = counts_[key];
  if (count >= most) return false;
  ++count;
  connections_[descriptor] = key;
  return true;
}

void Peers::leave(int descriptor) {
  const std::scoped_lock lock{mutex_};
  forget(descriptor);
}

void Peers::forget(int descriptor) {
  const auto connection = connections_.find(descriptor);
  if (connection == connections_.end()) return;
  const auto count = counts_.find(connection->second);
  if (--count->second == 0) counts_.erase(count);
  connections_.erase(connection);
}

}  // namespace herald::http
