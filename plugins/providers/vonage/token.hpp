#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "plugins/providers/vonage/primitives.hpp"

namespace herald::vonage {

/// What the token of a callback says. [value]
struct Claims {
  std::string jti{};
  std::string api_key{};
  std::string application_id{};
};

/// The claims, or why they are not to be believed, without secrets. [value]
struct TokenReading {
  std::string reason{};  ///< empty when genuine
  Claims claims{};
};

/// The token of an Authorization header of scheme Bearer in any case; nothing without one. [any thread]
std::optional<std::string> bearer_of(std::string_view authorization);

/// Reads the token of a callback with that raw body: HS256 with the signature secret, not older than the
/// tolerance nor a minute ahead, `payload_hash` of the body. [any thread]
/// Source: developer.vonage.com, getting-started/concepts/webhooks (signed webhooks); RFC 7515, RFC 7519.
TokenReading read_token(std::string_view token, std::string_view body, const Trust& trust,
                        const Primitives& primitives);

/// A new token of the application for one request, RS256, for a quarter of an hour; nothing when the
/// private key cannot sign. [one thread, the call] Source: Vonage/vonage-jwt-jdk.
std::optional<std::string> application_token(const sdk::Call& call, const Account& account);

}  // namespace herald::vonage
