#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "host/base/result.hpp"

namespace herald::egress {

enum class Family : std::uint8_t { V4, V6 };

/// An IP address in network byte order; an IPv4 address uses the first four bytes. [value]
struct Address {
  Family family{Family::V4};
  std::array<std::uint8_t, 16> bytes{};
  bool operator==(const Address&) const = default;
};

/// Reads the canonical notations of inet_pton(3); nothing for a name, a zone or `010.0.0.1`. [any thread]
std::optional<Address> parse_address(std::string_view text);
std::string to_text(const Address& address);

/// A block of addresses (RFC 4632, RFC 4291 §2.3). [value]
struct Cidr {
  Address base{};
  int prefix{0};  ///< leading bits that must match: 0–32 or 0–128

  /// False for an address of the other family, also for an IPv4-mapped IPv6 address.
  [[nodiscard]] bool covers(const Address& address) const;
  bool operator==(const Cidr&) const = default;
};

/// Reads `ADDRESS/PREFIX`; a bare address stands for itself alone (/32, /128).
/// Errc::Invalid "bad_cidr" for anything else, also when bits behind the prefix are set. [any thread]
Result<Cidr> parse_cidr(std::string_view text);

}  // namespace herald::egress
