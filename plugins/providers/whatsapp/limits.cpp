#include "plugins/providers/whatsapp/limits.hpp"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/phone_text.hpp"
#include "plugins/providers/parts/text.hpp"
#include "plugins/providers/parts/whatsapp_user.hpp"
#include "plugins/providers/whatsapp/media_kind.hpp"
#include "plugins/providers/whatsapp/outbound.hpp"

namespace herald::whatsapp {
using namespace provider;
namespace {

using nlohmann::json;
using Found = std::optional<Refusal>;

constexpr std::size_t kTextCharacters = 4096;
constexpr std::size_t kCaptionCharacters = 1024;
constexpr std::size_t kNameCharacters = 240;
constexpr std::size_t kShortestNumber = 8;  // with its plus

/// The types of the API that an option has a meaning for; others have it for all.
struct Place {
  std::string_view option;
  std::string_view type;
};
constexpr Place kPlaces[] = {{"preview_url", "text"},  {"interactive", "interactive"},
                             {"contacts", "contacts"}, {"reaction", "reaction"},
                             {"location", "location"}, {"template", "template"},
                             {"voice", "audio"},       {"filename", "document"}};

Found check_parties(const json& message, const Account& account) {
  const std::string to = text_at(message, "to");
  const bool number = is_e164(to) && to.size() >= kShortestNumber;
  if (!number && !is_whatsapp_user(to) && group_of(to).empty())
    return Refusal{"invalid_recipient", "recipient",
                   "expected a number as +447700900123, a user as US.1234 or group: and an id"};
  const std::string from = text_at(message, "from");
  if (!from.empty() && !account.sender_id.empty() && from != account.sender_id)
    return Refusal{"config", "sender", "expected the channel's own number as sender, found another"};
  return std::nullopt;
}

Found check_options(const json& message, const std::string& type) {
  const json& options = object_at(message, "options");
  for (const auto& [name, value] : options.items()) {
    const auto* place = std::find_if(std::begin(kPlaces), std::end(kPlaces),
                                     [&, wanted = name](const Place& one) { return one.option == wanted; });
    if (place != std::end(kPlaces) && place->type != type)
      return Refusal{"unsupported", "option", "expected no option " + name + " with this message"};
  }
  const bool sticker = choice_at(options, "sticker").value_or(false);
  if (sticker && type != "sticker")
    return Refusal{"unsupported", "option", "expected the option sticker with IMAGE only"};
  if (type == "reaction" && options.contains("reply_to_message"))
    return Refusal{"unsupported", "option", "expected no option reply_to_message with a reaction"};
  for (const char* needed : {"location", "template"})
    if (type == needed && !options.contains(needed))
      return unfit(std::string(needed) + "_missing", "expected the option " + type + ", found none");
  return std::nullopt;
}

Found check_file(const MediaKind& kind, const json& file) {
  const bool linked = file.contains("url");
  if (linked ? !is_web_url(text_at(file, "url")) : text_at(file, "blob").empty())
    return Refusal{"unsupported", "media_url",
                   "expected an attachment with an URL that Meta can fetch, or bytes"};
  const std::string type = text_at(file, "content_type");
  // Meta takes more documents by link than it lets be uploaded.
  const bool lenient = linked && (type.empty() || kind.wire == "document");
  if (!lenient && !takes(kind, type))
    return unfit("content_type", "expected a content type that WhatsApp has for this message, found another");
  const auto size = integer_at(file, "size");
  if (size.value_or(1) < 1 || size.value_or(1) > kind.most_bytes)
    return unfit("file_size", "expected 1 to " + std::to_string(kind.most_bytes) + " bytes");
  if (code_points(text_at(file, "name")) > kNameCharacters)
    return unfit("file_name", "expected a file name of at most 240 characters");
  return std::nullopt;
}

Found check_medium(const json& message, const MediaKind& kind) {
  const auto list = message.find("attachments");
  const std::size_t count = list != message.end() && list->is_array() ? list->size() : 0;
  if (count != 1) return unfit("attachments", "expected one attachment, found " + std::to_string(count));
  const std::size_t length = code_points(text_at(message, "text"));
  if (length > 0 && !kind.takes_caption)
    return unfit("caption", "expected no text: WhatsApp has no caption for this kind");
  if (length > kCaptionCharacters)
    return unfit("caption", "expected at most 1024 characters, found " + std::to_string(length));
  return check_file(kind, attachment_of(message));
}

Found check_contacts(const json& list) {
  if (!list.is_array() || list.empty()) return unfit("contacts", "expected a list of contacts");
  for (const json& one : list) {
    const json& name = one.is_object() ? object_at(one, "name") : one;
    if (!name.is_object() || text_at(name, "formatted_name").empty() || name.size() < 2)
      return unfit("contacts", "expected formatted_name and a part of the name in each contact");
  }
  return std::nullopt;
}

Found check_location(const json& place) {
  if (place.contains("address") && !place.contains("name"))
    return unfit("location", "expected a name beside the address: without one WhatsApp does not show it");
  return std::nullopt;
}

Found check_words(const json& message, const std::string& type) {
  const json& options = object_at(message, "options");
  const std::string text = text_at(message, "text");
  if (!attachment_of(message).empty())
    return Refusal{"unsupported", "attachments", "expected no attachments with this message, found some"};
  if (type == "location") return check_location(object_at(options, "location"));
  if (type == "contacts") return check_contacts(options.value("contacts", json()));
  if (type == "template") {
    if (!text.empty()) return unfit("template", "expected no text with TEMPLATE");
    return refusal_of_template(object_at(options, "template"), text_at(message, "message_class") == "otp");
  }
  if (type == "reaction") return std::nullopt;
  const std::size_t length = code_points(text);
  if (length == 0) return unfit("text_missing", "expected text, found none");
  if (type == "interactive") return refusal_of_interactive(object_at(options, "interactive"), length);
  if (length > kTextCharacters)
    return unfit("text_too_long", "expected at most 4096 characters, found " + std::to_string(length));
  return std::nullopt;
}

}  // namespace

Refusal unfit(std::string code, std::string text) {
  return {"content_rejected", std::move(code), std::move(text)};
}

Found refusal_of(const json& message, const Account& account) {
  const std::string type = wire_type(message);
  if (text_at(message, "channel") != "WHATSAPP")
    return Refusal{"unsupported", "channel", "expected channel WHATSAPP, found another"};
  if (type.empty()) return Refusal{"unsupported", "message_type", "expected a type that WhatsApp has"};
  if (auto refusal = check_parties(message, account)) return refusal;
  if (auto refusal = check_options(message, type)) return refusal;
  const MediaKind* kind = media_kind(type);
  return kind == nullptr ? check_words(message, type) : check_medium(message, *kind);
}

}  // namespace herald::whatsapp
