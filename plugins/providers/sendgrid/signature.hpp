#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace herald::sendgrid {

inline constexpr std::string_view kSignatureHeader = "X-Twilio-Email-Event-Webhook-Signature";
inline constexpr std::string_view kTimestampHeader = "X-Twilio-Email-Event-Webhook-Timestamp";

/// The primitives of the host that a signature needs. [value]
struct Primitives {
  /// Nothing for text that is no base64.
  std::function<std::optional<std::string>(std::string_view)> base64_decode{};
  /// ECDSA P-256 with SHA-256: key as DER, signature as DER. False also for a key that cannot be read.
  std::function<bool(std::string_view key, std::string_view signature, std::string_view data)> verify{};
};

/// A request of SendGrid as it arrived. [value]; the views outlive the call they are passed to.
struct Signed {
  std::string_view signature{};  ///< header, base64
  std::string_view timestamp{};  ///< header, UNIX seconds
  std::string_view body{};       ///< raw, with the line ends that SendGrid put into it
};

/// Who may have signed, and when. [value]
struct Trust {
  std::vector<std::string> keys{};  ///< as pasted by the operator
  std::int64_t tolerance_seconds{};
  std::int64_t now_ms{};
};

/// Why the request is not genuine, without secrets; nothing when it is: the signature is over the timestamp
/// followed by the raw body. A time of up to five minutes ahead is taken. [any thread]
/// Source:
/// twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features.
std::optional<std::string> forgery(const Signed& request, const Trust& trust, const Primitives& primitives);

}  // namespace herald::sendgrid
