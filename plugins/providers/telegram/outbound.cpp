#include "plugins/providers/telegram/outbound.hpp"

#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/telegram/api_call.hpp"
#include "plugins/providers/telegram/file_limits.hpp"
#include "plugins/providers/telegram/send_kind.hpp"
#include "plugins/providers/telegram/text.hpp"

namespace herald::telegram {
using namespace provider;
namespace {

using nlohmann::json;

constexpr std::size_t kTextUnits = 4096;
constexpr std::size_t kCaptionUnits = 1024;
constexpr std::size_t kRawBytes = 32'768;  ///< with markup; longer text is not even read
constexpr std::size_t kButtonBytes = 64;   ///< of callback_data

Refusal content(const char* code, std::string text) { return {"content_rejected", code, std::move(text)}; }

/// Without parse_mode or entities the text is what people see; of HTML the tags go; MarkdownV2 is only known
/// to Telegram.
std::optional<Refusal> text_refusal(const std::string& text, const json& options, std::size_t most) {
  const std::string mode = text_at(options, "parse_mode");
  if (text.size() > kRawBytes)
    return content("text_too_long",
                   "expected at most 32768 bytes of text and markup, found " + std::to_string(text.size()));
  std::size_t units = 0;
  if (mode.empty()) units = utf16_units(text);
  if (mode == "HTML") units = visible_units(text);
  if (units > most)
    return content("text_too_long", "expected at most " + std::to_string(most) +
                                        " UTF-16 units of text, found " + std::to_string(units));
  if (!mode.empty() && options.contains("entities"))
    return content("markup_twice", "expected parse_mode or entities, found both");
  return std::nullopt;
}

std::optional<Refusal> option_refusal(const json& options, const SendKind& kind, bool album) {
  for (const auto& [name, value] : options.items())
    if (option_of(kind, name) == OptionOf::Nobody || (album && name == "reply_markup"))
      return Refusal{"unsupported", "option", "expected no option " + name + " with this message"};
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

std::optional<Refusal> party_refusal(const json& message, const std::string& sender) {
  const std::string to = text_at(message, "to");
  if (!(is_chat_id(to) && chat_of(to).is_number()) && !is_username(to))
    return Refusal{"invalid_recipient", "recipient",
                   "expected a chat id or the @name of a group or channel, found something else"};
  const std::string from = text_at(message, "from");
  if (!from.empty() && from != sender)
    return Refusal{"unsupported", "sender", "expected no sender: a bot always sends as itself"};
  return std::nullopt;
}

std::optional<Refusal> place_refusal(const json& message) {
  const json& place = object_at(object_at(message, "options"), "location");
  if (!text_at(message, "text").empty())
    return content("text", "expected no text with a LOCATION, found some");
  if (!place.contains("latitude") || !place.contains("longitude"))
    return content("location_missing", "expected the option location with latitude and longitude");
  if (place.contains("title") != place.contains("address"))
    return content("location", "expected title and address of a place, or neither");
  if (place.contains("title") && place.size() > 4)
    return content("location", "expected nothing but title and address with a place that has a name");
  return std::nullopt;
}

std::optional<Refusal> content_refusal(const json& message, const SendKind& kind) {
  const std::string text = text_at(message, "text");
  const json& options = object_at(message, "options");
  if (kind.bears == SendKind::Bears::File) {
    if (auto refusal = files_refusal(attachments_of(message), kind)) return refusal;
    return text_refusal(text, options, kCaptionUnits);
  }
  if (!attachments_of(message).empty())
    return Refusal{"unsupported", "attachments", "expected no attachments with this message, found some"};
  if (kind.bears == SendKind::Bears::Place) return place_refusal(message);
  if (blank(text)) return content("text_missing", "expected text, found nothing or blanks alone");
  return text_refusal(text, options, kTextUnits);
}

}  // namespace

const json& attachments_of(const json& message) {
  static const json kNone = json::array();
  const auto list = message.find("attachments");
  return list != message.end() && list->is_array() ? *list : kNone;
}

std::optional<Refusal> refusal_of(const json& message, const std::string& sender) {
  const SendKind* kind = send_kind(message);
  if (text_at(message, "channel") != "TELEGRAM")
    return Refusal{"unsupported", "channel", "expected channel TELEGRAM, found another"};
  if (kind == nullptr)
    return Refusal{"unsupported", "message_type",
                   "expected a type that Telegram has, found " + text_at(message, "type")};
  if (auto refusal = party_refusal(message, sender)) return refusal;
  const json& options = object_at(message, "options");
  if (auto refusal = option_refusal(options, *kind, attachments_of(message).size() > 1)) return refusal;
  if (auto refusal = content_refusal(message, *kind)) return refusal;
  return button_refusal(options);
}

}  // namespace herald::telegram
