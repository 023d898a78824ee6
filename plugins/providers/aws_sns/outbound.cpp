#include "plugins/providers/aws_sns/outbound.hpp"

#include <nlohmann/json.hpp>

#include "plugins/providers/aws_sns/attribute.hpp"
#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/phone_text.hpp"

namespace herald::aws_sns {
using namespace provider;
namespace {

using nlohmann::json;
using Found = std::optional<Refusal>;

constexpr std::size_t kMostCharacters = 1600;

/// The option of that name, else what the channel has.
std::string chosen(const json& options, const char* name, const std::string& otherwise) {
  std::string own = text_at(options, name);
  return own.empty() ? otherwise : own;
}

/// A number goes out as the number to send from, anything else as a name.
void set_sender(const std::string& sender, Outbound& out) {
  (is_origination_number(sender) ? out.origination_number : out.sender_id) = sender;
}

Found check_parties(const Outbound& message) {
  if (!is_e164(message.to))
    return Refusal{"invalid_recipient", "recipient",
                   "expected a number as +447700900123, found something else"};
  if (!message.sender_id.empty() && !is_sender_id(message.sender_id))
    return Refusal{
        "config", "sender",
        "expected 3 to 11 letters, digits and hyphens with a letter, or a number of 5 to 14 digits"};
  if (!message.origination_number.empty() && !is_origination_number(message.origination_number))
    return Refusal{"config", "sender", "expected a number of 5 to 14 digits to send from"};
  return std::nullopt;
}

Found check_text(const Outbound& message) {
  const auto unfit = [](std::string code, std::string text) {
    return Refusal{"content_rejected", std::move(code), std::move(text)};
  };
  if (message.text.empty()) return unfit("text_missing", "expected text, found none");
  const std::size_t length = code_points(message.text);
  if (length > kMostCharacters)
    return unfit("text_too_long", "expected at most 1600 characters, found " + std::to_string(length));
  if (!is_sms_type(message.sms_type)) return unfit("sms_type", "expected Promotional or Transactional");
  if (!message.max_price.empty() && !is_price(message.max_price))
    return unfit("max_price", "expected a price in USD such as 0.50");
  for (const std::string& id : {message.entity_id, message.template_id})
    if (!id.empty() && !is_registered_id(id)) return unfit("registered_id", "expected 1 to 50 characters");
  return std::nullopt;
}

}  // namespace

Outbound read_outbound(std::string_view input, const Account& account) {
  const json whole = object_of(input, "input");
  const json& message = object_at(whole, "message");
  const json& options = object_at(message, "options");
  Outbound out{.channel = text_at(message, "channel"),
               .type = text_at(message, "type"),
               .to = text_at(message, "to"),
               .text = text_at(message, "text")};
  const auto attachments = message.find("attachments");
  out.has_attachments = attachments != message.end() && !attachments->empty();
  if (const std::string from = text_at(message, "from"); !from.empty()) {
    set_sender(from, out);
  } else {
    out.origination_number = account.origination_number;
    if (!account.sender_id.empty()) set_sender(account.sender_id, out);
  }
  out.origination_number = chosen(options, "origination_number", out.origination_number);
  const bool promotes = text_at(message, "message_class") == "marketing";
  const std::string by_class = promotes ? "Promotional" : "Transactional";
  out.sms_type = chosen(options, "sms_type", account.sms_type.empty() ? by_class : account.sms_type);
  out.max_price = chosen(options, "max_price", account.max_price);
  out.entity_id = chosen(options, "entity_id", account.entity_id);
  out.template_id = chosen(options, "template_id", account.template_id);
  return out;
}

std::optional<Refusal> refusal_of(const Outbound& message) {
  if (message.channel != "SMS")
    return Refusal{"unsupported", "channel", "expected channel SMS, found another"};
  if (message.type != "TEXT" || message.has_attachments)
    return Refusal{"unsupported", "message_type", "expected TEXT without attachments, found something else"};
  if (auto refusal = check_parties(message)) return refusal;
  return check_text(message);
}

Fields publish_fields(const Outbound& message) {
  Fields fields{{"Action", "Publish"},
                {"Version", "2010-03-31"},
                {"PhoneNumber", message.to},
                {"Message", message.text}};
  int number = 0;
  const auto add = [&](const char* name, const char* type, const std::string& value) {
    if (value.empty()) return;
    const std::string entry = "MessageAttributes.entry." + std::to_string(++number);
    fields.push_back({entry + ".Name", name});
    fields.push_back({entry + ".Value.DataType", type});
    fields.push_back({entry + ".Value.StringValue", value});
  };
  add("AWS.SNS.SMS.SMSType", "String", message.sms_type);
  add("AWS.SNS.SMS.SenderID", "String", message.sender_id);
  add("AWS.MM.SMS.OriginationNumber", "String", message.origination_number);
  add("AWS.SNS.SMS.MaxPrice", "Number", message.max_price);
  add("AWS.MM.SMS.EntityId", "String", message.entity_id);
  add("AWS.MM.SMS.TemplateId", "String", message.template_id);
  return fields;
}

}  // namespace herald::aws_sns
