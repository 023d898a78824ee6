#include "plugins/providers/whatsapp/content.hpp"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/text.hpp"
#include "plugins/providers/whatsapp/graph_error.hpp"
#include "plugins/providers/whatsapp/upload.hpp"

namespace herald::whatsapp {
using namespace provider;
namespace {

using nlohmann::json;

constexpr std::size_t kTextBytes = 20'000;  // 4096 characters
constexpr std::size_t kSmallBytes = 1000;
constexpr std::size_t kObjectBytes = 20'000;

/// A kind of message that holds a file, and the type that it has at Herald.
struct FileKind {
  std::string_view name;
  const char* type;
};
constexpr FileKind kFileKinds[] = {
    {"image", "IMAGE"}, {"video", "VIDEO"}, {"audio", "AUDIO"}, {"document", "FILE"}, {"sticker", "IMAGE"}};

const FileKind* file_kind(std::string_view name) {
  const auto* found = std::find_if(std::begin(kFileKinds), std::end(kFileKinds),
                                   [&](const FileKind& one) { return one.name == name; });
  return found == std::end(kFileKinds) ? nullptr : found;
}

void option(const char* key, const std::string& value, json& event) {
  if (!value.empty()) event["options"][key] = cut(value, kSmallBytes);
}

/// Truths are told, the rest is not worth a word.
void truth(const json& from, const char* key, json& event) {
  if (choice_at(from, key).value_or(false)) event["options"][key] = true;
}

void whole(const json& from, const char* key, json& event) {
  if (const auto found = from.find(key);
      found != from.end() && found->is_structured() && dumped(*found).size() <= kObjectBytes)
    event["options"][key] = *found;
}

void set_text(const std::string& text, json& event) {
  if (!text.empty()) event["text"] = cut(text, kTextBytes);
}

void add_file(const json& file, json& event) {
  set_text(text_at(file, "caption"), event);
  truth(file, "voice", event);
  truth(file, "animated", event);
  const std::string id = text_at(file, "id");
  if (!is_media_id(id)) return;
  json item{{"ref", id}};
  if (const std::string type = text_at(file, "mime_type"); !type.empty())
    item["content_type"] = cut(type, kSmallBytes);
  if (const std::string name = text_at(file, "filename"); !name.empty())
    item["name"] = cut(name, kSmallBytes);
  event["media"].push_back(std::move(item));
}

void add_location(const json& place, json& event) {
  event["type"] = "LOCATION";
  for (const char* key : {"latitude", "longitude", "name", "address", "url"})
    option(key, text_at(place, key), event);
}

void add_answer(const json& message, json& event) {
  const json& interactive = object_at(message, "interactive");
  for (const char* kind : {"button_reply", "list_reply"}) {
    const json& reply = object_at(interactive, kind);
    set_text(text_at(reply, "title"), event);
    option("description", text_at(reply, "description"), event);
  }
  const json& flow = object_at(interactive, "nfm_reply");
  set_text(text_at(flow, "body"), event);
  option("flow_name", text_at(flow, "name"), event);
  if (const std::string text = text_at(flow, "response_json"); !text.empty() && text.size() <= kObjectBytes)
    event["options"]["flow_response"] = text;
}

void add_circumstances(const json& message, json& event) {
  const json& context = object_at(message, "context");
  option("in_reply_to", text_at(context, "id"), event);
  truth(context, "forwarded", event);
  truth(context, "frequently_forwarded", event);
  whole(context, "referred_product", event);
  whole(message, "referral", event);
  option("group_id", text_at(message, "group_id"), event);
  const auto errors = message.find("errors");
  if (errors == message.end() || !errors->is_array() || errors->empty()) return;
  const GraphError error = read_graph_error(errors->front());
  if (error.code) option("error_code", std::to_string(*error.code), event);
}

}  // namespace

std::string pressed(const json& message) {
  if (const std::string payload = text_at(object_at(message, "button"), "payload"); !payload.empty())
    return cut(payload, kSmallBytes);
  const json& interactive = object_at(message, "interactive");
  std::string id = text_at(object_at(interactive, "button_reply"), "id");
  if (id.empty()) id = text_at(object_at(interactive, "list_reply"), "id");
  return cut(id, kSmallBytes);
}

void add_content(const json& message, json& event) {
  const std::string name = text_at(message, "type");
  event["type"] = "TEXT";
  event["media"] = json::array();
  event["options"] = json::object();
  if (const FileKind* kind = file_kind(name)) {
    event["type"] = kind->type;
    add_file(object_at(message, name.c_str()), event);
  } else if (name == "location") {
    add_location(object_at(message, "location"), event);
  } else if (name == "interactive") {
    add_answer(message, event);
  } else if (name == "order") {
    set_text(text_at(object_at(message, "order"), "text"), event);
    whole(message, "order", event);
  } else if (name == "contacts") {
    whole(message, "contacts", event);
  } else {
    set_text(text_at(object_at(message, "text"), "body") + text_at(object_at(message, "button"), "text"),
             event);
  }
  if (name != "text") option("message_type", name, event);
  option("pressed", pressed(message), event);
  add_circumstances(message, event);
}

}  // namespace herald::whatsapp
