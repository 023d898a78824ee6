#include "tests/support/telegram_rules.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <regex>

#include "tests/support/json_rules.hpp"
#include "tests/support/request_headers.hpp"
#include "tests/support/whole_match.hpp"

namespace herald::test {
namespace {

using nlohmann::json;
using Complaint = std::optional<TelegramError>;

std::size_t units(std::string_view utf8) {
  std::size_t count = 0;
  for (const char c : utf8) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0U) != 0x80U) count += byte >= 0xF0U ? 2 : 1;
  }
  return count;
}

bool flag(const json& value) { return value.is_boolean(); }
bool positive(const json& value) { return value.is_number_integer() && value > 0; }
bool between(const json& value, int least, int most) {
  return value.is_number_integer() && value >= least && value <= most;
}
bool chat(const json& value) {
  if (value.is_number_integer()) return value != 0;
  return value.is_string() &&
         whole_match(value.get<std::string>(), std::regex{"@[A-Za-z][A-Za-z0-9_]{4,31}"});
}

bool button(const json& value) {
  if (!only_of(value, {"text", "callback_data", "url"}) || value.size() != 2 || !value.contains("text"))
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
    return only_of(value, {"keyboard", "resize_keyboard", "one_time_keyboard", "selective"}) &&
           value["keyboard"].is_array();
  for (const char* name : {"remove_keyboard", "force_reply"})
    if (value.contains(name)) return only_of(value, {name, "selective"}) && value[name] == true;
  return false;
}

bool reply_parameters(const json& value) {
  return only_of(value, {"message_id", "chat_id", "allow_sending_without_reply", "quote"}) &&
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

bool text(const json& value) { return value.is_string(); }

constexpr std::array<TelegramParameter, 10> kCommon{{
    {"chat_id", chat},
    {"disable_notification", flag},
    {"protect_content", flag},
    {"allow_paid_broadcast", flag},
    {"message_thread_id", positive},
    {"direct_messages_topic_id", positive},
    {"business_connection_id", text},
    {"reply_parameters", reply_parameters},
    {"reply_markup", markup},
    {"message_effect_id", text},
}};

constexpr std::array<TelegramParameter, 4> kTextParameters{{
    {"text", text},
    {"parse_mode", is_parse_mode},
    {"entities", are_entities},
    {"link_preview_options",
     [](const json& v) {
       return only_of(v,
                      {"is_disabled", "url", "prefer_small_media", "prefer_large_media", "show_above_text"});
     }},
}};

constexpr std::array<TelegramParameter, 4> kPollParameters{{
    {"offset", [](const json& v) { return v.is_number_integer(); }},
    {"limit", [](const json& v) { return between(v, 1, 100); }},
    {"timeout", [](const json& v) { return between(v, 0, 50); }},
    {"allowed_updates", kinds},
}};

Complaint check_text(const json& body) {
  if (auto wrong = check_telegram_parameters(body, {kCommon, kTextParameters})) return wrong;
  if (!body.contains("chat_id")) return telegram_bad("chat_id is empty", "chat_id is required");
  if (!body.contains("text")) return telegram_bad("message text is empty", "text is required");
  if (body["text"].get<std::string>().find_first_not_of(" \t\r\n") == std::string::npos)
    return telegram_bad("message text is empty", "some text");
  return check_telegram_markup(body, {"text", "entities", 4096});
}

Complaint check_poll(const json& body) {
  if (auto wrong = check_telegram_parameters(body, {kPollParameters})) return wrong;
  if (!body.contains("allowed_updates"))
    return telegram_bad("allowed_updates", "allowed_updates sticks and is always said");
  return std::nullopt;
}

/// The token in a path that begins with `/bot`.
Complaint check_token(const TelegramBot& bot, const std::string& path) {
  if (!path.starts_with("/bot")) return TelegramError{404, "Not Found", "the path begins with /bot"};
  if (path.substr(4, path.find('/', 4) - 4) != bot.token)
    return TelegramError{401, "Unauthorized", "the bot's token"};
  return std::nullopt;
}

Complaint check_length(const RawRequest& request, const RequestHeaders& headers) {
  const auto length = only_header(headers, "content-length").value_or("0");
  if (length != std::to_string(request.body.size()) || only_header(headers, "transfer-encoding"))
    return telegram_bad("length", "a length in bytes");
  if (!only_header(headers, "host")) return telegram_bad("host", "one Host");
  if (only_header(headers, "expect")) return telegram_bad("expect", "no expectations");
  return std::nullopt;
}

/// What a method is called by and with.
Complaint read_head(const TelegramBot& bot, const RawRequest& request, TelegramCall& call) {
  constexpr std::array<std::string_view, 15> kMethods{
      "sendMessage", "sendPhoto",    "sendVideo",      "sendAnimation", "sendAudio",
      "sendVoice",   "sendDocument", "sendMediaGroup", "sendLocation",  "sendVenue",
      "getUpdates",  "getMe",        "getFile",        "setWebhook",    "deleteWebhook"};
  const std::string line = request.line();
  if (!line.starts_with("POST ") || !line.ends_with(" HTTP/1.1"))
    return TelegramError{405, "Method Not Allowed", "the method is POST"};
  const std::string path = line.substr(5, line.size() - 14);
  if (auto wrong = check_token(bot, path)) return wrong;
  call.method = path.substr(std::min(path.find('/', 4), path.size() - 1) + 1);
  if (std::ranges::find(kMethods, call.method) == kMethods.end())
    return TelegramError{404, "Not Found: method not found", "a method of the documents"};
  return check_length(request, request_headers(request));
}

Complaint check_call(const TelegramCall& call) {
  const json& body = call.parameters;
  if (call.method == "sendMessage") return check_text(body);
  if (call.method == "getUpdates") return check_poll(body);
  if (call.method == "getMe")
    return body.empty() ? std::nullopt
                        : Complaint{telegram_bad("unknown parameter", "getMe has no parameters")};
  if (call.method == "getFile")
    return body.size() == 1 && is_line(body.value("file_id", json()), 255)
               ? std::nullopt
               : Complaint{telegram_bad("file_id not specified", "file_id alone")};
  if (call.method.ends_with("Webhook")) return check_telegram_webhook(call);
  if (call.method == "sendLocation" || call.method == "sendVenue") return check_telegram_place(call);
  return check_telegram_files(call);
}

/// `GET /file/bot<token>/<file_path>`.
TelegramCall read_download(const TelegramBot& bot, const RawRequest& request) {
  TelegramCall call;
  const std::string line = request.line();
  if (!line.ends_with(" HTTP/1.1")) call.wrong = telegram_bad("line", "HTTP/1.1");
  const std::string path = line.substr(9, line.size() - 18);
  if (!call.wrong) call.wrong = check_token(bot, path);
  if (!call.wrong) call.wrong = check_length(request, request_headers(request));
  if (!call.wrong && !request.body.empty()) call.wrong = telegram_bad("body", "a GET without a body");
  if (!call.wrong) call.file_path = path.substr(std::min(path.find('/', 4), path.size() - 1) + 1);
  return call;
}

}  // namespace

TelegramError telegram_bad(std::string description, std::string rule) {
  return {400, "Bad Request: " + std::move(description), std::move(rule)};
}

bool are_update_kinds(const json& value) { return kinds(value); }

bool is_parse_mode(const json& value) {
  return value == "HTML" || value == "MarkdownV2" || value == "Markdown";
}

bool are_entities(const json& value) { return value.is_array() && value.size() <= 100; }

std::span<const TelegramParameter> telegram_common() { return kCommon; }

Complaint check_telegram_parameters(const json& body, const TelegramParameters& known) {
  for (const auto& [name, value] : body.items()) {
    const TelegramParameter* found = nullptr;
    for (const auto& list : known)
      for (const TelegramParameter& one : list)
        if (name == one.name) found = &one;
    if (found == nullptr) return telegram_bad("unknown parameter", "no parameter " + name);
    if (!found->right(value)) return telegram_bad("can't parse " + name, "the form of " + name);
  }
  return std::nullopt;
}

Complaint check_telegram_markup(const json& object, const TelegramTextRule& rule) {
  const std::string text = object.value(rule.text, "");
  if (text.size() > 32'768) return telegram_bad("text is too long", "at most 32768 bytes");
  if (object.contains("parse_mode") && object.contains(rule.entities))
    return telegram_bad("can't parse entities: given twice", "parse_mode or entities");
  std::optional<std::size_t> length = units(text);
  if (object.value("parse_mode", "") == "HTML") length = html_length(text);
  if (!length) return telegram_bad("can't parse entities: Unsupported start tag", "the tags of HTML");
  if (*length > rule.most)
    return telegram_bad(rule.most == 4096 ? "message is too long" : "message caption is too long",
                        "at most " + std::to_string(rule.most) + " UTF-16 units");
  return std::nullopt;
}

TelegramCall read_telegram_call(const TelegramBot& bot, const RawRequest& request) {
  if (request.head.starts_with("GET /file/")) return read_download(bot, request);
  TelegramCall call;
  call.wrong = read_head(bot, request, call);
  if (!call.wrong) call.wrong = read_telegram_body(request, call);
  if (!call.wrong) call.wrong = check_call(call);
  return call;
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
