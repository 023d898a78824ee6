#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/support/json_rules.hpp"
#include "tests/support/mailgun_wire.hpp"
#include "tests/support/request_headers.hpp"
#include "tests/support/telegram_rules.hpp"

namespace herald::test {
namespace {

using nlohmann::json;
using Wrong = std::optional<TelegramError>;

constexpr std::size_t kMiB = std::size_t{1} << 20U;
constexpr std::size_t kMostUploaded = 50 * kMiB;

bool yes_or_no(const json& value) { return value.is_boolean(); }
bool natural(const json& value) { return value.is_number_integer() && value >= 0; }
bool some_line(const json& value) { return is_line(value, 255); }
bool words(const json& value) { return value.is_string(); }

template <int Least, int Most>
bool within(const json& value) {
  return value.is_number() && value >= Least && value <= Most;
}

constexpr TelegramParameter kCaption[] = {
    {"caption", words}, {"parse_mode", is_parse_mode}, {"caption_entities", are_entities}};
constexpr TelegramParameter kPicture[] = {{"has_spoiler", yes_or_no},
                                          {"show_caption_above_media", yes_or_no}};
constexpr TelegramParameter kFilm[] = {{"duration", natural}, {"width", natural}, {"height", natural}};
constexpr TelegramParameter kVideo[] = {{"start_timestamp", natural}, {"supports_streaming", yes_or_no}};
constexpr TelegramParameter kAudio[] = {
    {"duration", natural}, {"performer", some_line}, {"title", some_line}};
constexpr TelegramParameter kVoice[] = {{"duration", natural}};
constexpr TelegramParameter kDocument[] = {{"disable_content_type_detection", yes_or_no}};
constexpr TelegramParameter kItem[] = {{"type", words}, {"media", words}};

/// A parameter or an item of an album that bears a file.
struct Bearer {
  const char* method;
  const char* field;
  std::size_t most;  ///< bytes when it is uploaded
  bool in_album;
  TelegramParameters own;
};
const std::vector<Bearer>& bearers() {
  static const std::vector<Bearer> kBearers{
      {"sendPhoto", "photo", 10 * kMiB, true, {kPicture}},
      {"sendVideo", "video", kMostUploaded, true, {kPicture, kFilm, kVideo}},
      {"sendAnimation", "animation", kMostUploaded, false, {kPicture, kFilm}},
      {"sendAudio", "audio", kMostUploaded, true, {kAudio}},
      {"sendVoice", "voice", kMostUploaded, false, {kVoice}},
      {"sendDocument", "document", kMostUploaded, true, {kDocument}}};
  return kBearers;
}

TelegramParameters joined(TelegramParameters lists, const TelegramParameters& more) {
  lists.insert(lists.end(), more.begin(), more.end());
  return lists;
}

/// A value that names a file: an URL that Telegram fetches, or a part of the form, which is then used up.
Wrong check_file(const json& value, const Bearer& bearer, const TelegramCall& call,
                 std::set<std::string>& used) {
  const std::string text = value.is_string() ? value.get<std::string>() : std::string{};
  if (like(text, "https?://[!-~]{3,2000}")) return std::nullopt;
  const std::string part = text.starts_with("attach://") ? text.substr(9) : std::string{};
  const auto file = call.files.find(part);
  if (file == call.files.end() || !used.insert(part).second)
    return telegram_bad("wrong file identifier/HTTP URL specified", "an URL or a part of its own");
  if (file->second.bytes.empty()) return telegram_bad("file must be non-empty", "some bytes");
  if (file->second.bytes.size() > bearer.most)
    return telegram_bad("file is too big", std::string{"the most bytes of "} + bearer.field);
  return std::nullopt;
}

Wrong check_single(const Bearer& bearer, const TelegramCall& call, std::set<std::string>& used) {
  const TelegramParameter file[] = {{bearer.field, words}};
  const json& body = call.parameters;
  const auto known = joined(bearer.own, {telegram_common(), kCaption, file});
  if (auto wrong = check_telegram_parameters(body, known)) return wrong;
  if (!body.contains("chat_id")) return telegram_bad("chat_id is empty", "chat_id is required");
  if (auto wrong = check_telegram_markup(body, {"caption", "caption_entities", 1024})) return wrong;
  // A part that has the field's name is the field.
  const bool part = call.files.contains(bearer.field);
  if (part == body.contains(bearer.field))
    return telegram_bad(std::string{"there is no "} + bearer.field + " in the request", "one file");
  return check_file(part ? json(std::string{"attach://"} + bearer.field) : body[bearer.field], bearer, call,
                    used);
}

Wrong check_item(const json& item, const TelegramCall& call, std::set<std::string>& used) {
  if (!item.is_object()) return telegram_bad("can't parse InputMedia", "a list of objects");
  const auto bearer = std::ranges::find_if(
      bearers(), [&](const Bearer& one) { return one.in_album && item.value("type", json()) == one.field; });
  if (bearer == bearers().end()) return telegram_bad("type of file is invalid", "a type that albums have");
  if (auto wrong = check_telegram_parameters(item, joined(bearer->own, {kItem, kCaption}))) return wrong;
  if (auto wrong = check_telegram_markup(item, {"caption", "caption_entities", 1024})) return wrong;
  return check_file(item.value("media", json()), *bearer, call, used);
}

Wrong check_album(const TelegramCall& call, std::set<std::string>& used) {
  json known = call.parameters;
  const json album = known.value("media", json());
  known.erase("media");
  if (auto wrong = check_telegram_parameters(known, {telegram_common()})) return wrong;
  if (known.contains("reply_markup")) return telegram_bad("reply markup", "no buttons below an album");
  if (!known.contains("chat_id")) return telegram_bad("chat_id is empty", "chat_id is required");
  if (!album.is_array() || album.size() < 2 || album.size() > 10)
    return telegram_bad("can't parse media JSON object", "2 to 10 files");
  std::set<std::string> kinds;
  for (const json& item : album) {
    if (auto wrong = check_item(item, call, used)) return wrong;
    const std::string type = item.at("type");
    kinds.insert(type == "video" ? "photo" : type);
  }
  return kinds.size() > 1 ? Wrong{telegram_bad("media types", "documents and audios by themselves")}
                          : Wrong{};
}

/// Parameters that stay text in a form; all others are JSON there.
bool is_text_field(const std::string& name) {
  static const std::set<std::string> kTexts{
      "text",  "caption", "parse_mode", "performer", "title", "address",  "business_connection_id",
      "photo", "video",   "animation",  "audio",     "voice", "document", "message_effect_id"};
  return kTexts.contains(name);
}

Wrong read_form(const MailFields& parts, TelegramCall& call) {
  call.parameters = json::object();
  std::size_t bytes = 0;
  for (const MailField& part : parts) {
    if (call.parameters.contains(part.name) || call.files.contains(part.name))
      return telegram_bad("repeated", "each name once");
    bytes += part.value.size();
    if (!part.filename.empty()) {
      if (part.type.empty()) return telegram_bad("type", "a content type with a file");
      call.files[part.name] = {part.filename, part.type, part.value};
    } else if (is_text_field(part.name) || (part.name == "chat_id" && part.value.starts_with('@'))) {
      call.parameters[part.name] = part.value;
    } else {
      call.parameters[part.name] = strict_json(part.value);
      if (call.parameters[part.name].is_discarded() || call.parameters[part.name].is_string())
        return telegram_bad("can't parse " + part.name, "JSON in a field");
    }
  }
  if (call.files.empty()) return telegram_bad("content type", "a form for files only");
  return bytes > kMostUploaded + kMiB ? Wrong{TelegramError{413, "Request Entity Too Large", "at most 50 MB"}}
                                      : Wrong{};
}

}  // namespace

Wrong read_telegram_body(const RawRequest& request, TelegramCall& call) {
  constexpr std::string_view kForm = "multipart/form-data; boundary=";
  const std::string type = only_header(request_headers(request), "content-type").value_or("");
  if (type.starts_with(kForm)) {
    const auto parts = read_mail_parts(request.body, type.substr(kForm.size()));
    return parts ? read_form(*parts, call)
                 : Wrong{telegram_bad("can't parse multipart", "parts by RFC 7578")};
  }
  if (type != "application/json") return telegram_bad("content type", "JSON, or a form with files");
  call.parameters = strict_json(request.body);
  if (!call.parameters.is_object())
    return telegram_bad("can't parse JSON object", "a JSON object in UTF-8 with each name once");
  return std::nullopt;
}

Wrong check_telegram_files(const TelegramCall& call) {
  std::set<std::string> used;
  const auto bearer = std::ranges::find(bearers(), call.method, &Bearer::method);
  if (auto wrong = bearer == bearers().end() ? check_album(call, used) : check_single(*bearer, call, used))
    return wrong;
  if (used.size() != call.files.size()) return telegram_bad("files", "no file that nothing names");
  return std::nullopt;
}

Wrong check_telegram_place(const TelegramCall& call) {
  static constexpr TelegramParameter kPlace[] = {{"latitude", within<-90, 90>},
                                                 {"longitude", within<-180, 180>}};
  static constexpr TelegramParameter kPoint[] = {
      {"horizontal_accuracy", within<0, 1500>},
      {"live_period", [](const json& v) { return within<60, 86400>(v) || v == 0x7FFFFFFF; }},
      {"heading", within<1, 360>},
      {"proximity_alert_radius", within<1, 100000>}};
  static constexpr TelegramParameter kVenue[] = {{"title", some_line}, {"address", some_line}};
  const bool venue = call.method == "sendVenue";
  const json& body = call.parameters;
  if (!call.files.empty()) return telegram_bad("files", "no files with a place");
  TelegramParameters known{telegram_common(), kPlace};
  if (venue)
    known.emplace_back(kVenue);
  else
    known.emplace_back(kPoint);
  if (auto wrong = check_telegram_parameters(body, known)) return wrong;
  if (!body.contains("chat_id")) return telegram_bad("chat_id is empty", "chat_id is required");
  for (const char* name : {"latitude", "longitude"})
    if (!body.contains(name)) return telegram_bad(std::string{name} + " is empty", "both coordinates");
  if (venue && (!body.contains("title") || !body.contains("address")))
    return telegram_bad("title is empty", "a title and an address");
  return std::nullopt;
}

}  // namespace herald::test
