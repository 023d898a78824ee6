#include "plugins/providers/vonage/outbound.hpp"

#include <herald/text.hpp>
#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"

namespace herald::vonage {
using namespace provider;
namespace {

using nlohmann::json;

constexpr std::size_t kClientRef = 40;
constexpr std::int64_t kMostParts = 99;

void read_options(const json& options, Outbound& out) {
  for (const auto& [name, value] : options.items()) out.options.push_back(name);
  out.stored = {text_at(options, "template_name"), texts_at(options, "template_parameters"),
                text_at(options, "template_locale")};
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
  out.api = out.channel == "SMS" ? account.sms_api : SmsApi::Messages;
  out.to = text_at(message, "to");
  out.from = text_at(message, "from");
  if (out.from.empty()) out.from = account.sender_id;
  out.text = text_at(message, "text");
  out.attempt_ref = text_at(message, "attempt_ref");
  out.callback_url = text_at(whole, "callback_url");
  if (const auto list = message.find("attachments"); list != message.end() && list->is_array())
    for (const json& one : *list)
      if (one.is_object()) out.media.push_back({text_at(one, "url"), text_at(one, "name")});
  read_options(object_at(message, "options"), out);
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
