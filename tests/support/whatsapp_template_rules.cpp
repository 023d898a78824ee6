#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/support/json_rules.hpp"
#include "tests/support/whatsapp_rules.hpp"

namespace herald::test {
namespace {

using nlohmann::json;
using Wrong = std::optional<WhatsAppError>;

bool is_plain(const json& text) {
  if (!text.is_string()) return false;
  const auto& value = text.get_ref<const std::string&>();
  return value.find_first_of("\n\t\r") == std::string::npos && value.find("     ") == std::string::npos;
}

std::ptrdiff_t characters_of(const json& text) {
  return std::ranges::count_if(text.get_ref<const std::string&>(), [](char c) { return (c & 0xC0) != 0x80; });
}

Wrong check_money(const json& money) {
  if (!only_of(money, {"fallback_value", "code", "amount_1000"}) ||
      !is_line(money.value("fallback_value", json()), 100) ||
      !like(money.value("code", json()), "[A-Z]{3}") ||
      !money.value("amount_1000", json()).is_number_integer())
    return whatsapp_invalid("currency", "fallback_value, code and amount_1000", 132012);
  return std::nullopt;
}

Wrong check_text_parameter(const json& parameter, const std::string& component) {
  const std::size_t most = component == "header" ? 60 : 1024;
  if (!is_line(parameter.value("text", json()), most))
    return whatsapp_invalid("parameter.text", "1 to " + std::to_string(most) + " characters", 132005);
  if (!is_plain(parameter.at("text")))
    return whatsapp_invalid("parameter.text", "no newline, tab or five spaces", 132012);
  if (parameter.contains("parameter_name") && !like(parameter.at("parameter_name"), "[a-z0-9_]{1,60}"))
    return whatsapp_invalid("parameter.parameter_name", "a name", 132012);
  return std::nullopt;
}

/// One parameter: its type, and beside it what the type wants and nothing else.
Wrong check_parameter(const json& parameter, const std::string& component,
                      const std::set<std::string>& types) {
  const json type = parameter.is_object() ? parameter.value("type", json()) : json();
  if (!type.is_string() || !types.contains(type))
    return whatsapp_invalid("parameter.type", "a type that the component takes", 132012);
  const std::string name = type;
  for (const auto& [key, value] : parameter.items())
    if (key != "type" && key != name && !(key == "parameter_name" && name == "text"))
      return whatsapp_invalid("parameter." + key, "the member of its type", 132012);
  if (!parameter.contains(name)) return whatsapp_invalid("parameter." + name, "its value", 132012);
  const json& value = parameter.at(name);
  if (name == "text") return check_text_parameter(parameter, component);
  if (name == "currency") return check_money(value);
  if (name == "image" || name == "video") return check_whatsapp_medium(value, name, {});
  if (name == "document") return check_whatsapp_medium(value, name, {"filename"});
  if (name == "payload" && !is_line(value, 256)) return whatsapp_invalid("payload", "1 to 256", 132012);
  if (name == "coupon_code" && !is_line(value, 15)) return whatsapp_invalid("coupon_code", "1 to 15", 132012);
  if (name == "date_time" && (!only_of(value, {"fallback_value"}) || value.empty()))
    return whatsapp_invalid("date_time", "fallback_value", 132012);
  return std::nullopt;
}

Wrong check_button(const json& component) {
  static const std::map<std::string, std::set<std::string>> kTypes{
      {"url", {"text"}}, {"quick_reply", {"payload"}}, {"copy_code", {"coupon_code"}}, {"flow", {"action"}}};
  const json sub_type = component.value("sub_type", json());
  if (!sub_type.is_string() || !kTypes.contains(sub_type))
    return whatsapp_invalid("sub_type", "a kind of button", 132012);
  if (!like(component.value("index", json()), "[0-9]"))
    return whatsapp_invalid("index", "\"0\" to \"9\"", 132012);
  for (const json& one : component.value("parameters", json::array()))
    if (auto wrong = check_parameter(one, "button", kTypes.at(sub_type))) return wrong;
  return std::nullopt;
}

Wrong check_component(const json& component) {
  static const std::map<std::string, std::set<std::string>> kTypes{
      {"header", {"text", "image", "video", "document", "location"}},
      {"body", {"text", "currency", "date_time"}}};
  const json type = component.is_object() ? component.value("type", json()) : json();
  if (!component.is_object() || !component.value("parameters", json()).is_array())
    return whatsapp_invalid("parameters", "a list of parameters", 132012);
  if (type == "button" && only_of(component, {"type", "sub_type", "index", "parameters"}))
    return check_button(component);
  if (!type.is_string() || !kTypes.contains(type) || !only_of(component, {"type", "parameters"}))
    return whatsapp_invalid("components", "header, body or button", 132012);
  std::ptrdiff_t sum = 0;
  for (const json& one : component.at("parameters")) {
    if (auto wrong = check_parameter(one, type, kTypes.at(type))) return wrong;
    if (one.contains("text")) sum += characters_of(one.at("text"));
  }
  return sum <= 1024 ? Wrong{} : whatsapp_invalid("body", "1024 characters in all", 132005);
}

Wrong check_header(const json& header, bool text_only) {
  const json type = header.is_object() ? header.value("type", json()) : json();
  if (type == "text" && only_of(header, {"type", "text"}) && is_line(header.value("text", json()), 60))
    return std::nullopt;
  if (text_only || (type != "image" && type != "video" && type != "document") || header.size() != 2)
    return whatsapp_invalid("header", "a text of 60 characters, or a medium where it may be");
  const std::string name = type;
  return check_whatsapp_medium(header.value(name, json()), name, {"filename"});
}

Wrong check_buttons(const json& action) {
  const json buttons = action.value("buttons", json());
  if (!only_of(action, {"buttons"}) || !buttons.is_array() || buttons.empty() || buttons.size() > 3)
    return whatsapp_invalid("action.buttons", "1 to 3 buttons");
  std::set<std::string> ids;
  std::set<std::string> titles;
  for (const json& one : buttons) {
    const json reply = one.is_object() ? one.value("reply", json()) : json();
    if (!only_of(one, {"type", "reply"}) || one.value("type", json()) != "reply" ||
        !only_of(reply, {"id", "title"}) || !is_line(reply.value("id", json()), 256) ||
        !is_line(reply.value("title", json()), 20))
      return whatsapp_invalid("action.buttons", "id of 256 and title of 20 characters");
    if (!ids.insert(reply.at("id")).second || !titles.insert(reply.at("title")).second)
      return whatsapp_invalid("action.buttons", "unique ids and titles");
  }
  return std::nullopt;
}

bool is_row(const json& row) {
  return only_of(row, {"id", "title", "description"}) && is_line(row.value("id", json()), 200) &&
         is_line(row.value("title", json()), 24) &&
         (!row.contains("description") || is_line(row.at("description"), 72));
}

Wrong check_list(const json& action) {
  const json sections = action.value("sections", json());
  if (!only_of(action, {"button", "sections"}) || !is_line(action.value("button", json()), 20))
    return whatsapp_invalid("action.button", "a button of 20 characters");
  if (!sections.is_array() || sections.empty() || sections.size() > 10)
    return whatsapp_invalid("action.sections", "1 to 10 sections");
  std::size_t rows = 0;
  for (const json& one : sections) {
    const json list = one.is_object() ? one.value("rows", json()) : json();
    const bool titled = one.is_object() && is_line(one.value("title", json()), 24);
    if (!only_of(one, {"title", "rows"}) || (!titled && (one.contains("title") || sections.size() > 1)))
      return whatsapp_invalid("action.sections", "titles of 24 characters, where there is more than one");
    if (!list.is_array() || list.empty() || !std::ranges::all_of(list, is_row))
      return whatsapp_invalid("action.sections", "rows");
    rows += list.size();
  }
  return rows <= 10 ? Wrong{} : whatsapp_invalid("action.sections", "10 rows in all");
}

Wrong check_named_action(const std::string& type, const json& action) {
  const json parameters = action.value("parameters", json::object());
  if (type == "location_request_message")
    return action == json{{"name", "send_location"}} ? Wrong{} : whatsapp_invalid("action", "send_location");
  if (!only_of(action, {"name", "parameters"}) || action.value("name", json()) != type)
    return whatsapp_invalid("action", "name and parameters");
  if (type == "cta_url")
    return only_of(parameters, {"display_text", "url"}) &&
                   is_line(parameters.value("display_text", json()), 20) &&
                   like(parameters.value("url", json()), "https?://[!-~]{3,2000}")
               ? Wrong{}
               : whatsapp_invalid("action.parameters", "display_text of 20 characters and an URL");
  return parameters.is_object() && parameters.value("flow_message_version", json()) == "3" &&
                 like(parameters.value("flow_id", json()), "[!-~]+") &&
                 is_line(parameters.value("flow_cta", json()), 30)
             ? Wrong{}
             : whatsapp_invalid("action.parameters", "flow_message_version, flow_id and flow_cta");
}

}  // namespace

Wrong check_whatsapp_template(const json& stored) {
  if (!only_of(stored, {"name", "language", "components"}))
    return whatsapp_invalid("template", "name, language and components", 132012);
  if (!like(stored.value("name", json()), "[a-z0-9_]{1,512}"))
    return whatsapp_invalid("name", "a name", 132001);
  const json language = stored.value("language", json());
  if (!only_of(language, {"code", "policy"}) ||
      !like(language.value("code", json()), "[a-z]{2,3}(_[A-Z]{2,3})?") ||
      language.value("policy", json("deterministic")) != "deterministic")
    return whatsapp_invalid("language", "a code as en_US", 132001);
  const json components = stored.value("components", json::array());
  if (!components.is_array()) return whatsapp_invalid("components", "a list", 132012);
  for (const json& one : components)
    if (auto wrong = check_component(one)) return wrong;
  return std::nullopt;
}

Wrong check_whatsapp_interactive(const json& asked) {
  static const std::set<std::string> kTypes{"button", "list", "cta_url", "location_request_message", "flow"};
  if (!only_of(asked, {"type", "header", "body", "footer", "action"}))
    return whatsapp_invalid("interactive", "type, header, body, footer and action");
  const json type = asked.value("type", json());
  if (!type.is_string() || !kTypes.contains(type)) return whatsapp_invalid("interactive.type", "a type");
  const json body = asked.value("body", json());
  if (!only_of(body, {"text"}) || !is_line(body.value("text", json()), type == "list" ? 4096 : 1024))
    return whatsapp_invalid("interactive.body", "a text that is not too long");
  if (asked.contains("footer") &&
      (!only_of(asked.at("footer"), {"text"}) || !is_line(asked.at("footer").value("text", json()), 60)))
    return whatsapp_invalid("interactive.footer", "a text of 60 characters");
  if (asked.contains("header")) {
    if (type == "location_request_message") return whatsapp_invalid("interactive.header", "no header");
    if (auto wrong = check_header(asked.at("header"), type == "list")) return wrong;
  }
  const json action = asked.value("action", json());
  if (!action.is_object()) return whatsapp_invalid("action", "an object");
  if (type == "button") return check_buttons(action);
  return type == "list" ? check_list(action) : check_named_action(type, action);
}

}  // namespace herald::test
