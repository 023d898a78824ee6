#include "plugins/providers/sendgrid/signature.hpp"

#include <algorithm>
#include <charconv>

#include "plugins/providers/sendgrid/public_key.hpp"

namespace herald::sendgrid {
namespace {

constexpr std::int64_t kAheadSeconds = 300;
constexpr std::size_t kTimestampDigits = 12;

std::optional<std::int64_t> seconds_of(std::string_view text) {
  const bool digits = std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!digits || text.empty() || text.size() > kTimestampDigits) return std::nullopt;
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

bool signed_by_any(const Signed& request, const std::vector<std::string>& keys,
                   const Primitives& primitives) {
  const auto signature = primitives.base64_decode(request.signature);
  if (!signature || signature->empty()) return false;
  const std::string data = std::string(request.timestamp) + std::string(request.body);
  return std::any_of(keys.begin(), keys.end(), [&](const std::string& pasted) {
    const auto key = is_p256_key(pasted) ? primitives.base64_decode(bare_key(pasted)) : std::nullopt;
    return key && primitives.verify(*key, *signature, data);
  });
}

}  // namespace

std::optional<std::string> forgery(const Signed& request, const Trust& trust, const Primitives& primitives) {
  if (trust.keys.empty()) return "the channel has no webhook_public_key to verify events with";
  if (request.signature.empty() || request.timestamp.empty())
    return "the headers X-Twilio-Email-Event-Webhook-Signature and -Timestamp are missing";
  const auto at = seconds_of(request.timestamp);
  if (!at) return "expected the timestamp in seconds, found something else";
  if (!signed_by_any(request, trust.keys, primitives))
    return "the signature does not match the timestamp and the raw body";
  const std::int64_t now = trust.now_ms / 1000;
  if (now - *at > trust.tolerance_seconds || *at - now > kAheadSeconds)
    return "the timestamp lies outside of the tolerance";
  return std::nullopt;
}

}  // namespace herald::sendgrid
