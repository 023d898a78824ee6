#include "host/egress/guard.hpp"

#include <algorithm>
#include <array>

namespace herald::egress {
namespace {

struct RangeV4 {
  std::uint32_t base;
  int prefix;
  std::string_view name;
};

// https://www.iana.org/assignments/iana-ipv4-special-registry, plus multicast and class E.
constexpr std::array kSpecialV4{
    RangeV4{0x00000000, 8, "this_network"},   RangeV4{0x0A000000, 8, "private"},
    RangeV4{0x64400000, 10, "carrier_nat"},   RangeV4{0x7F000000, 8, "loopback"},
    RangeV4{0xA9FE0000, 16, "link_local"},    RangeV4{0xAC100000, 12, "private"},
    RangeV4{0xC0000000, 24, "protocol"},      RangeV4{0xC0000200, 24, "documentation"},
    RangeV4{0xC0586300, 24, "relay_anycast"}, RangeV4{0xC0A80000, 16, "private"},
    RangeV4{0xC6120000, 15, "benchmarking"},  RangeV4{0xC6336400, 24, "documentation"},
    RangeV4{0xCB007100, 24, "documentation"}, RangeV4{0xE0000000, 4, "multicast"},
    RangeV4{0xF0000000, 4, "reserved"},
};

/// The upper half of an IPv6 address decides: no special range has a prefix above 64 bits but those in ::/64.
struct RangeV6 {
  std::uint64_t base;
  int prefix;
  std::string_view name;
};

// https://www.iana.org/assignments/iana-ipv6-special-registry, plus the deprecated site-local block.
// 2001::/23 is refused whole: it holds Teredo, benchmarking and ORCHID, and no provider's servers.
constexpr std::array kSpecialV6{
    RangeV6{0x2001000000000000, 32, "teredo"},        RangeV6{0x2001000000000000, 23, "protocol"},
    RangeV6{0x20010DB800000000, 32, "documentation"}, RangeV6{0x3FFF000000000000, 20, "documentation"},
    RangeV6{0x0064FF9B00010000, 48, "local_nat64"},   RangeV6{0xFC00000000000000, 7, "unique_local"},
    RangeV6{0xFE80000000000000, 10, "link_local"},    RangeV6{0xFEC0000000000000, 10, "site_local"},
    RangeV6{0xFF00000000000000, 8, "multicast"},
};

template <class Word>
Word read_word(const Address& address, std::size_t from) {
  Word word = 0;
  for (std::size_t i = 0; i < sizeof(Word); ++i)
    word = static_cast<Word>((word << 8) | address.bytes[from + i]);
  return word;
}

template <class Word, class Table>
std::string_view find_range(Word word, const Table& table) {
  constexpr int kBits = 8 * static_cast<int>(sizeof(Word));
  for (const auto& range : table) {
    if ((word ^ range.base) >> (kBits - range.prefix) == 0) return range.name;
  }
  return {};
}

std::string_view special_low_v6(std::uint64_t low) {
  if (low == 0) return "unspecified";
  if (low == 1) return "loopback";
  return low >> 32 == 0xFFFF ? "ipv4_mapped" : "reserved";
}

std::string_view special_v6(const Address& address) {
  const auto high = read_word<std::uint64_t>(address, 0);
  const auto low = read_word<std::uint64_t>(address, 8);
  if (high == 0) return special_low_v6(low);
  const auto judge = [](std::uint64_t v4) { return find_range(static_cast<std::uint32_t>(v4), kSpecialV4); };
  if (high >> 48 == 0x2002) return judge(high >> 16).empty() ? "" : "6to4";
  const bool nat64 = high == 0x0064FF9B00000000 && low >> 32 == 0;
  if (nat64) return judge(low).empty() ? "" : "nat64";
  const auto name = find_range(high, kSpecialV6);
  const bool global_unicast = high >> 61 == 1;
  return name.empty() && !global_unicast ? "reserved" : name;
}

}  // namespace

std::string_view special_range(const Address& address) {
  if (address.family == Family::V6) return special_v6(address);
  return find_range(read_word<std::uint32_t>(address, 0), kSpecialV4);
}

Verdict Guard::check(const Address& address, Scheme scheme) const {
  const auto listed = [&](const Cidr& cidr) { return cidr.covers(address); };
  if (std::any_of(allow_.begin(), allow_.end(), listed)) return {true, {}};
  if (const auto range = special_range(address); !range.empty()) return {false, range};
  if (scheme == Scheme::Http) return {false, "plain_http"};
  return {true, {}};
}

}  // namespace herald::egress
