#include "plugins/providers/telegram/update.hpp"

#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/telegram/message_event.hpp"
#include "plugins/providers/telegram/other_events.hpp"

namespace herald::telegram {
using namespace provider;
namespace {

using nlohmann::json;

/// Never more than one event stems from an update, so its id tells events apart; another bot counts anew.
json keyed(json event, const std::string& bot, std::int64_t id) {
  if (!event.contains("dedupe_key")) event["dedupe_key"] = bot + ":" + std::to_string(id);
  return event;
}

std::optional<json> event_of(const json& update, const std::string& bot) {
  for (const char* kind : {"message", "channel_post"})
    if (update.contains(kind)) {
      const json& message = object_at(update, kind);
      auto moved = moved_event(message);
      return moved ? moved : message_event(message, {"inbound", bot});
    }
  for (const char* kind : {"edited_message", "edited_channel_post"})
    if (update.contains(kind)) return message_event(object_at(update, kind), {"edited", bot});
  if (update.contains("callback_query")) return press_event(object_at(update, "callback_query"), bot);
  if (update.contains("my_chat_member")) return membership_event(object_at(update, "my_chat_member"));
  return std::nullopt;
}

}  // namespace

std::optional<std::int64_t> update_id(const json& update) {
  if (!update.is_object()) return std::nullopt;
  const auto id = update.find("update_id");
  if (id == update.end() || !id->is_number_integer()) return std::nullopt;
  return id->get<std::int64_t>();
}

std::optional<json> events_of(const json& update, const std::string& bot) {
  const auto id = update_id(update);
  if (!id) return std::nullopt;
  json events = json::array();
  if (auto event = event_of(update, bot)) events.push_back(keyed(std::move(*event), bot, *id));
  return events;
}

}  // namespace herald::telegram
