#include "plugins/providers/vonage/outbound.hpp"

#include <herald/text.hpp>
#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/text.hpp"

namespace herald::vonage {
using namespace provider;
namespace {

using nlohmann::json;

constexpr std::size_t kClientRef = 40;
constexpr std::int64_t kMostParts = 99;

std::optional<Place> place_at(const json& options) {
  const auto found = options.find("location");
  if (found == options.end() || !found->is_object()) return std::nullopt;
  const auto degrees = [&](const char* name) {
    const auto value = found->find(name);
    return value != found->end() && value->is_number() ? value->get<double>() : 0.0;
  };
  return Place{degrees("latitude"), degrees("longitude"), text_at(*found, "name"),
               text_at(*found, "address")};
}

/// An MMS has a type of its own for the card of a person.
bool is_card(const Medium& medium) {
  return medium.content_type == "text/vcard" || medium.content_type == "text/x-vcard" ||
         lower(medium.name).ends_with(".vcf");
}

std::string wire_type_of(const Outbound& message) {
  if (message.type == "LOCATION") return "custom";
  if (message.type == "IMAGE" && message.sticker) return "sticker";
  const bool card = message.wire_channel == "mms" && message.type == "FILE" && !message.media.empty() &&
                    is_card(message.media.front());
  return card ? "vcard" : lower(message.type);
}

void read_options(const json& options, Outbound& out) {
  for (const auto& [name, value] : options.items()) out.options.push_back(name);
  out.stored = {text_at(options, "template_name"), texts_at(options, "template_parameters"),
                text_at(options, "template_locale")};
  out.place = place_at(options);
  out.sticker = choice_at(options, "sticker").value_or(false);
  out.context = text_at(options, "reply_to_message");
  out.ttl_seconds = integer_at(options, "ttl_seconds");
  out.sms_class = integer_at(options, "sms_class");
  out.account_ref = text_at(options, "account_ref");
  out.entity_id = text_at(options, "entity_id");
  out.content_id = text_at(options, "content_id");
  out.pool_id = text_at(options, "pool_id");
  out.trusted_recipient = choice_at(options, "trusted_recipient");
  out.trusted_number = choice_at(options, "trusted_number");
}

}  // namespace

Outbound read_outbound(std::string_view input, const Account& account) {
  const json whole = object_of(input, "input");
  const json& message = object_at(whole, "message");
  Outbound out;
  out.channel = text_at(message, "channel");
  out.type = text_at(message, "type");
  const bool sms = out.channel == "SMS" && out.type == "TEXT";
  out.api = sms ? account.sms_api : SmsApi::Messages;
  out.wire_channel = out.channel == "SMS" && !sms ? "mms" : lower(out.channel);
  out.to = text_at(message, "to");
  out.from = text_at(message, "from");
  if (out.from.empty()) out.from = account.sender_id;
  out.text = text_at(message, "text");
  out.attempt_ref = text_at(message, "attempt_ref");
  out.callback_url = text_at(whole, "callback_url");
  if (const auto list = message.find("attachments"); list != message.end() && list->is_array())
    for (const json& one : *list)
      if (one.is_object())
        out.media.push_back({text_at(one, "url"), text_at(one, "name"), text_at(one, "content_type")});
  read_options(object_at(message, "options"), out);
  out.wire_type = wire_type_of(out);
  return out;
}

std::string client_ref(std::string_view attempt_ref, int parts) {
  std::string out(attempt_ref);
  if (parts > 1) out += "/" + std::to_string(parts);
  return out.size() <= kClientRef ? out : std::string{};
}

Ref read_client_ref(std::string_view text) {
  const std::size_t slash = text.rfind('/');
  const auto parts =
      slash == std::string_view::npos ? std::nullopt : sdk::whole_number(text.substr(slash + 1));
  if (!parts || *parts < 2 || *parts > kMostParts) return {std::string(text), 1};
  return {std::string(text.substr(0, slash)), static_cast<int>(*parts)};
}

}  // namespace herald::vonage
