#include "plugins/providers/telegram/other_events.hpp"

#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/telegram/answer.hpp"
#include "plugins/providers/telegram/json_text.hpp"
#include "plugins/providers/telegram/message_event.hpp"

namespace herald::telegram {
using namespace provider;
namespace {

using nlohmann::json;

bool outside(const std::string& status) { return status == "kicked" || status == "left"; }

std::string status_at(const json& change, const char* member) {
  return text_at(object_at(change, member), "status");
}

}  // namespace

std::optional<json> press_event(const json& query, const std::string& bot) {
  const json& message = object_at(query, "message");
  const json& user = object_at(query, "from");
  // A button under an inline message stands in a chat that the bot does not know.
  const std::string chat = id_at(object_at(message, "chat"), "id");
  const std::string from = chat.empty() ? id_at(user, "id") : chat;
  const std::string id = text_at(query, "id");
  if (id.empty() || from.empty()) return std::nullopt;
  json options{{"callback_query_id", id}};
  add_people(user, object_at(message, "chat"), options);
  json event{{"kind", "action"}, {"from", from}, {"to", bot}, {"options", std::move(options)}};
  event["data"] = text_at(query, query.contains("data") ? "data" : "game_short_name");
  if (std::string ref = message_ref(message); !ref.empty()) event["provider_id"] = std::move(ref);
  return event;
}

std::optional<json> membership_event(const json& change) {
  const std::string chat = id_at(object_at(change, "chat"), "id");
  const std::string before = status_at(change, "old_chat_member");
  const std::string after = status_at(change, "new_chat_member");
  if (chat.empty() || before.empty() || after.empty() || outside(before) == outside(after))
    return std::nullopt;
  json event{{"kind", outside(after) ? "opt_out" : "opt_in"}, {"address", chat}, {"text", after}};
  add_time(change, "date", event);
  return event;
}

std::optional<json> moved_event(const json& message) {
  const std::string here = id_at(object_at(message, "chat"), "id");
  const std::string to = id_at(message, "migrate_to_chat_id");
  const std::string from = id_at(message, "migrate_from_chat_id");
  if (here.empty() || (to.empty() && from.empty())) return std::nullopt;
  const std::string older = to.empty() ? from : here;
  const std::string newer = to.empty() ? here : to;
  json event{{"kind", "address_changed"}, {"from", older}, {"to", newer}};
  event["dedupe_key"] = "moved:" + older + ":" + newer;
  add_time(message, "date", event);
  return event;
}

}  // namespace herald::telegram
