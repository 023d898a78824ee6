#pragma once
#include <functional>
#include <herald/sdk.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "plugins/providers/vonage/account.hpp"

namespace herald::vonage {

/// The primitives of the host that signatures need. [value]; not longer than the call they are of.
struct Primitives {
  /// Lower-case hexadecimal: of Md5Hash the digest of text and secret, else the HMAC.
  std::function<std::string(Method method, std::string_view secret, std::string_view text)> mac_hex{};
  std::function<std::string(std::string_view secret, std::string_view data)> hs256{};  ///< as base64url
  std::function<std::string(std::string_view data)> sha256_hex{};                      ///< lower case
  std::function<std::optional<std::string>(std::string_view text)> from_base64url{};
  std::function<bool(std::string_view, std::string_view)> equal{};  ///< in constant time
};

Primitives primitives_of(const sdk::Crypto& crypto);

/// Who may have signed a callback, and when. [value]
struct Trust {
  std::vector<std::string> secrets{};
  Method method{Method::None};  ///< of parameters of the SMS API; tokens have one of their own
  std::int64_t tolerance_seconds{};
  std::int64_t now_ms{};
};

}  // namespace herald::vonage
