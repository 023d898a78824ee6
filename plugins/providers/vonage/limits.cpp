#include "plugins/providers/vonage/limits.hpp"

#include <algorithm>
#include <iterator>

#include "plugins/providers/parts/phone_text.hpp"
#include "plugins/providers/parts/text.hpp"
#include "plugins/providers/vonage/number.hpp"

namespace herald::vonage {
using namespace provider;
namespace {

using Found = std::optional<Refusal>;

constexpr std::size_t kSmsCharacters = 3200;
constexpr std::size_t kMessagesSmsCharacters = 1000;
constexpr std::size_t kWhatsAppCharacters = 4096;
constexpr std::size_t kCaptionCharacters = 3000;
constexpr std::size_t kMmsCaptionCharacters = 2000;
constexpr std::size_t kNameCharactersOfFile = 200;
constexpr std::int64_t kShortestTtl = 20;
constexpr std::int64_t kLongestTtl = 604'800;
constexpr std::int64_t kShortestMmsTtl = 300;
constexpr std::int64_t kLongestMmsTtl = 259'200;
constexpr std::string_view kSmsTypes[] = {"TEXT", "IMAGE", "VIDEO", "AUDIO", "FILE"};
constexpr std::string_view kWhatsAppTypes[] = {"LOCATION", "TEMPLATE"};  // beside those

/// Where an option has a meaning.
struct Meaning {
  std::string_view option;
  bool sms_api;       ///< SMS through the SMS API
  bool messages_sms;  ///< SMS through the Messages API
  bool mms;
  bool whatsapp;
};
constexpr Meaning kMeanings[] = {
    {"ttl_seconds", true, true, true, false},
    {"sms_class", true, false, false, false},
    {"account_ref", true, false, false, false},
    {"entity_id", true, true, false, false},
    {"content_id", true, true, false, false},
    {"pool_id", false, true, false, false},
    {"trusted_recipient", true, true, true, true},
    {"trusted_number", true, false, false, false},
    {"reply_to_message", false, false, false, true},
    {"template_name", false, false, false, true},
    {"template_parameters", false, false, false, true},
    {"template_locale", false, false, false, true},
    {"location", false, false, false, true},
    {"sticker", false, false, false, true},
};

bool listed(std::string_view type, const auto& types) {
  return std::find(std::begin(types), std::end(types), type) != std::end(types);
}

Found unfit(std::string code, std::string text) {
  return Refusal{"content_rejected", std::move(code), std::move(text)};
}

Found check_kind(const Outbound& message) {
  if (message.channel != "SMS" && message.channel != "WHATSAPP")
    return Refusal{"unsupported", "channel", "expected channel SMS or WHATSAPP, found another"};
  const bool known = listed(message.type, kSmsTypes) ||
                     (message.channel == "WHATSAPP" && listed(message.type, kWhatsAppTypes));
  if (!known)
    return Refusal{"unsupported", "message_type",
                   "expected a type that the channel has, found " + message.type};
  return std::nullopt;
}

Found check_parties(const Outbound& message) {
  if (!is_recipient(message.to))
    return Refusal{"invalid_recipient", "recipient",
                   "expected a number as +447700900123, found something else"};
  if (message.from.empty())
    return Refusal{"config", "sender_missing", "expected a sender in the message or the channel, found none"};
  const bool numbered = all_digits(without_plus(message.from));
  if (!is_sender(message.from) || (message.wire_channel != "sms" && !numbered))
    return Refusal{"config", "sender",
                   "expected a number, or for SMS at most 11 letters and digits; found something else"};
  return std::nullopt;
}

bool means_something(const Meaning& option, const Outbound& message) {
  if (message.wire_channel == "whatsapp") return option.whatsapp;
  if (message.wire_channel == "mms") return option.mms;
  return message.api == SmsApi::Sms ? option.sms_api : option.messages_sms;
}

Found check_options(const Outbound& message) {
  for (const std::string& name : message.options) {
    const auto* option = std::find_if(std::begin(kMeanings), std::end(kMeanings),
                                      [&](const Meaning& one) { return one.option == name; });
    if (option == std::end(kMeanings)) continue;  // the schema is the host's to keep
    if (!means_something(*option, message))
      return Refusal{"unsupported", "option", "expected no option " + name + " on this way"};
  }
  if (message.sticker && message.type != "IMAGE")
    return Refusal{"unsupported", "option", "expected the option sticker with IMAGE only"};
  if (message.place.has_value() != (message.type == "LOCATION"))
    return unfit("location", "expected the option location with LOCATION, and only there");
  if (!message.ttl_seconds) return std::nullopt;
  const bool mms = message.wire_channel == "mms";
  if (*message.ttl_seconds < (mms ? kShortestMmsTtl : kShortestTtl) ||
      *message.ttl_seconds > (mms ? kLongestMmsTtl : kLongestTtl))
    return unfit("ttl_seconds",
                 mms ? "expected 5 minutes to 3 days for an MMS" : "expected 20 seconds to 7 days");
  return std::nullopt;
}

std::size_t most_characters(const Outbound& message) {
  if (message.wire_channel == "mms") return kMmsCaptionCharacters;
  if (message.wire_channel == "whatsapp")
    return message.type == "TEXT" ? kWhatsAppCharacters : kCaptionCharacters;
  return message.api == SmsApi::Messages ? kMessagesSmsCharacters : kSmsCharacters;
}

Found check_length(const Outbound& message) {
  const std::size_t most = most_characters(message);
  const std::size_t length = code_points(message.text);
  if (length <= most) return std::nullopt;
  return unfit("text_too_long",
               "expected at most " + std::to_string(most) + " characters, found " + std::to_string(length));
}

Found check_medium(const Outbound& message) {
  if (message.media.size() != 1)
    return unfit("attachments", "expected one attachment, found " + std::to_string(message.media.size()));
  const Medium& medium = message.media.front();
  if (!is_web_url(medium.url))
    return Refusal{"unsupported", "media_url",
                   "expected an attachment with an URL of 10 to 2000 characters that Vonage can fetch"};
  if (code_points(medium.name) > kNameCharactersOfFile)
    return unfit("attachment_name", "expected a file name of at most 200 characters");
  return std::nullopt;
}

Found check_content(const Outbound& message) {
  if (message.type == "TEMPLATE") {
    if (message.stored.name.empty() || message.stored.locale.empty())
      return unfit("template", "expected the options template_name and template_locale with TEMPLATE");
    if (!message.text.empty() || !message.media.empty())
      return unfit("template", "expected neither text nor attachments with TEMPLATE");
    return std::nullopt;
  }
  if (!message.stored.name.empty() || !message.stored.parameters.empty() || !message.stored.locale.empty())
    return unfit("template", "expected options of a template only with TEMPLATE");
  if (message.place && (!message.text.empty() || !message.media.empty()))
    return unfit("location", "expected neither text nor attachments with LOCATION");
  if (message.place) return std::nullopt;
  if (message.sticker && !message.text.empty())
    return unfit("text", "expected no text with a sticker, which has no caption");
  if (message.type != "TEXT") return check_medium(message);
  if (!message.media.empty())
    return Refusal{"unsupported", "attachments", "expected no attachments with TEXT, found some"};
  if (message.text.empty()) return unfit("text_missing", "expected text, found none");
  return std::nullopt;
}

}  // namespace

std::optional<Refusal> refusal_of(const Outbound& message) {
  for (const auto check : {check_kind, check_parties, check_options, check_length, check_content})
    if (auto refusal = check(message)) return refusal;
  return std::nullopt;
}

}  // namespace herald::vonage
