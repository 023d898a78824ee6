#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <regex>

#include "tests/support/telegram_wire.hpp"

namespace herald::test {
namespace {

using nlohmann::json;
using Complaint = std::optional<TelegramError>;

TelegramError bad(std::string description, std::string rule) {
  return {400, "Bad Request: " + std::move(description), std::move(rule)};
}

std::size_t units(std::string_view utf8) {
  std::size_t count = 0;
  for (const char c : utf8) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0U) != 0x80U) count += byte >= 0xF0U ? 2 : 1;
  }
  return count;
}

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

/// The value of a header that stands there once; nothing otherwise.
std::optional<std::string> only_header(const RawRequest& request, const std::string& name) {
  std::optional<std::string> found;
  for (auto at = request.head.find("\r\n"); at + 4 < request.head.size();) {
    const auto end = request.head.find("\r\n", at + 2);
    const std::string line = request.head.substr(at + 2, end - at - 2);
    const auto colon = line.find(": ");
    if (colon != std::string::npos && lower(line.substr(0, colon)) == name) {
      if (found) return std::nullopt;
      found = line.substr(colon + 2);
    }
    at = end;
  }
  return found;
}

bool flag(const json& value) { return value.is_boolean(); }
bool positive(const json& value) { return value.is_number_integer() && value > 0; }
bool between(const json& value, int least, int most) {
  return value.is_number_integer() && value >= least && value <= most;
}
bool only_members(const json& value, std::initializer_list<const char*> names) {
  return value.is_object() && std::ranges::all_of(value.items(), [&](const auto& member) {
           return std::ranges::any_of(names, [&](const char* name) { return member.key() == name; });
         });
}

bool chat(const json& value) {
  if (value.is_number_integer()) return value != 0;
  return value.is_string() &&
         std::regex_match(value.get<std::string>(), std::regex{"@[A-Za-z][A-Za-z0-9_]{4,31}"});
}

bool button(const json& value) {
  if (!only_members(value, {"text", "callback_data", "url"}) || value.size() != 2 || !value.contains("text"))
    return false;
  if (!value["text"].is_string() || value["text"].get<std::string>().empty()) return false;
  if (value.contains("url")) return value["url"].is_string();
  const std::size_t size =
      value["callback_data"].is_string() ? value["callback_data"].get<std::string>().size() : 0;
  return size >= 1 && size <= 64;
}

bool inline_keyboard(const json& value) {
  return value.is_array() && std::ranges::all_of(value, [](const json& row) {
           return row.is_array() && std::ranges::all_of(row, button);
         });
}

bool markup(const json& value) {
  if (!value.is_object()) return false;
  if (value.contains("inline_keyboard"))
    return value.size() == 1 && inline_keyboard(value["inline_keyboard"]);
  if (value.contains("keyboard"))
    return only_members(value, {"keyboard", "resize_keyboard", "one_time_keyboard", "selective"}) &&
           value["keyboard"].is_array();
  for (const char* name : {"remove_keyboard", "force_reply"})
    if (value.contains(name)) return only_members(value, {name, "selective"}) && value[name] == true;
  return false;
}

bool reply_parameters(const json& value) {
  return only_members(value, {"message_id", "chat_id", "allow_sending_without_reply", "quote"}) &&
         value.contains("message_id") && positive(value["message_id"]);
}

bool kinds(const json& value) {
  constexpr std::array<std::string_view, 8> kKinds{
      "message",        "edited_message", "channel_post",     "edited_channel_post",
      "callback_query", "my_chat_member", "message_reaction", "inline_query"};
  return value.is_array() && !value.empty() && std::ranges::all_of(value, [&](const json& kind) {
           return kind.is_string() && std::ranges::find(kKinds, kind.get<std::string>()) != kKinds.end();
         });
}

/// A parameter and when its value is right.
struct Parameter {
  const char* name;
  bool (*right)(const json&);
};

constexpr std::array<Parameter, 12> kSendParameters{{
    {"chat_id", chat},
    {"text", [](const json& v) { return v.is_string(); }},
    {"parse_mode", [](const json& v) { return v == "HTML" || v == "MarkdownV2" || v == "Markdown"; }},
    {"entities", [](const json& v) { return v.is_array() && v.size() <= 100; }},
    {"link_preview_options",
     [](const json& v) {
       return only_members(
           v, {"is_disabled", "url", "prefer_small_media", "prefer_large_media", "show_above_text"});
     }},
    {"disable_notification", flag},
    {"protect_content", flag},
    {"allow_paid_broadcast", flag},
    {"message_thread_id", positive},
    {"reply_parameters", reply_parameters},
    {"reply_markup", markup},
    {"message_effect_id", [](const json& v) { return v.is_string(); }},
}};

constexpr std::array<Parameter, 4> kPollParameters{{
    {"offset", [](const json& v) { return v.is_number_integer(); }},
    {"limit", [](const json& v) { return between(v, 1, 100); }},
    {"timeout", [](const json& v) { return between(v, 0, 50); }},
    {"allowed_updates", kinds},
}};

template <std::size_t N>
Complaint check_parameters(const json& body, const std::array<Parameter, N>& known) {
  for (const auto& [name, value] : body.items()) {
    const auto* one = std::ranges::find_if(known, [&](const Parameter& each) { return name == each.name; });
    if (one == known.end()) return bad("unknown parameter", "no parameter " + name);
    if (!one->right(value)) return bad("can't parse " + name, "the form of " + name);
  }
  return std::nullopt;
}

Complaint check_text(const json& body) {
  const std::string text = body["text"];
  if (text.size() > 32'768) return bad("text is too long", "at most 32768 bytes");
  if (body.contains("parse_mode") && body.contains("entities"))
    return bad("can't parse entities: given twice", "parse_mode or entities");
  std::optional<std::size_t> length = units(text);
  if (body.value("parse_mode", "") == "HTML") length = html_length(text);
  if (!length) return bad("can't parse entities: Unsupported start tag", "the tags of HTML");
  if (text.find_first_not_of(" \t\r\n") == std::string::npos)
    return bad("message text is empty", "some text");
  return *length > 4096 ? Complaint{bad("message is too long", "at most 4096 UTF-16 units")} : std::nullopt;
}

Complaint check_send(const json& body) {
  if (auto wrong = check_parameters(body, kSendParameters)) return wrong;
  if (!body.contains("chat_id")) return bad("chat_id is empty", "chat_id is required");
  if (!body.contains("text")) return bad("message text is empty", "text is required");
  return check_text(body);
}

Complaint check_poll(const json& body) {
  if (auto wrong = check_parameters(body, kPollParameters)) return wrong;
  if (!body.contains("allowed_updates"))
    return bad("allowed_updates", "allowed_updates sticks and is always said");
  return std::nullopt;
}

Complaint check_head(const TelegramBot& bot, const RawRequest& request) {
  const std::string line = request.line();
  if (!line.starts_with("POST ") || !line.ends_with(" HTTP/1.1"))
    return TelegramError{405, "Method Not Allowed", "the method is POST"};
  const std::string path = line.substr(5, line.size() - 14);
  if (!path.starts_with("/bot")) return TelegramError{404, "Not Found", "the path begins with /bot"};
  const std::string token = path.substr(4, path.find('/', 4) - 4);
  if (token != bot.token) return TelegramError{401, "Unauthorized", "the bot's token"};
  if (method_of(bot, request).empty())
    return TelegramError{404, "Not Found: method not found", "a method of the documents"};
  if (!only_header(request, "host")) return bad("host", "one Host");
  if (only_header(request, "content-type") != "application/json")
    return bad("content type", "a body of JSON");
  if (only_header(request, "content-length") != std::to_string(request.body.size()) ||
      only_header(request, "transfer-encoding"))
    return bad("length", "a length in bytes");
  if (only_header(request, "expect")) return bad("expect", "no expectations");
  return std::nullopt;
}

}  // namespace

std::string method_of(const TelegramBot& bot, const RawRequest& request) {
  for (const char* method : {"sendMessage", "getUpdates", "getMe"})
    if (request.line() == "POST /bot" + bot.token + "/" + method + " HTTP/1.1") return method;
  return {};
}

std::optional<TelegramError> check_call(const TelegramBot& bot, const RawRequest& request) {
  if (auto wrong = check_head(bot, request)) return wrong;
  const json body = json::parse(request.body, nullptr, false);
  if (!body.is_object()) return bad("can't parse JSON object", "a JSON object in UTF-8");
  const std::string method = method_of(bot, request);
  if (method == "sendMessage") return check_send(body);
  if (method == "getUpdates") return check_poll(body);
  return body.empty() ? std::nullopt : Complaint{bad("unknown parameter", "getMe has no parameters")};
}

std::optional<std::size_t> html_length(std::string_view html) {
  constexpr std::array<std::string_view, 14> kTags{"b",   "strong",     "i",          "em",     "u",
                                                   "ins", "s",          "del",        "strike", "code",
                                                   "pre", "blockquote", "tg-spoiler", "a"};
  std::vector<std::string> open;
  std::string text;
  for (std::size_t at = 0; at < html.size(); ++at) {
    if (html[at] == '&') {
      const auto end = html.find(';', at);
      if (end != std::string_view::npos && end - at < 10) at = end;
      text += '&';
    } else if (html[at] != '<') {
      text += html[at];
    } else {
      const auto end = html.find('>', at);
      if (end == std::string_view::npos) return std::nullopt;
      const std::string tag(html.substr(at + 1, end - at - 1));
      const std::string name = tag.substr(tag.starts_with('/') ? 1 : 0, tag.find(' '));
      if (std::ranges::find(kTags, name) == kTags.end()) return std::nullopt;
      if (!tag.starts_with('/'))
        open.push_back(name);
      else if (open.empty() || open.back() != name)
        return std::nullopt;
      else
        open.pop_back();
      at = end;
    }
  }
  return open.empty() ? std::optional{units(text)} : std::nullopt;
}

std::string failure_json(const TelegramError& error, const json& parameters) {
  nlohmann::ordered_json out{{"ok", false}, {"error_code", error.status}, {"description", error.description}};
  if (!parameters.is_null()) out["parameters"] = parameters;
  return out.dump();
}

}  // namespace herald::test
