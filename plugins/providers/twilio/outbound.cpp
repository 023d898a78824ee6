#include "plugins/providers/twilio/outbound.hpp"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/phone_text.hpp"
#include "plugins/providers/twilio/text.hpp"

namespace herald::twilio {
using namespace provider;
namespace {

using nlohmann::json;

constexpr std::size_t kBodyCharacters = 1600;
constexpr std::size_t kMedia = 10;
constexpr std::string_view kTypes[] = {"TEXT", "IMAGE", "VIDEO", "AUDIO", "FILE", "TEMPLATE"};

/// Options in wire order; messaging_service_sid stands with From.
struct Option {
  const char* key;
  const char* parameter;
};
constexpr Option kOptions[] = {
    {"validity_period", "ValidityPeriod"},
    {"smart_encoded", "SmartEncoded"},
    {"content_sid", "ContentSid"},
    {"content_variables", "ContentVariables"},
    {"shorten_urls", "ShortenUrls"},
    {"send_as_mms", "SendAsMms"},
    {"risk_check", "RiskCheck"},
    {"address_retention", "AddressRetention"},
    {"content_retention", "ContentRetention"},
    {"provide_feedback", "ProvideFeedback"},
    {"force_delivery", "ForceDelivery"},
    {"attempt", "Attempt"},
};

/// A JSON value as a form value: booleans in words, objects as JSON.
std::string option_text(const json& value) {
  return value.is_string() ? value.get<std::string>() : dumped(value);
}

/// Puts `ref` into the query, where the signature of the callback covers it.
std::string with_ref(std::string url, const std::string& ref) {
  if (url.empty() || ref.empty()) return url;
  const std::size_t mark = url.find('?');
  if (mark != std::string::npos && has_field(form_decode(std::string_view(url).substr(mark + 1)), "ref"))
    return url;
  return url + (mark == std::string::npos ? "?" : "&") + form_encode({{"ref", ref}});
}

void choose_sender(Outbound& message, const std::string& named, const std::string& wanted_service,
                   const std::string& fallback) {
  const std::string& sender = named.empty() && wanted_service.empty() ? fallback : named;
  message.service = wanted_service;
  if (is_sid(sender, "MG"))
    message.service = wanted_service.empty() ? sender : wanted_service;
  else
    message.from = sender;
}

bool web_url(std::string_view url) { return url.starts_with("https://") || url.starts_with("http://"); }

}  // namespace

Outbound read_outbound(std::string_view input, const std::string& default_sender) {
  const json whole = object_of(input, "input");
  const json& message = object_at(whole, "message");
  const json& options = object_at(message, "options");
  Outbound out;
  out.channel = text_at(message, "channel");
  out.type = text_at(message, "type");
  out.to = text_at(message, "to");
  out.text = text_at(message, "text");
  choose_sender(out, text_at(message, "from"), text_at(options, "messaging_service_sid"), default_sender);
  if (const auto list = message.find("attachments"); list != message.end() && list->is_array())
    for (const json& attachment : *list) out.media.push_back(text_at(attachment, "url"));
  out.status_callback = with_ref(text_at(whole, "callback_url"), text_at(message, "attempt_ref"));
  out.content_sid = text_at(options, "content_sid");
  for (const Option& option : kOptions)
    if (const auto value = options.find(option.key); value != options.end())
      out.options.push_back({option.parameter, option_text(*value)});
  return out;
}

std::optional<Refusal> refusal_of(const Outbound& message) {
  if (message.channel != "SMS")
    return Refusal{"unsupported", "channel", "expected channel SMS, found another"};
  if (std::find(std::begin(kTypes), std::end(kTypes), message.type) == std::end(kTypes))
    return Refusal{"unsupported", "message_type", "expected a type that SMS has, found " + message.type};
  if (!is_e164(message.to))
    return Refusal{"invalid_recipient", "recipient",
                   "expected a number as +447700900123, found something else"};
  if (message.from.empty() && message.service.empty())
    return Refusal{"config", "sender_missing", "expected a sender in the message or the channel, found none"};
  if (!message.from.empty() && !is_sender(message.from))
    return Refusal{"config", "sender",
                   "expected a number, a short code or at most 11 characters with a letter"};
  const std::size_t length = code_points(message.text);
  if (length > kBodyCharacters)
    return Refusal{"content_rejected", "text_too_long",
                   "expected at most 1600 characters, found " + std::to_string(length)};
  if (message.media.size() > kMedia)
    return Refusal{"content_rejected", "too_many_media",
                   "expected at most 10 attachments, found " + std::to_string(message.media.size())};
  if (!std::all_of(message.media.begin(), message.media.end(), web_url))
    return Refusal{"unsupported", "media_url",
                   "expected attachments with an http or https URL that Twilio can fetch"};
  if (message.text.empty() && message.media.empty() && message.content_sid.empty())
    return Refusal{"content_rejected", "text_missing",
                   "expected text, an attachment or the option content_sid"};
  return std::nullopt;
}

Fields parameters_of(const Outbound& message) {
  Fields fields{{"To", message.to}};
  if (!message.from.empty()) fields.push_back({"From", message.from});
  if (!message.service.empty()) fields.push_back({"MessagingServiceSid", message.service});
  if (!message.text.empty()) fields.push_back({"Body", message.text});
  for (const std::string& url : message.media) fields.push_back({"MediaUrl", url});
  if (!message.status_callback.empty()) fields.push_back({"StatusCallback", message.status_callback});
  fields.insert(fields.end(), message.options.begin(), message.options.end());
  return fields;
}

}  // namespace herald::twilio
