#include "plugins/providers/aws_sns/inbound.hpp"

#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/text.hpp"

namespace herald::aws_sns {
using namespace provider;
namespace {

using nlohmann::json;

constexpr std::size_t kInboundIdBytes = 100;
constexpr std::size_t kAddressBytes = 255;
constexpr std::size_t kBodyBytes = 20'000;

json event_of(const std::string& id, const json& payload) {
  json event{{"kind", "inbound"},
             {"provider_id", id},
             {"from", cut(text_at(payload, "originationNumber"), kAddressBytes)},
             {"to", cut(text_at(payload, "destinationNumber"), kAddressBytes)},
             {"type", "TEXT"},
             {"media", json::array()},
             {"options", json::object()},
             {"dedupe_key", id}};
  if (const std::string text = text_at(payload, "messageBody"); !text.empty())
    event["text"] = cut(text, kBodyBytes);
  if (const std::string keyword = text_at(payload, "messageKeyword"); !keyword.empty())
    event["options"]["keyword"] = cut(keyword, kAddressBytes);
  if (const std::string before = text_at(payload, "previousPublishedMessageId"); !before.empty())
    event["options"]["previous_message_id"] = cut(before, kInboundIdBytes);
  return event;
}

}  // namespace

json inbound_events(const json& payload, std::optional<std::int64_t> at_ms) {
  const std::string id = cut(text_at(payload, "inboundMessageId"), kInboundIdBytes);
  if (id.empty() || text_at(payload, "originationNumber").empty()) return json::array();
  json event = event_of(id, payload);
  if (at_ms) event["occurred_at_ms"] = *at_ms;
  return json::array({std::move(event)});
}

}  // namespace herald::aws_sns
