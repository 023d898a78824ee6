#include "plugins/providers/twilio/outbound.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/utc_time.hpp"
#include "plugins/providers/twilio/text.hpp"

namespace herald::twilio {
using namespace provider;
namespace {

using nlohmann::json;

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
    {"application_sid", "ApplicationSid"},
    {"fallback_from", "FallbackFrom"},
    {"traffic_type", "TrafficType"},
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

/// An address as Twilio's parameters name it.
std::string named(const Outbound& message, const std::string& address) {
  return on_whatsapp(message) ? std::string(kWhatsAppPrefix) + address : address;
}

/// `geo:37.78,-122.4|label`; the numbers as they were given.
std::string place_of(const json& location) {
  const auto latitude = location.find("latitude"), longitude = location.find("longitude");
  if (latitude == location.end() || longitude == location.end()) return {};
  std::string label = text_at(location, "name");
  std::replace(label.begin(), label.end(), '|', ' ');
  return "geo:" + dumped(*latitude) + "," + dumped(*longitude) + (label.empty() ? "" : "|" + label);
}

/// A place needs a text beside it: its address or name where the message has none.
std::string text_of(const json& message, const json& location) {
  for (const std::string& text :
       {text_at(message, "text"), text_at(location, "address"), text_at(location, "name")})
    if (!text.empty()) return text;
  return {};
}

}  // namespace

bool on_whatsapp(const Outbound& message) { return message.channel == "WHATSAPP"; }

Outbound read_outbound(std::string_view input, const std::string& default_sender) {
  const json whole = object_of(input, "input");
  const json& message = object_at(whole, "message");
  const json& options = object_at(message, "options");
  Outbound out;
  out.channel = text_at(message, "channel");
  out.type = text_at(message, "type");
  out.to = text_at(message, "to");
  const json& location = object_at(options, "location");
  out.text = text_of(message, location);
  out.place = place_of(location);
  choose_sender(out, text_at(message, "from"), text_at(options, "messaging_service_sid"), default_sender);
  if (on_whatsapp(out)) out.from = std::string(without_whatsapp(out.from));
  if (const auto list = message.find("attachments"); list != message.end() && list->is_array())
    for (const json& attachment : *list) out.media.push_back(text_at(attachment, "url"));
  out.status_callback = with_ref(text_at(whole, "callback_url"), text_at(message, "attempt_ref"));
  out.content_sid = text_at(options, "content_sid");
  out.send_at_ms = integer_at(options, "send_at_ms");
  out.now_ms = integer_at(whole, "now_ms").value_or(0);
  for (const Option& option : kOptions)
    if (const auto value = options.find(option.key); value != options.end())
      out.options.push_back({option.parameter, option_text(*value)});
  return out;
}

Fields parameters_of(const Outbound& message) {
  Fields fields{{"To", named(message, message.to)}};
  if (!message.from.empty()) fields.push_back({"From", named(message, message.from)});
  if (!message.service.empty()) fields.push_back({"MessagingServiceSid", message.service});
  if (!message.text.empty()) fields.push_back({"Body", message.text});
  for (const std::string& url : message.media) fields.push_back({"MediaUrl", url});
  if (!message.status_callback.empty()) fields.push_back({"StatusCallback", message.status_callback});
  if (!message.place.empty()) fields.push_back({"PersistentAction", message.place});
  if (message.send_at_ms) {
    fields.push_back({"ScheduleType", "fixed"});
    fields.push_back({"SendAt", utc_text(*message.send_at_ms)});
  }
  fields.insert(fields.end(), message.options.begin(), message.options.end());
  return fields;
}

}  // namespace herald::twilio
