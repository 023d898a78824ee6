#include "plugins/providers/whatsapp/outbound.hpp"

#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/whatsapp_user.hpp"
#include "plugins/providers/whatsapp/media_kind.hpp"

namespace herald::whatsapp {
using namespace provider;
namespace {

using nlohmann::json;

constexpr std::size_t kCallbackData = 512;

/// What a type of Herald is called there.
struct TypeName {
  std::string_view herald;
  const char* wire;
};
constexpr TypeName kTypes[] = {{"TEXT", "text"},        {"IMAGE", "image"},   {"VIDEO", "video"},
                               {"AUDIO", "audio"},      {"FILE", "document"}, {"LOCATION", "location"},
                               {"TEMPLATE", "template"}};

void put(json& object, const char* name, const std::string& value) {
  if (!value.empty()) object[name] = value;
}

json medium_content(const json& message, const std::string& type, const std::string& media_id) {
  const json& options = object_at(message, "options");
  const json& attachment = attachment_of(message);
  json out = json::object();
  if (media_id.empty())
    out["link"] = text_at(attachment, "url");
  else
    out["id"] = media_id;
  if (media_kind(type)->takes_caption) put(out, "caption", text_at(message, "text"));
  if (type == "document") {
    const std::string name = text_at(options, "filename");
    put(out, "filename", name.empty() ? text_at(attachment, "name") : name);
  }
  if (const auto voice = choice_at(options, "voice"); voice && type == "audio") out["voice"] = *voice;
  return out;
}

json template_content(const json& stored) {
  json out{{"name", text_at(stored, "name")}, {"language", {{"code", text_at(stored, "language")}}}};
  if (const auto parts = stored.find("components"); parts != stored.end()) out["components"] = *parts;
  return out;
}

json text_content(const json& message) {
  json out{{"body", text_at(message, "text")}};
  if (const auto preview = choice_at(object_at(message, "options"), "preview_url"))
    out["preview_url"] = *preview;
  return out;
}

json content_of(const json& message, const std::string& type, const std::string& media_id) {
  const json& options = object_at(message, "options");
  if (type == "text") return text_content(message);
  if (type == "template") return template_content(object_at(options, "template"));
  if (type == "interactive") {
    json out = object_at(options, "interactive");
    out["body"] = {{"text", text_at(message, "text")}};
    return out;
  }
  if (media_kind(type) != nullptr) return medium_content(message, type, media_id);
  return options.value(type, json());  // location, contacts, reaction: as they stand
}

/// Whom the message goes to, in the members that his kind of name needs.
void put_recipient(const std::string& to, json& body) {
  const std::string group(group_of(to));
  body["recipient_type"] = group.empty() ? "individual" : "group";
  if (!group.empty())
    body["to"] = group;
  else if (is_whatsapp_user(to))
    body["recipient"] = to;
  else
    body["to"] = to.substr(1);
}

}  // namespace

std::string_view group_of(std::string_view to) {
  constexpr std::string_view kGroup = "group:";
  if (!to.starts_with(kGroup)) return {};
  to.remove_prefix(kGroup.size());
  return to;
}

std::string wire_type(const json& message) {
  const std::string type = text_at(message, "type");
  const json& options = object_at(message, "options");
  if (type == "TEXT")
    for (const char* instead : {"interactive", "contacts", "reaction"})
      if (options.contains(instead)) return instead;
  if (type == "IMAGE" && choice_at(options, "sticker").value_or(false)) return "sticker";
  for (const TypeName& one : kTypes)
    if (one.herald == type) return one.wire;
  return {};
}

const json& attachment_of(const json& message) {
  static const json kNone = json::object();
  const auto list = message.find("attachments");
  if (list == message.end() || !list->is_array() || list->empty() || !list->front().is_object()) return kNone;
  return list->front();
}

json message_body(const json& message, const std::string& media_id) {
  const json& options = object_at(message, "options");
  const std::string type = wire_type(message);
  json body{{"messaging_product", "whatsapp"}, {"type", type}, {type, content_of(message, type, media_id)}};
  put_recipient(text_at(message, "to"), body);
  const std::string attempt_ref = text_at(message, "attempt_ref");
  if (attempt_ref.size() <= kCallbackData) put(body, "biz_opaque_callback_data", attempt_ref);
  put(body, "recipient_identity_key_hash", text_at(options, "recipient_identity_key_hash"));
  if (const std::string id = text_at(options, "reply_to_message"); !id.empty())
    body["context"] = {{"message_id", id}};
  return body;
}

}  // namespace herald::whatsapp
