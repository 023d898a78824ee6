#include <algorithm>
#include <iterator>

#include "plugins/providers/parts/phone_text.hpp"
#include "plugins/providers/parts/whatsapp_user.hpp"
#include "plugins/providers/twilio/outbound.hpp"
#include "plugins/providers/twilio/text.hpp"

namespace herald::twilio {
using namespace provider;
namespace {

using Found = std::optional<Refusal>;

constexpr std::size_t kBodyCharacters = 1600;
constexpr std::int64_t kSoonestMs = 300'000;  // later than that
constexpr std::int64_t kLatestMs = 35LL * 86'400'000;
constexpr std::string_view kTypes[] = {"TEXT", "IMAGE", "VIDEO", "AUDIO", "FILE", "TEMPLATE"};

/// Twilio's documents name no limit of its length, so not provider::is_web_url.
bool web_url(std::string_view url) { return url.starts_with("https://") || url.starts_with("http://"); }

Found check_kind(const Outbound& message) {
  if (message.channel != "SMS" && !on_whatsapp(message))
    return Refusal{"unsupported", "channel", "expected channel SMS or WHATSAPP, found another"};
  const bool place = message.type == "LOCATION" && on_whatsapp(message);
  if (!place && std::find(std::begin(kTypes), std::end(kTypes), message.type) == std::end(kTypes))
    return Refusal{"unsupported", "message_type",
                   "expected a type that " + message.channel + " has, found " + message.type};
  if (place && message.place.empty())
    return Refusal{"content_rejected", "location_missing", "expected the option location, found none"};
  if (!place && !message.place.empty())
    return Refusal{"unsupported", "option", "expected the option location with LOCATION only"};
  return std::nullopt;
}

Found check_parties(const Outbound& message) {
  if (!is_e164(message.to) && !(on_whatsapp(message) && is_whatsapp_user(message.to)))
    return Refusal{"invalid_recipient", "recipient",
                   "expected a number as +447700900123, found something else"};
  if (message.from.empty() && message.service.empty())
    return Refusal{"config", "sender_missing", "expected a sender in the message or the channel, found none"};
  if (message.from.empty()) return std::nullopt;
  if (on_whatsapp(message) && !is_e164(message.from))
    return Refusal{"config", "sender", "expected a number as +15005550006 for WhatsApp"};
  if (!is_sender(message.from))
    return Refusal{"config", "sender",
                   "expected a number, a short code or at most 11 characters with a letter"};
  return std::nullopt;
}

Found check_media(const Outbound& message) {
  const std::size_t most = on_whatsapp(message) ? 1 : 10;
  if (message.media.size() > most)
    return Refusal{"content_rejected", "too_many_media",
                   "expected at most " + std::to_string(most) + " attachments, found " +
                       std::to_string(message.media.size())};
  if (!std::all_of(message.media.begin(), message.media.end(), web_url))
    return Refusal{"unsupported", "media_url",
                   "expected attachments with an http or https URL that Twilio can fetch"};
  return std::nullopt;
}

Found check_content(const Outbound& message) {
  const std::size_t length = code_points(message.text);
  if (length > kBodyCharacters)
    return Refusal{"content_rejected", "text_too_long",
                   "expected at most 1600 characters, found " + std::to_string(length)};
  if (auto refusal = check_media(message)) return refusal;
  if (message.text.empty() && message.media.empty() && message.content_sid.empty())
    return Refusal{"content_rejected", "text_missing",
                   "expected text, an attachment or the option content_sid"};
  return std::nullopt;
}

Found check_time(const Outbound& message) {
  if (!message.send_at_ms) return std::nullopt;
  const std::int64_t ahead = *message.send_at_ms - message.now_ms;
  if (ahead <= kSoonestMs || ahead > kLatestMs)
    return Refusal{"content_rejected", "send_at",
                   "expected a time more than 5 minutes and at most 35 days ahead"};
  if (message.service.empty())
    return Refusal{"config", "send_at", "expected a messaging service, through which alone Twilio schedules"};
  return std::nullopt;
}

}  // namespace

Found refusal_of(const Outbound& message) {
  for (const auto check : {check_kind, check_parties, check_content, check_time})
    if (auto refusal = check(message)) return refusal;
  return std::nullopt;
}

}  // namespace herald::twilio
