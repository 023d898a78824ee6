#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "host/base/result.hpp"
#include "host/json/document.hpp"

namespace herald::tenancy {

/// Longest token that is looked at, in bytes.
inline constexpr std::size_t kLongestToken = 8192;

/// A JSON web token taken apart (RFC 7515 compact form, RFC 7519); nothing in it is believed yet. [value]
struct Token {
  std::string algorithm;    ///< what the token claims; only ever compared with the configured one
  std::string key_id;       ///< empty: none
  std::string signed_text;  ///< what the signature is over
  std::string signature;    ///< bytes
  json::Document claims{};  ///< an object
};

/// True for three parts with dots between: what is worth parsing.
bool looks_like_token(std::string_view text);
/// Unauthenticated/"malformed_token": not three parts of unpadded base64url, no objects, no `alg`, a `crit`
/// header (RFC 7515 §4.1.11: we understand no extension), longer than kLongestToken. [any thread]
Result<Token> parse_token(std::string_view text);
/// The bytes of unpadded base64url (RFC 4648 §5); nothing for any other text.
std::optional<std::string> decode_base64url(std::string_view text);

}  // namespace herald::tenancy
