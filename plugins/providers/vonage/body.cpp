#include "plugins/providers/vonage/body.hpp"

#include <nlohmann/json.hpp>

#include "plugins/providers/vonage/number.hpp"

namespace herald::vonage {
using namespace provider;
namespace {

using nlohmann::json;

constexpr std::size_t kCallbackBytes = 100;
constexpr std::size_t kClientRefBytes = 100;  // of the Messages API

void add(Fields& fields, const char* name, std::string value) {
  if (!value.empty()) fields.push_back({name, std::move(value)});
}

std::string flag(const std::optional<bool>& choice) {
  if (!choice) return {};
  return *choice ? "true" : "false";
}

void put(json& object, const char* name, const std::string& value) {
  if (!value.empty()) object[name] = value;
}

json medium_body(const Outbound& message) {
  const Medium& medium = message.media.front();
  json out{{"url", medium.url}};
  put(out, "caption", message.text);
  if (message.wire_type == "file") put(out, "name", medium.name);
  return out;
}

/// What Vonage passes on to WhatsApp as it stands.
json place_body(const Place& place) {
  json where{{"latitude", place.latitude}, {"longitude", place.longitude}};
  put(where, "name", place.name);
  put(where, "address", place.address);
  return {{"type", "location"}, {"location", std::move(where)}};
}

void add_message_content(const Outbound& message, json& body) {
  body["message_type"] = message.wire_type;
  if (message.type == "TEXT") {
    body["text"] = message.text;
  } else if (message.type == "TEMPLATE") {
    body["template"] = {{"name", message.stored.name}};
    if (!message.stored.parameters.empty()) body["template"]["parameters"] = message.stored.parameters;
    body["whatsapp"] = {{"policy", "deterministic"}, {"locale", message.stored.locale}};
  } else if (message.place) {
    body["custom"] = place_body(*message.place);
  } else {
    body[message.wire_type] = medium_body(message);
  }
}

}  // namespace

Fields sms_fields(const Outbound& message) {
  Fields fields{{"from", without_plus(message.from)},
                {"to", without_plus(message.to)},
                {"text", message.text},
                {"type", fits_gsm(message.text) ? "text" : "unicode"},
                {"status-report-req", "1"}};
  add(fields, "client-ref", client_ref(message.attempt_ref, parts_of(message.text)));
  const std::string callback = message.callback_url.substr(0, message.callback_url.find('?'));
  if (callback.size() <= kCallbackBytes) add(fields, "callback", callback);
  if (message.ttl_seconds) add(fields, "ttl", std::to_string(*message.ttl_seconds * 1000));
  if (message.sms_class) add(fields, "message-class", std::to_string(*message.sms_class));
  add(fields, "account-ref", message.account_ref);
  add(fields, "entity-id", message.entity_id);
  add(fields, "content-id", message.content_id);
  add(fields, "trusted-recipient", flag(message.trusted_recipient));
  add(fields, "trusted-number", flag(message.trusted_number));
  return fields;
}

json message_body(const Outbound& message) {
  json body{{"channel", message.wire_channel},
            {"to", without_plus(message.to)},
            {"from", without_plus(message.from)}};
  add_message_content(message, body);
  if (message.attempt_ref.size() <= kClientRefBytes) put(body, "client_ref", message.attempt_ref);
  if (!message.callback_url.empty()) {
    body["webhook_url"] = message.callback_url;
    body["webhook_version"] = "v1";
  }
  if (message.ttl_seconds) body["ttl"] = *message.ttl_seconds;
  if (message.trusted_recipient) body["trusted_recipient"] = *message.trusted_recipient;
  if (!message.context.empty()) body["context"] = {{"message_uuid", message.context}};
  if (message.wire_channel != "sms") return body;
  body["sms"] = {{"encoding_type", "auto"}};
  put(body["sms"], "content_id", message.content_id);
  put(body["sms"], "entity_id", message.entity_id);
  put(body["sms"], "pool_id", message.pool_id);
  return body;
}

}  // namespace herald::vonage
