#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/phone_text.hpp"
#include "plugins/providers/whatsapp/limits.hpp"

namespace herald::whatsapp {
using namespace provider;
namespace {

using nlohmann::json;
using Found = std::optional<Refusal>;

constexpr std::size_t kBodyCharacters = 1024;
constexpr std::size_t kListBodyCharacters = 4096;
constexpr std::size_t kHeaderCharacters = 60;
constexpr std::size_t kOtpCharacters = 15;
constexpr std::size_t kMostRows = 10;

/// The items of a list that are objects.
std::vector<json> objects_at(const json& object, const char* key) {
  std::vector<json> out;
  if (const auto list = object.find(key); list != object.end() && list->is_array())
    std::copy_if(list->begin(), list->end(), std::back_inserter(out),
                 [](const json& one) { return one.is_object(); });
  return out;
}

Found check_reply_buttons(const json& action) {
  const std::vector<json> buttons = objects_at(action, "buttons");
  std::set<std::string> ids;
  std::set<std::string> titles;
  for (const json& one : buttons) {
    const json& reply = object_at(one, "reply");
    ids.insert(text_at(reply, "id"));
    titles.insert(text_at(reply, "title"));
  }
  if (buttons.empty() || ids.size() != buttons.size() || titles.size() != buttons.size())
    return unfit("interactive", "expected 1 to 3 buttons, each with an id and a title of its own");
  return std::nullopt;
}

Found check_sections(const json& action) {
  const std::vector<json> sections = objects_at(action, "sections");
  std::size_t rows = 0;
  for (const json& one : sections) {
    rows += objects_at(one, "rows").size();
    if (sections.size() > 1 && text_at(one, "title").empty())
      return unfit("interactive", "expected a title for each section, as there is more than one");
  }
  if (rows == 0 || rows > kMostRows || text_at(action, "button").empty())
    return unfit("interactive", "expected a button and 1 to 10 rows in all");
  return std::nullopt;
}

Found check_named(const std::string& type, const json& action) {
  const json& parameters = object_at(action, "parameters");
  const std::string wanted = type == "location_request_message" ? "send_location" : type;
  if (text_at(action, "name") != wanted)
    return unfit("interactive", "expected the action " + wanted + " with this type");
  const auto lacks = [&](std::initializer_list<const char*> names) {
    return std::any_of(names.begin(), names.end(),
                       [&](const char* name) { return text_at(parameters, name).empty(); });
  };
  if (type == "cta_url" && lacks({"display_text", "url"}))
    return unfit("interactive", "expected the parameters display_text and url");
  if (type == "flow" && lacks({"flow_message_version", "flow_id", "flow_cta"}))
    return unfit("interactive", "expected the parameters flow_message_version, flow_id and flow_cta");
  if (type == "location_request_message" && action.size() != 1)
    return unfit("interactive", "expected nothing but the name of the action");
  return std::nullopt;
}

/// A header whose type and only other member agree, where the type of message has one.
Found check_header(const std::string& type, const json& interactive) {
  if (!interactive.contains("header")) return std::nullopt;
  const json& header = object_at(interactive, "header");
  const std::string kind = text_at(header, "type");
  if (type == "location_request_message" || (type == "list" && kind != "text"))
    return unfit("interactive", "expected no such header with this type");
  if (header.size() != 2 || !header.contains(kind))
    return unfit("interactive", "expected a header of its type");
  const json& medium = object_at(header, kind.c_str());
  if (kind != "text" && medium.contains("id") == medium.contains("link"))
    return unfit("interactive", "expected one of id and link in the header");
  return std::nullopt;
}

/// What Meta will not put into a template.
bool is_plain(std::string_view text) {
  return text.find_first_of("\n\r\t") == std::string_view::npos &&
         text.find("     ") == std::string_view::npos;
}

Found check_parameter(const std::string& component, const json& parameter) {
  const std::string type = text_at(parameter, "type");
  if (!parameter.contains(type) || parameter.size() != (parameter.contains("parameter_name") ? 3U : 2U))
    return unfit("template", "expected parameters that bear what their type names");
  const std::string text = text_at(parameter, "text");
  if (!is_plain(text))
    return unfit("template",
                 "expected parameters without line break, tab and more than four blanks in a row");
  if (component == "header" && code_points(text) > kHeaderCharacters)
    return unfit("template", "expected at most 60 characters in the header");
  const json& medium = object_at(parameter, type.c_str());
  if ((type == "image" || type == "video" || type == "document") &&
      medium.contains("id") == medium.contains("link"))
    return unfit("template", "expected one of id and link in a parameter");
  return std::nullopt;
}

/// The types of parameters that stand in a part of a template.
bool belongs(const std::string& place, const std::string& type) {
  static const std::set<std::pair<std::string, std::string>> kTypes{
      {"header", "text"},     {"header", "image"}, {"header", "video"},        {"header", "document"},
      {"header", "location"}, {"body", "text"},    {"body", "currency"},       {"body", "date_time"},
      {"url", "text"},        {"flow", "action"},  {"quick_reply", "payload"}, {"copy_code", "coupon_code"}};
  return kTypes.contains({place, type});
}

Found check_component(const json& component, bool otp) {
  const std::string type = text_at(component, "type");
  const std::string place = type == "button" ? text_at(component, "sub_type") : type;
  const bool button = type == "button";
  if (button != component.contains("index") || button != component.contains("sub_type"))
    return unfit("template", "expected sub_type and index with buttons, and with nothing else");
  std::size_t sum = 0;
  for (const json& one : objects_at(component, "parameters")) {
    if (!belongs(place, text_at(one, "type")))
      return unfit("template", "expected parameters of types that " + place + " has");
    if (auto found = check_parameter(type, one)) return found;
    const std::size_t length = code_points(text_at(one, "text"));
    sum += length;
    if (otp && place == "url" && length > kOtpCharacters)
      return unfit("template", "expected a code of at most 15 characters");
  }
  if (sum > kBodyCharacters) return unfit("template", "expected at most 1024 characters in all parameters");
  return std::nullopt;
}

}  // namespace

Found refusal_of_interactive(const json& interactive, std::size_t text_chars) {
  const std::string type = text_at(interactive, "type");
  const std::size_t most = type == "list" ? kListBodyCharacters : kBodyCharacters;
  if (text_chars > most)
    return unfit("text_too_long", "expected at most " + std::to_string(most) + " characters, found " +
                                      std::to_string(text_chars));
  if (auto found = check_header(type, interactive)) return found;
  const json& action = object_at(interactive, "action");
  if (type == "button") return check_reply_buttons(action);
  return type == "list" ? check_sections(action) : check_named(type, action);
}

Found refusal_of_template(const json& stored, bool otp) {
  if (text_at(stored, "name").empty() || text_at(stored, "language").empty())
    return unfit("template", "expected name and language of the template");
  for (const json& one : objects_at(stored, "components"))
    if (auto found = check_component(one, otp)) return found;
  return std::nullopt;
}

}  // namespace herald::whatsapp
