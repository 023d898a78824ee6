#include "plugins/providers/telegram/content.hpp"

#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"

namespace herald::telegram {
using namespace provider;
namespace {

using nlohmann::json;

/// A member of a message that holds a file. An animation comes together with a document and goes before it.
struct Medium {
  const char* member;
  const char* type;
  const char* mime_type;  ///< where Telegram names none
};
constexpr Medium kMedia[] = {
    {"animation", "VIDEO", "video/mp4"},  {"video", "VIDEO", "video/mp4"},
    {"video_note", "VIDEO", "video/mp4"}, {"audio", "AUDIO", "audio/mpeg"},
    {"voice", "AUDIO", "audio/ogg"},      {"photo", "IMAGE", "image/jpeg"},
    {"sticker", "IMAGE", "image/webp"},   {"document", "FILE", ""},
};

const Medium* medium_of(const json& message) {
  for (const Medium& medium : kMedia)
    if (message.contains(medium.member)) return &medium;
  return nullptr;
}

/// A photo is a list of sizes, the largest last.
const json& file_at(const json& message, const char* member) {
  const json& value = message.at(member);
  if (value.is_array() && !value.empty() && value.back().is_object()) return value.back();
  return object_at(message, member);
}

/// Members of an object that are texts or numbers.
json picked(const json& from, std::initializer_list<const char*> names) {
  json out = json::object();
  for (const char* name : names)
    if (const auto value = from.find(name); value != from.end() && value->is_primitive() && !value->is_null())
      out[name] = *value;
  return out;
}

}  // namespace

std::string content_type(const json& message) {
  if (message.contains("text") || message.contains("web_app_data")) return "TEXT";
  if (const Medium* medium = medium_of(message)) return medium->type;
  if (message.contains("location") || message.contains("venue")) return "LOCATION";
  return message.contains("contact") ? "CONTACT" : "";
}

std::string content_text(const json& message) {
  for (const char* name : {"text", "caption"})
    if (std::string text = text_at(message, name); !text.empty()) return text;
  if (message.contains("web_app_data")) return text_at(object_at(message, "web_app_data"), "data");
  if (message.contains("sticker")) return text_at(object_at(message, "sticker"), "emoji");
  return text_at(object_at(message, "venue"), "title");
}

json content_media(const json& message) {
  json media = json::array();
  const Medium* medium = medium_of(message);
  if (medium == nullptr) return media;
  const json& file = file_at(message, medium->member);
  const std::string ref = text_at(file, "file_id");
  if (ref.empty()) return media;
  json item{{"ref", ref}};
  std::string mime_type = text_at(file, "mime_type");
  if (mime_type.empty()) mime_type = medium->mime_type;
  if (!mime_type.empty()) item["content_type"] = std::move(mime_type);
  if (std::string name = text_at(file, "file_name"); !name.empty()) item["name"] = std::move(name);
  if (const auto size = file.find("file_size"); size != file.end() && size->is_number_integer())
    item["size"] = *size;
  media.push_back(std::move(item));
  return media;
}

void add_content(const json& message, json& options) {
  if (message.contains("location") || message.contains("venue")) {
    const json& venue = object_at(message, "venue");
    const json& place = message.contains("location") ? message : venue;
    options["location"] =
        picked(object_at(place, "location"), {"latitude", "longitude", "horizontal_accuracy", "live_period"});
    options["location"].update(picked(venue, {"title", "address"}));
  }
  if (message.contains("contact"))
    options["contact"] =
        picked(object_at(message, "contact"), {"phone_number", "first_name", "last_name", "user_id"});
  if (message.contains("web_app_data"))
    options["button"] = text_at(object_at(message, "web_app_data"), "button_text");
}

}  // namespace herald::telegram
