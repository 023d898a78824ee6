#include "plugins/providers/vonage/content.hpp"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/text.hpp"

namespace herald::vonage {
using namespace provider;
namespace {

using nlohmann::json;

constexpr std::size_t kUrlBytes = 2000;
constexpr std::size_t kSmallBytes = 1000;
constexpr std::size_t kObjectBytes = 20'000;
constexpr std::size_t kMostMedia = 20;

/// A kind of message that holds a file, and the type that it has at Herald.
struct Kind {
  std::string_view name;
  const char* type;
};
constexpr Kind kKinds[] = {{"image", "IMAGE"}, {"audio", "AUDIO"}, {"video", "VIDEO"},
                           {"file", "FILE"},   {"vcard", "FILE"},  {"sticker", "IMAGE"}};

const Kind* kind_of(std::string_view name) {
  const auto* found =
      std::find_if(std::begin(kKinds), std::end(kKinds), [&](const Kind& one) { return one.name == name; });
  return found == std::end(kKinds) ? nullptr : found;
}

void option(const char* key, const std::string& value, json& event) {
  if (!value.empty()) event["options"][key] = cut(value, kSmallBytes);
}

void set_text(const std::string& text, json& event) {
  if (!text.empty()) event["text"] = cut(text, kTextBytes);
}

void add_medium(const json& medium, json& event) {
  const std::string url = text_at(medium, "url");
  if (url.empty() || url.size() > kUrlBytes || event["media"].size() >= kMostMedia) return;
  json item{{"url", url}};
  if (const std::string name = text_at(medium, "name"); !name.empty()) item["name"] = cut(name, kSmallBytes);
  event["media"].push_back(std::move(item));
}

/// The parts of an MMS: texts one below the other, files with the type of the first of them.
void add_parts(const json& parts, json& event) {
  std::string text;
  for (const json& part : parts) {
    if (!part.is_object()) continue;
    const std::string name = text_at(part, "type");
    if (const std::string line = text_at(part, "text"); !line.empty())
      text += (text.empty() ? "" : "\n") + line;
    const Kind* kind = kind_of(name);
    if (kind == nullptr) continue;
    if (event["media"].empty()) event["type"] = kind->type;
    add_medium(part.contains("url") ? part : object_at(part, name.c_str()), event);
  }
  set_text(text, event);
}

void add_location(const json& place, json& event) {
  event["type"] = "LOCATION";
  option("latitude", text_at(place, "lat"), event);
  option("longitude", text_at(place, "long"), event);
  option("name", text_at(place, "name"), event);
  option("address", text_at(place, "address"), event);
}

/// A press on one of our buttons: what stands on it as text, what it means as an option.
void add_press(const json& body, json& event) {
  const json& reply = object_at(body, "reply");
  const json& button = object_at(body, "button");
  set_text(text_at(reply, "title") + text_at(button, "text"), event);
  option("pressed", text_at(reply, "id") + text_at(button, "payload"), event);
}

void add_origin_of(const json& body, json& event) {
  option("profile_name", text_at(object_at(body, "profile"), "name"), event);
  option("network_code", text_at(object_at(body, "origin"), "network_code"), event);
  option("keyword", text_at(object_at(body, "sms"), "keyword"), event);
  option("in_reply_to", text_at(object_at(body, "context"), "message_uuid"), event);
}

}  // namespace

void add_content(const json& body, json& event) {
  const std::string name = text_at(body, "message_type");
  const Kind* kind = kind_of(name);
  const auto parts = body.find("content");
  if (kind != nullptr) {
    const json& medium = object_at(body, name.c_str());
    event["type"] = kind->type;
    add_medium(medium, event);
    set_text(text_at(medium, "caption"), event);
  } else if (name == "location") {
    add_location(object_at(body, "location"), event);
  } else if (name == "reply" || name == "button") {
    add_press(body, event);
  } else if (parts != body.end() && parts->is_array()) {
    add_parts(*parts, event);
  } else {
    set_text(text_at(body, "text"), event);
  }
  if (name != "text") option("message_type", name, event);
  for (const char* key : {"contacts", "order", "reaction"})
    if (const auto found = body.find(key); found != body.end() && dumped(*found).size() <= kObjectBytes)
      event["options"][key] = *found;
  add_origin_of(body, event);
}

}  // namespace herald::vonage
