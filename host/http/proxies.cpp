#include "host/http/proxies.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace herald::http {
namespace {

constexpr std::array<std::uint8_t, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

bool is_v4(const Address& address) {
  return std::equal(kMapped.begin(), kMapped.end(), address.bytes.begin());
}

/// The address part of `host:port`, `[host]:port` or `host`.
std::string_view without_port(std::string_view text) {
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    return end == std::string_view::npos ? text : text.substr(1, end - 1);
  }
  const auto colon = text.find(':');
  const bool one_colon =
      colon != std::string_view::npos && text.find(':', colon + 1) == std::string_view::npos;
  return one_colon ? text.substr(0, colon) : text;
}

/// Cuts the last item off a comma-separated list.
std::string_view pop_last(std::string_view& list) {
  const auto comma = list.rfind(',');
  const std::string_view item = comma == std::string_view::npos ? list : list.substr(comma + 1);
  list = comma == std::string_view::npos ? std::string_view{} : list.substr(0, comma);
  return trim(item);
}

/// All fields of that name as one list (RFC 9110 §5.3).
std::string joined(const Request& request, std::string_view name) {
  std::string out;
  for (const Header& header : request.headers) {
    if (!same_name(header.name, name)) continue;
    if (!out.empty()) out += ',';
    out += header.value;
  }
  return out;
}

Error bad_network(const std::string& text) {
  return {.code = Errc::Invalid,
          .reason = "bad_network",
          .detail = "trusted proxy '" + text + "': expected an address or address/bits, e.g. 10.0.0.0/8"};
}

}  // namespace

std::optional<Address> address_of(std::string_view text) {
  const std::string plain{without_port(text)};
  Address address;
  if (::inet_pton(AF_INET6, plain.c_str(), address.bytes.data()) == 1) return address;
  std::ranges::copy(kMapped, address.bytes.begin());
  if (::inet_pton(AF_INET, plain.c_str(), address.bytes.data() + 12) == 1) return address;
  return std::nullopt;
}

std::string to_text(const Address& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const bool v4 = is_v4(address);
  ::inet_ntop(v4 ? AF_INET : AF_INET6, address.bytes.data() + (v4 ? 12 : 0), text.data(), text.size());
  return text.data();
}

Result<Proxies> Proxies::from(const std::vector<std::string>& networks) {
  Proxies proxies;
  for (const std::string& text : networks) {
    const auto slash = text.find('/');
    const auto base = address_of(std::string_view{text}.substr(0, slash));
    if (!base) return bad_network(text);
    const unsigned offset = is_v4(*base) ? 96 : 0;
    unsigned bits = 128 - offset;
    if (slash != std::string::npos) {
      const char* end = text.data() + text.size();
      const auto read = std::from_chars(text.data() + slash + 1, end, bits);
      if (read.ec != std::errc{} || read.ptr != end || bits > 128 - offset) return bad_network(text);
    }
    proxies.networks_.push_back({*base, bits + offset});
  }
  return proxies;
}

bool Proxies::trusts(const Address& address) const {
  return std::ranges::any_of(networks_, [&](const Network& network) {
    for (unsigned bit = 0; bit < network.bits; ++bit) {
      const unsigned mask = 0x80U >> (bit % 8);
      if (((address.bytes[bit / 8] ^ network.base.bytes[bit / 8]) & mask) != 0) return false;
    }
    return true;
  });
}

void Proxies::apply(const Address& peer, Request& request) const {
  Address client = peer;
  if (!networks_.empty() && trusts(peer)) {
    const std::string forwarded = joined(request, "X-Forwarded-For");
    std::string_view rest = forwarded;
    while (!rest.empty() && trusts(client)) {
      const auto before = address_of(pop_last(rest));
      if (!before) break;  // what a client wrote itself may be anything
      client = *before;
    }
    const std::string protocols = joined(request, "X-Forwarded-Proto");
    std::string_view protocol = protocols;
    if (!protocols.empty()) request.secure = same_name(pop_last(protocol), "https");
  }
  request.remote_ip = to_text(client);
}

}  // namespace herald::http
