#include "plugins/providers/vonage/inbound.hpp"

#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/text.hpp"
#include "plugins/providers/parts/utc_time.hpp"
#include "plugins/providers/vonage/content.hpp"
#include "plugins/providers/vonage/number.hpp"

namespace herald::vonage {
using namespace provider;
namespace {

using nlohmann::json;

constexpr std::size_t kInboundIdBytes = 100;
constexpr std::size_t kAddressBytes = 255;
constexpr std::size_t kDetailBytes = 1000;

/// What is passed on as the event's options.
struct Detail {
  const char* parameter;
  const char* key;
};
constexpr Detail kDetails[] = {
    {"keyword", "keyword"},
    {"concat-ref", "concat_ref"},
    {"concat-total", "concat_total"},
    {"concat-part", "concat_part"},
    {"data", "data"},
    {"udh", "udh"},
    {"network-code", "network_code"},
};

json inbound_event(const std::string& id, std::string_view from, std::string_view to) {
  return {{"kind", "inbound"},
          {"provider_id", id},
          {"from", cut(with_plus(from), kAddressBytes)},
          {"to", cut(with_plus(to), kAddressBytes)},
          {"type", "TEXT"},
          {"media", json::array()},
          {"options", json::object()},
          {"dedupe_key", id}};
}

void set_time(std::string_view text, json& event) {
  if (const auto at = utc_ms(text)) event["occurred_at_ms"] = *at;
}

/// A number, or what the older form nests it in.
std::string party_at(const json& body, const char* key) {
  const std::string text = text_at(body, key);
  return text.empty() ? text_at(object_at(body, key), "number") : text;
}

}  // namespace

json sms_events(const Fields& fields) {
  const std::string id = cut(first_value(fields, "messageId"), kInboundIdBytes);
  const std::string_view from = first_value(fields, "msisdn");
  if (id.empty() || from.empty()) return json::array();
  json event = inbound_event(id, from, first_value(fields, "to"));
  if (const std::string_view text = first_value(fields, "text"); !text.empty())
    event["text"] = cut(text, kTextBytes);
  for (const Detail& detail : kDetails)
    if (const std::string_view value = first_value(fields, detail.parameter); !value.empty())
      event["options"][detail.key] = cut(value, kDetailBytes);
  set_time(first_value(fields, "message-timestamp"), event);
  return json::array({std::move(event)});
}

json message_events(const json& body) {
  const std::string id = cut(text_at(body, "message_uuid"), kInboundIdBytes);
  const std::string from = party_at(body, "from");
  if (id.empty() || from.empty()) return json::array();
  json event = inbound_event(id, from, party_at(body, "to"));
  add_content(body, event);
  set_time(text_at(body, "timestamp"), event);
  return json::array({std::move(event)});
}

}  // namespace herald::vonage
