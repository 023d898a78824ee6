#include "plugins/providers/telegram/message_event.hpp"

#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/telegram/answer.hpp"
#include "plugins/providers/telegram/content.hpp"
#include "plugins/providers/telegram/json_text.hpp"

namespace herald::telegram {
using namespace provider;
namespace {

using nlohmann::json;

constexpr std::int64_t kLastSecond = 253'402'300'799;  ///< of the year 9999

/// A member of the object under another name.
struct Detail {
  const char* member;
  const char* key;
};
constexpr Detail kUserDetails[] = {{"id", "user_id"},
                                   {"username", "username"},
                                   {"first_name", "first_name"},
                                   {"last_name", "last_name"},
                                   {"language_code", "language_code"}};
constexpr Detail kChatDetails[] = {{"type", "chat_type"}, {"title", "chat_title"}, {"username", "chat_name"}};
constexpr Detail kMessageDetails[] = {{"message_thread_id", "message_thread_id"},
                                      {"media_group_id", "media_group_id"}};

template <std::size_t N>
void copy(const json& from, const Detail (&details)[N], json& options) {
  for (const Detail& detail : details)
    if (std::string text = text_at(from, detail.member); !text.empty()) options[detail.key] = std::move(text);
}

/// `/start PAYLOAD`: how a chat is bound to a customer (core.telegram.org/bots/features#deep-linking).
void add_start(const std::string& text, json& options) {
  constexpr std::string_view kStart = "/start ";
  if (text.starts_with(kStart) && text.size() > kStart.size()) options["start"] = text.substr(kStart.size());
}

}  // namespace

void add_people(const json& user, const json& chat, json& options) {
  copy(user, kUserDetails, options);
  copy(chat, kChatDetails, options);
}

void add_time(const json& object, const char* key, json& event) {
  const auto seconds = object.find(key);
  if (seconds == object.end() || !seconds->is_number_integer()) return;
  const auto value = seconds->get<std::int64_t>();
  if (value > 0 && value <= kLastSecond) event["occurred_at_ms"] = value * 1000;
}

std::optional<json> message_event(const json& message, const Becoming& becoming) {
  const std::string ref = message_ref(message);
  const json& user = object_at(message, "from");
  const auto robot = user.find("is_bot");
  const std::string type = content_type(message);
  if (ref.empty() || type.empty() || (robot != user.end() && *robot == true)) return std::nullopt;
  json options = json::object();
  add_people(user, object_at(message, "chat"), options);
  copy(message, kMessageDetails, options);
  if (std::string replied = message_ref(object_at(message, "reply_to_message")); !replied.empty())
    options["reply_to"] = std::move(replied);
  const std::string text = content_text(message);
  add_start(text, options);
  add_content(message, options);
  json event{
      {"kind", becoming.kind},        {"provider_id", ref}, {"from", id_at(object_at(message, "chat"), "id")},
      {"to", becoming.bot},           {"type", type},       {"media", content_media(message)},
      {"options", std::move(options)}};
  if (!text.empty()) event["text"] = text;
  add_time(message, becoming.kind == "edited" ? "edit_date" : "date", event);
  return event;
}

}  // namespace herald::telegram
