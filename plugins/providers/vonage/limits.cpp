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
constexpr std::size_t kNameCharactersOfFile = 200;
constexpr std::int64_t kShortestTtl = 20;
constexpr std::int64_t kLongestTtl = 604'800;
constexpr std::string_view kWhatsAppTypes[] = {"TEXT", "IMAGE", "VIDEO", "AUDIO", "FILE", "TEMPLATE"};

/// Where an option has a meaning.
struct Place {
  std::string_view option;
  bool sms_api;       ///< SMS through the SMS API
  bool messages_sms;  ///< SMS through the Messages API
  bool whatsapp;
};
constexpr Place kPlaces[] = {
    {"ttl_seconds", true, true, false},          {"sms_class", true, false, false},
    {"account_ref", true, false, false},         {"entity_id", true, true, false},
    {"content_id", true, true, false},           {"pool_id", false, true, false},
    {"trusted_recipient", true, true, true},     {"trusted_number", true, false, false},
    {"reply_to_message", false, false, true},    {"template_name", false, false, true},
    {"template_parameters", false, false, true}, {"template_locale", false, false, true},
};

Found unfit(std::string code, std::string text) {
  return Refusal{"content_rejected", std::move(code), std::move(text)};
}

Found check_kind(const Outbound& message) {
  if (message.channel != "SMS" && message.channel != "WHATSAPP")
    return Refusal{"unsupported", "channel", "expected channel SMS or WHATSAPP, found another"};
  const bool known = message.channel == "SMS"
                         ? message.type == "TEXT"
                         : std::find(std::begin(kWhatsAppTypes), std::end(kWhatsAppTypes), message.type) !=
                               std::end(kWhatsAppTypes);
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
  if (!is_sender(message.from) || (message.channel == "WHATSAPP" && !numbered))
    return Refusal{"config", "sender",
                   "expected a number, or for SMS at most 11 letters and digits; found something else"};
  return std::nullopt;
}

Found check_options(const Outbound& message) {
  for (const std::string& name : message.options) {
    const auto* place = std::find_if(std::begin(kPlaces), std::end(kPlaces),
                                     [&](const Place& one) { return one.option == name; });
    if (place == std::end(kPlaces)) continue;  // the schema is the host's to keep
    const bool sms = message.channel == "SMS";
    const bool fits = !sms                         ? place->whatsapp
                      : message.api == SmsApi::Sms ? place->sms_api
                                                   : place->messages_sms;
    if (!fits) return Refusal{"unsupported", "option", "expected no option " + name + " on this way"};
  }
  if (message.ttl_seconds && (*message.ttl_seconds < kShortestTtl || *message.ttl_seconds > kLongestTtl))
    return unfit("ttl_seconds", "expected 20 seconds to 7 days");
  return std::nullopt;
}

Found check_length(const Outbound& message) {
  std::size_t most = kSmsCharacters;
  if (message.channel == "WHATSAPP")
    most = message.type == "TEXT" ? kWhatsAppCharacters : kCaptionCharacters;
  else if (message.api == SmsApi::Messages)
    most = kMessagesSmsCharacters;
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
