#include "plugins/providers/telegram/outbound.hpp"

#include <charconv>
#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/telegram/text.hpp"

namespace herald::telegram {
using namespace provider;
namespace {

using nlohmann::json;

constexpr std::size_t kTextUnits = 4096;
constexpr std::size_t kRawBytes = 32'768;  ///< with markup; longer text is not even read
constexpr std::size_t kButtonBytes = 64;   ///< of callback_data

/// Options that are parameters of the same name.
constexpr const char* kOptions[] = {"parse_mode",
                                    "entities",
                                    "link_preview_options",
                                    "disable_notification",
                                    "protect_content",
                                    "allow_paid_broadcast",
                                    "message_thread_id",
                                    "direct_messages_topic_id",
                                    "business_connection_id",
                                    "message_effect_id",
                                    "reply_parameters",
                                    "reply_markup"};

Refusal content(const char* code, std::string text) { return {"content_rejected", code, std::move(text)}; }

/// Without parse_mode or entities the text is what people see; of HTML the tags go; MarkdownV2 is only known
/// to Telegram.
std::optional<Refusal> text_refusal(const std::string& text, const json& options) {
  const std::string mode = text_at(options, "parse_mode");
  if (blank(text)) return content("text_missing", "expected text, found nothing or blanks alone");
  if (text.size() > kRawBytes)
    return content("text_too_long",
                   "expected at most 32768 bytes of text and markup, found " + std::to_string(text.size()));
  std::size_t units = 0;
  if (mode.empty()) units = utf16_units(text);
  if (mode == "HTML") units = visible_units(text);
  if (units > kTextUnits)
    return content("text_too_long",
                   "expected at most 4096 UTF-16 units of text, found " + std::to_string(units));
  if (!mode.empty() && options.contains("entities"))
    return content("markup_twice", "expected parse_mode or entities, found both");
  return std::nullopt;
}

/// The schema counts characters, Telegram bytes.
std::optional<Refusal> button_refusal(const json& options) {
  const json& markup = object_at(options, "reply_markup");
  const auto rows = markup.find("inline_keyboard");
  if (rows == markup.end() || !rows->is_array()) return std::nullopt;
  for (const json& row : *rows)
    for (const json& button : row) {
      if (!button.is_object()) continue;
      const std::string data = text_at(button, "callback_data");
      if (data.size() > kButtonBytes)
        return content("button_data",
                       "expected callback_data of 1 to 64 bytes, found " + std::to_string(data.size()));
      if (button.size() != 2)
        return content("button", "expected a button with text and one action, as callback_data or url");
    }
  return std::nullopt;
}

/// Telegram takes the id as a number; a name stays text.
json chat_of(const std::string& text) {
  std::int64_t id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error == std::errc{} && end == text.data() + text.size()) return id;
  return text;
}

}  // namespace

std::optional<Refusal> refusal_of(const json& message, const std::string& sender) {
  if (text_at(message, "channel") != "TELEGRAM")
    return Refusal{"unsupported", "channel", "expected channel TELEGRAM, found another"};
  if (const std::string type = text_at(message, "type"); type != "TEXT")
    return Refusal{"unsupported", "message_type", "expected the type TEXT, found " + type};
  if (const auto files = message.find("attachments"); files != message.end() && !files->empty())
    return Refusal{"unsupported", "attachments", "expected no attachments, found some"};
  const std::string to = text_at(message, "to");
  if (!(is_chat_id(to) && chat_of(to).is_number()) && !is_username(to))
    return Refusal{"invalid_recipient", "recipient",
                   "expected a chat id or the @name of a group or channel, found something else"};
  const std::string from = text_at(message, "from");
  if (!from.empty() && from != sender)
    return Refusal{"unsupported", "sender", "expected no sender: a bot always sends as itself"};
  const json& options = object_at(message, "options");
  if (auto refusal = text_refusal(text_at(message, "text"), options)) return refusal;
  return button_refusal(options);
}

json parameters_of(const json& message, const std::string& moved_to) {
  json out{{"chat_id", chat_of(moved_to.empty() ? text_at(message, "to") : moved_to)},
           {"text", text_at(message, "text")}};
  const json& options = object_at(message, "options");
  for (const char* name : kOptions)
    if (const auto value = options.find(name); value != options.end()) out[name] = *value;
  return out;
}

}  // namespace herald::telegram
