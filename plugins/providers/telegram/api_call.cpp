#include "plugins/providers/telegram/api_call.hpp"

#include <charconv>
#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/telegram/outbound.hpp"
#include "plugins/providers/telegram/send_kind.hpp"

namespace herald::telegram {
using namespace provider;
namespace {

using nlohmann::json;
using Bears = SendKind::Bears;

/// Options of that sort as parameters; markup has another name when it is a caption's.
void copy_options(const json& options, const SendKind& kind, OptionOf sort, json& out) {
  for (const auto& [name, value] : options.items())
    if (option_of(kind, name) == sort)
      out[name == "entities" && kind.bears == Bears::File ? "caption_entities" : name] = value;
}

/// How a parameter names the file: by its URL, or by the part that bears its bytes, which is added.
std::string file_ref(const json& file, const std::string& part, ApiCall& call) {
  const std::string blob = text_at(file, "blob");
  if (blob.empty()) return text_at(file, "url");
  call.files.push_back({.name = part,
                        .blob = blob,
                        .filename = text_at(file, "name"),
                        .content_type = text_at(file, "content_type")});
  return "attach://" + part;
}

json album_of(const json& message, const SendKind& kind, ApiCall& call) {
  json album = json::array();
  const json& options = object_at(message, "options");
  for (const json& file : attachments_of(message)) {
    const std::string part = "file" + std::to_string(album.size());
    json item{{"type", kind.album}, {"media", file_ref(file, part, call)}};
    copy_options(options, kind, OptionOf::Content, item);
    if (album.empty()) {
      if (std::string text = text_at(message, "text"); !text.empty()) item["caption"] = std::move(text);
    } else {
      for (const char* of_caption : {"parse_mode", "caption_entities"}) item.erase(of_caption);
    }
    album.push_back(std::move(item));
  }
  return album;
}

void add_files(const json& message, const SendKind& kind, json& parameters, ApiCall& call) {
  const json& files = attachments_of(message);
  if (files.size() > 1) {
    call.method = "sendMediaGroup";
    parameters["media"] = album_of(message, kind, call);
    return;
  }
  const std::string field{kind.field};
  parameters[field] = file_ref(files.at(0), field, call);
  // The part of that name is the parameter.
  if (!call.files.empty()) parameters.erase(field);
  if (std::string text = text_at(message, "text"); !text.empty()) parameters["caption"] = std::move(text);
  copy_options(object_at(message, "options"), kind, OptionOf::Content, parameters);
}

}  // namespace

json chat_of(std::string_view text) {
  std::int64_t id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error == std::errc{} && end == text.data() + text.size()) return id;
  return std::string(text);
}

ApiCall call_of(const json& message, const std::string& moved_to) {
  const SendKind& kind = *send_kind(message);
  const json& options = object_at(message, "options");
  ApiCall call{.method = std::string(kind.method)};
  json parameters{{"chat_id", chat_of(moved_to.empty() ? text_at(message, "to") : moved_to)}};
  copy_options(options, kind, OptionOf::Message, parameters);
  if (kind.bears == Bears::File) {
    add_files(message, kind, parameters, call);
  } else if (kind.bears == Bears::Place) {
    const json& place = object_at(options, "location");
    parameters.update(place);
    if (place.contains("title")) call.method = "sendVenue";
  } else {
    parameters["text"] = text_at(message, "text");
    copy_options(options, kind, OptionOf::Content, parameters);
  }
  call.parameters = dumped(parameters);
  return call;
}

}  // namespace herald::telegram
