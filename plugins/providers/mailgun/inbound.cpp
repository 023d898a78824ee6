#include "plugins/providers/mailgun/inbound.hpp"

#include <herald/text.hpp>
#include <nlohmann/json.hpp>

#include "plugins/providers/mailgun/fetch.hpp"
#include "plugins/providers/parts/address.hpp"
#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/mail_head.hpp"
#include "plugins/providers/parts/text.hpp"

namespace herald::mailgun {
using namespace provider;
namespace {

using nlohmann::json;

constexpr std::size_t kFields = 1100;
constexpr std::size_t kMailIdBytes = 250;
constexpr std::size_t kBodyBytes = 200'000;
constexpr std::size_t kDumpedBytes = 300'000;  // three bodies, escaped, stay below the reply's 1 MiB
constexpr std::size_t kDetailBytes = 4'000;
constexpr std::size_t kNameBytes = 255;

/// What is passed on as the event's options: names of fields, tried in turn.
struct Detail {
  const char* field;
  const char* key;
  std::size_t most;
};
constexpr Detail kDetails[] = {
    {"subject", "subject", kDetailBytes},
    {"body-html", "html", kBodyBytes},
    {"stripped-text", "stripped_text", kBodyBytes},
    {"from", "from", kDetailBytes},
    {"To", "to", kDetailBytes},
    {"Cc", "cc", kDetailBytes},
    {"In-Reply-To", "in_reply_to", kDetailBytes},
    {"References", "references", kDetailBytes},
    {"Date", "date", kDetailBytes},
    {"Auto-Submitted", "auto_submitted", kDetailBytes},
    {"message-url", "message_url", kDetailBytes},
    {"X-Mailgun-Sflag", "spam", kDetailBytes},
    {"X-Mailgun-Sscore", "spam_score", kDetailBytes},
    {"X-Mailgun-Spf", "spf", kDetailBytes},
    {"X-Mailgun-Dkim-Check-Result", "dkim", kDetailBytes},
};

std::string last_text(const std::vector<Part>& parts, std::string_view name) {
  std::string out;
  for (const Part& part : parts)
    if (part.name == name && part.filename.empty()) out = std::string(part.body);
  return out;
}

std::string first_of(std::string_view list) { return std::string(trimmed(list.substr(0, list.find(',')))); }

/// The last step of a path of either kind; what is left of a stranger's file name.
std::string file_name(std::string_view name) {
  const std::size_t slash = name.find_last_of("/\\");
  return cut(slash == std::string_view::npos ? name : name.substr(slash + 1), kNameBytes);
}

/// Puts bytes into the reply and answers where they are.
json ranged(std::string_view body, std::string& bytes) {
  const json range{{"off", bytes.size()}, {"len", body.size()}};
  bytes += body;
  return {{"range", range}};
}

/// The content id of a file part, of `content-id-map`, where it has one.
std::string content_id(const json& map, const std::string& part) {
  for (const auto& [id, name] : map.items())
    if (name.is_string() && name.get_ref<const std::string&>() == part) return cut(bare_id(id), kNameBytes);
  return {};
}

bool numbered(const Part& part) {
  constexpr std::string_view kStart = "attachment-";
  return part.name.starts_with(kStart) && part.name.size() > kStart.size() &&
         part.name.find_first_not_of("0123456789", kStart.size()) == std::string::npos;
}

void add_files(const std::vector<Part>& parts, json& media, std::string& bytes) {
  json map = json::parse(part_text(parts, "content-id-map"), nullptr, false);
  if (!map.is_object()) map = json::object();
  for (const Part& part : parts) {
    if (!numbered(part)) continue;
    json one = ranged(part.body, bytes);
    if (const std::string name = file_name(part.filename); !name.empty()) one["name"] = name;
    one["content_type"] =
        part.content_type.empty() ? "application/octet-stream" : cut(part.content_type, kNameBytes);
    if (const std::string id = content_id(map, part.name); !id.empty()) one["content_id"] = id;
    media.push_back(std::move(one));
  }
  if (const std::string_view raw = part_text(parts, "body-mime"); !raw.empty()) {
    media.push_back(ranged(raw, bytes));
    media.back()["content_type"] = "message/rfc822";
  }
}

void add_stored(const std::vector<Part>& parts, json& media) {
  const json list = json::parse(part_text(parts, "attachments"), nullptr, false);
  if (!list.is_array()) return;
  for (const json& one : list) {
    if (!one.is_object() || !is_stored_url(text_at(one, "url"))) continue;
    json item{{"url", text_at(one, "url")}};
    if (const std::string name = file_name(text_at(one, "name")); !name.empty()) item["name"] = name;
    if (const std::string type = text_at(one, "content-type"); !type.empty())
      item["content_type"] = cut(type, kNameBytes);
    media.push_back(std::move(item));
  }
}

/// The beginning of a text that is not longer than `most`, nor kDumpedBytes as JSON: what a stranger writes
/// may be nothing but characters to escape.
std::string bounded(std::string_view text, std::size_t most) {
  std::string out = cut(text, most);
  for (std::size_t keep = most; dumped(out).size() > kDumpedBytes; out = cut(text, keep)) keep /= 2;
  return out;
}

json options_of(const std::vector<Part>& parts) {
  json options = json::object();
  for (const Detail& detail : kDetails)
    if (const std::string_view value = part_text(parts, detail.field); !value.empty()) {
      options[detail.key] = bounded(value, detail.most);
      if (value.size() > kBodyBytes) options["truncated"] = true;
    }
  return options;
}

std::string mail_id(const std::vector<Part>& parts, const Digest& sha256_hex, std::string_view otherwise) {
  std::string id = bare_id(part_text(parts, "Message-Id"));
  const std::string_view raw = part_text(parts, "body-mime");
  if (id.empty()) id = bare_id(mail_header(raw.substr(0, raw.find("\r\n\r\n")), "Message-ID"));
  return id.empty() || id.size() > kMailIdBytes ? sha256_hex(otherwise) : id;
}

}  // namespace

std::vector<Part> form_parts(std::string_view body, std::vector<std::string>& bytes) {
  std::vector<std::string> names;
  while (!body.empty() && names.size() < kFields) {
    const std::string_view pair = body.substr(0, body.find('&'));
    body.remove_prefix(std::min(body.size(), pair.size() + 1));
    if (pair.empty()) continue;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    names.push_back(sdk::percent_decode(pair.substr(0, equals)));
    bytes.push_back(sdk::percent_decode(pair.substr(std::min(equals + 1, pair.size()))));
  }
  std::vector<Part> parts;
  for (std::size_t i = 0; i < names.size(); ++i) parts.push_back({.name = names[i], .body = bytes[i]});
  return parts;
}

Seal seal_of(const std::vector<Part>& parts) {
  return {last_text(parts, "timestamp"), last_text(parts, "token"), last_text(parts, "signature"),
          last_text(parts, "parent-signature")};
}

json inbound_events(const std::vector<Part>& parts, const Digest& sha256_hex, std::string& bytes) {
  std::string from(part_text(parts, "sender"));
  if (from.empty()) from = read_mailbox(part_text(parts, "from")).email;
  const std::string to = first_of(part_text(parts, "recipient"));
  if (from.empty() || to.empty()) return json::array();
  const std::string_view text = part_text(parts, "body-plain");
  const std::string id = mail_id(parts, sha256_hex, from + "\n" + to + "\n" + last_text(parts, "token"));
  json media = json::array();
  add_files(parts, media, bytes);
  add_stored(parts, media);
  json event{{"kind", "inbound"},
             {"provider_id", id},
             {"from", cut(from, kNameBytes)},
             {"to", cut(to, kNameBytes)},
             {"type", "TEXT"},
             {"media", std::move(media)},
             {"options", options_of(parts)},
             {"dedupe_key", "in:" + sha256_hex(id + "\n" + lower(to))}};
  event["options"]["message_id"] = id;
  if (!text.empty()) event["text"] = bounded(text, kBodyBytes);
  if (text.size() > kBodyBytes) event["options"]["truncated"] = true;
  return json::array({std::move(event)});
}

}  // namespace herald::mailgun
