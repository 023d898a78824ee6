#include "plugins/providers/whatsapp/inbound.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/text.hpp"
#include "plugins/providers/whatsapp/content.hpp"

namespace herald::whatsapp {
using namespace provider;
namespace {

using nlohmann::json;

constexpr std::size_t kMessageIdBytes = 255;
constexpr std::size_t kEmojiBytes = 100;
constexpr std::size_t kNameBytes = 1000;

/// Where a message stands: who wrote it to whom. [value]
struct Letter {
  std::string id{};
  std::string user{};  ///< as Meta names the sender
  std::string from{};
  std::string to{};
};

/// The digits of a number as people write it.
std::string digits_of(std::string_view text) {
  std::string out;
  std::copy_if(text.begin(), text.end(), std::back_inserter(out),
               [](char c) { return c >= '0' && c <= '9'; });
  return out;
}

Letter letter_of(const json& value, const json& message) {
  Letter out{.id = text_at(message, "id"), .user = text_at(message, "from")};
  if (out.user.empty()) out.user = text_at(message, "from_user_id");
  out.from = address_of(out.user);
  out.to = address_of(digits_of(text_at(object_at(value, "metadata"), "display_phone_number")));
  return out;
}

json event_of(const char* kind, const Letter& letter, const json& message, const std::string& key) {
  json out{{"kind", kind}, {"from", letter.from}, {"to", letter.to}, {"dedupe_key", key}};
  set_time(message, out);
  return out;
}

void add_profile(const json& value, const Letter& letter, json& event) {
  const auto people = value.find("contacts");
  if (people == value.end() || !people->is_array()) return;
  for (const json& one : *people) {
    if (!one.is_object() || (text_at(one, "wa_id") != letter.user && text_at(one, "user_id") != letter.user))
      continue;
    const json& profile = object_at(one, "profile");
    for (const auto& [key, member] : {std::pair{"profile_name", "name"}, std::pair{"username", "username"}})
      if (const std::string text = text_at(profile, member); !text.empty())
        event["options"][key] = cut(text, kNameBytes);
    return;
  }
}

/// Whether a button was pressed that can mean nothing else. A press on "Yes" or "Cancel" is an answer to
/// whatever the message asked, and what a person wrote is the host's to judge.
bool opts_out(const json& message) {
  const std::string press = lower(pressed(message));
  return press == "stop" || press == "stop promotions" || press == "unsubscribe";
}

json written(const json& value, const json& message, const Letter& letter, const Digest& digest) {
  json event = event_of("inbound", letter, message, event_key(letter.id, "", digest));
  event["provider_id"] = letter.id;
  add_content(message, event);
  add_profile(value, letter, event);
  json events = json::array({event});
  if (const std::string data = pressed(message); !data.empty()) {
    json action = event_of("action", letter, message, event_key(letter.id, ":action", digest));
    action["data"] = data;
    action["options"] = json::object();
    if (const std::string bearer = text_at(object_at(message, "context"), "id"); !bearer.empty())
      action["provider_id"] = cut(bearer, kMessageIdBytes);
    events.push_back(std::move(action));
  }
  if (!opts_out(message)) return events;
  json stated{
      {"kind", "opt_out"}, {"address", letter.from}, {"dedupe_key", event_key(letter.id, ":stop", digest)}};
  if (event.contains("text")) stated["text"] = event["text"];
  events.push_back(std::move(stated));
  return events;
}

json edited(const json& message, const Letter& letter, const Digest& digest) {
  const json& edit = object_at(message, "edit");
  const std::string original = text_at(edit, "original_message_id");
  if (original.empty() || original.size() > kMessageIdBytes) return json::array();
  json event = event_of("edited", letter, message, event_key(letter.id, "", digest));
  event["provider_id"] = original;
  add_content(object_at(edit, "message"), event);
  return json::array({std::move(event)});
}

json reacted(const json& message, const Letter& letter, const Digest& digest) {
  const json& reaction = object_at(message, "reaction");
  const std::string to_message = text_at(reaction, "message_id");
  if (to_message.empty() || to_message.size() > kMessageIdBytes) return json::array();
  json event = event_of("reaction", letter, message, event_key(letter.id, "", digest));
  event["provider_id"] = to_message;
  if (const std::string emoji = text_at(reaction, "emoji"); !emoji.empty())
    event["text"] = cut(emoji, kEmojiBytes);
  return json::array({std::move(event)});
}

json moved(const json& message, const Letter& letter, const Digest& digest) {
  const json& system = object_at(message, "system");
  std::string newer = text_at(system, "new_wa_id");
  if (newer.empty()) newer = text_at(system, "wa_id");
  const std::string word = text_at(system, "type");
  const bool number = word.empty() || word.ends_with("changed_number");
  if (!number || newer.empty() || newer == letter.user) return json::array();
  json event = event_of("address_changed", letter, message, event_key(letter.id, "", digest));
  event["to"] = address_of(newer);
  return json::array({std::move(event)});
}

}  // namespace

json message_events(const json& value, const json& message, const Digest& digest) {
  const Letter letter = letter_of(value, message);
  if (letter.id.empty() || letter.id.size() > kMessageIdBytes || letter.user.empty()) return json::array();
  const std::string type = text_at(message, "type");
  if (type == "reaction") return reacted(message, letter, digest);
  if (type == "edit") return edited(message, letter, digest);
  if (type == "system") return moved(message, letter, digest);
  if (type == "revoke" || type == "request_welcome") return json::array();
  return written(value, message, letter, digest);
}

}  // namespace herald::whatsapp
