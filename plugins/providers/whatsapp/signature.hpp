#pragma once
#include <functional>
#include <herald/sdk.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace herald::whatsapp {

/// The primitives of the host that webhooks need. [value]; not longer than the call they are of.
struct Primitives {
  std::function<std::string(std::string_view secret, std::string_view data)> hmac_sha256{};  ///< 32 bytes
  std::function<std::string(std::string_view data)> sha256_hex{};
  std::function<bool(std::string_view, std::string_view)> equal{};  ///< in constant time
};

Primitives primitives_of(const sdk::Crypto& crypto);

/// Why a raw body is not genuine by its X-Hub-Signature-256, without secrets; nothing when it is. [any
/// thread] Source: developers.facebook.com, docs/graph-api/webhooks/getting-started.
std::optional<std::string> forgery(std::string_view header, std::string_view body,
                                   const std::vector<std::string>& secrets, const Primitives& primitives);

}  // namespace herald::whatsapp
