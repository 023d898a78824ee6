#include "host/egress/address.hpp"

#include <arpa/inet.h>

#include <charconv>

namespace herald::egress {
namespace {

int family_number(Family family) { return family == Family::V4 ? AF_INET : AF_INET6; }
int width(Family family) { return family == Family::V4 ? 32 : 128; }

bool same_prefix(const Address& a, const Address& b, int prefix) {
  for (std::size_t i = 0; prefix > 0; ++i, prefix -= 8) {
    const unsigned mask = prefix >= 8 ? 0xFFU : (0xFFU << (8 - prefix)) & 0xFFU;
    if (((a.bytes[i] ^ b.bytes[i]) & mask) != 0) return false;
  }
  return true;
}

Address masked(Address address, int prefix) {
  for (std::size_t i = 0; i < address.bytes.size(); ++i, prefix -= 8) {
    const unsigned mask = prefix >= 8 ? 0xFFU : prefix <= 0 ? 0U : (0xFFU << (8 - prefix)) & 0xFFU;
    address.bytes[i] = static_cast<std::uint8_t>(address.bytes[i] & mask);
  }
  return address;
}

Error bad_cidr(std::string detail) { return Error{Errc::Invalid, "bad_cidr", std::move(detail)}; }

}  // namespace

std::optional<Address> parse_address(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) return std::nullopt;
  const std::string terminated{text};
  Address address;
  address.family = text.find(':') == std::string_view::npos ? Family::V4 : Family::V6;
  if (inet_pton(family_number(address.family), terminated.c_str(), address.bytes.data()) != 1) {
    return std::nullopt;
  }
  return address;
}

std::string to_text(const Address& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  HERALD_CHECK(inet_ntop(family_number(address.family), address.bytes.data(), text.data(), text.size()) !=
               nullptr);
  return text.data();
}

bool Cidr::covers(const Address& address) const {
  return address.family == base.family && same_prefix(address, base, prefix);
}

Result<Cidr> parse_cidr(std::string_view text) {
  const std::string found = "'" + std::string{text} + "'";
  const auto slash = text.find('/');
  const auto address = parse_address(text.substr(0, slash));
  if (!address) return bad_cidr("expected an IP address or ADDRESS/PREFIX, found " + found);
  Cidr cidr{*address, width(address->family)};
  if (slash == std::string_view::npos) return cidr;

  const auto digits = text.substr(slash + 1);
  const auto* end = digits.data() + digits.size();
  int prefix = -1;
  const auto read = std::from_chars(digits.data(), end, prefix);
  if (read.ec != std::errc{} || read.ptr != end || prefix < 0 || prefix > cidr.prefix) {
    return bad_cidr("expected a prefix length from 0 to " + std::to_string(cidr.prefix) + ", found " + found);
  }
  cidr.prefix = prefix;
  const auto base = masked(*address, prefix);
  if (base != *address) {
    return bad_cidr("expected no bits set behind the prefix, as in '" + to_text(base) + "/" +
                    std::to_string(prefix) + "', found " + found);
  }
  return cidr;
}

}  // namespace herald::egress
