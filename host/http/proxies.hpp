#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/result.hpp"
#include "host/http/message.hpp"

namespace herald::http {

/// An IPv4 (as ::ffff:a.b.c.d) or IPv6 address. [value]
struct Address {
  std::array<std::uint8_t, 16> bytes{};
  bool operator==(const Address&) const = default;
};

/// Reads `192.0.2.1`, `2001:db8::1`, both also with a port (`192.0.2.1:80`, `[2001:db8::1]:80`).
std::optional<Address> address_of(std::string_view text);
/// The usual text; IPv4-mapped addresses as IPv4.
std::string to_text(const Address& address);

/// The networks whose X-Forwarded-For and X-Forwarded-Proto are believed. [value]
class Proxies final {
 public:
  /// Each text is an address or `address/bits`; anything else is refused with its text.
  static Result<Proxies> from(const std::vector<std::string>& networks);

  [[nodiscard]] bool trusts(const Address& address) const;
  /// Sets `remote_ip` (the right-most address that is not a trusted proxy) and, behind a trusted peer,
  /// `secure`.
  void apply(const Address& peer, Request& request) const;

 private:
  struct Network {
    Address base;
    unsigned bits;  ///< of 128
  };
  std::vector<Network> networks_;
};

}  // namespace herald::http
