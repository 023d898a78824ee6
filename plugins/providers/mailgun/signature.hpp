#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace herald::mailgun {

/// The three signed texts of a request, as received. [value]
struct Seal {
  std::string timestamp{};         ///< UNIX seconds
  std::string token{};             ///< never used twice
  std::string signature{};         ///< hexadecimal
  std::string parent_signature{};  ///< by the account above, for events of subaccounts
};

/// Who may have signed, and when. [value]
struct Trust {
  std::vector<std::string> keys{};
  std::string parent_key{};
  std::int64_t tolerance_seconds{};
  std::int64_t now_ms{};
};

/// The primitives of the host that a signature needs. [value]
struct Primitives {
  std::function<std::string(std::string_view key, std::string_view data)> hmac_sha256_hex{};
  std::function<bool(std::string_view, std::string_view)> equal{};
};

/// Why the request is not genuine, without secrets; nothing when it is: the signature is the HMAC-SHA256 of
/// the timestamp followed by the token, and covers nothing else. [any thread] Source:
/// documentation.mailgun.com, user-manual/webhooks/securing-webhooks.
std::optional<std::string> forgery(const Seal& seal, const Trust& trust, const Primitives& primitives);

}  // namespace herald::mailgun
