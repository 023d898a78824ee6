#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "host/egress/address.hpp"

namespace herald::egress {

enum class Scheme : std::uint8_t { Http, Https };

/// What the guard says about one address. [value]
struct Verdict {
  bool allowed{false};
  std::string_view reason{};  ///< why not, e.g. "loopback", "plain_http"; lives for ever; empty when allowed
};

/// Which machines outbound requests may reach (design D11). [value; any thread]
///
/// A public unicast address is reachable by https. Everything else (IANA's special-purpose registries of
/// RFC 6890, whatever lies outside 2000::/3, and IPv6 forms that carry a non-public IPv4 address) and plain
/// http is reachable only where the operator's list names the very address. An IPv4 entry of that list
/// does not cover the IPv4-mapped form.
class Guard final {
 public:
  explicit Guard(std::vector<Cidr> allow = {}) : allow_{std::move(allow)} {}
  [[nodiscard]] Verdict check(const Address& address, Scheme scheme) const;

 private:
  std::vector<Cidr> allow_;
};

/// The kind of non-public range the address lies in; empty for a public unicast address. [any thread]
std::string_view special_range(const Address& address);

}  // namespace herald::egress
