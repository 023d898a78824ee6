#include "plugins/providers/sendgrid/inbound.hpp"

#include <nlohmann/json.hpp>

#include "plugins/providers/parts/address.hpp"
#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/mail_head.hpp"
#include "plugins/providers/parts/text.hpp"
#include "plugins/providers/sendgrid/charset.hpp"

namespace herald::sendgrid {
using namespace provider;
namespace {

using nlohmann::json;

constexpr std::size_t kMailIdBytes = 180;    // the host keeps 190 for a dedupe key, 255 for an id
constexpr std::size_t kBodyBytes = 200'000;  // text and html together stay below the reply's 1 MiB
constexpr std::size_t kNameBytes = 255;

/// What is passed on as the event's options.
struct Detail {
  const char* field;
  const char* key;
};
constexpr Detail kDetails[] = {
    {"subject", "subject"}, {"html", "html"}, {"from", "from"},
    {"to", "to"},           {"cc", "cc"},     {"sender_ip", "sender_ip"},
    {"SPF", "spf"},         {"dkim", "dkim"}, {"spam_score", "spam_score"},
};
constexpr Detail kHeaders[] = {
    {"Message-ID", "message_id"},         {"In-Reply-To", "in_reply_to"},
    {"References", "references"},         {"Date", "date"},
    {"Auto-Submitted", "auto_submitted"},
};

json object_part(const std::vector<Part>& parts, std::string_view name) {
  json value = json::parse(part_text(parts, name), nullptr, false);
  return value.is_object() ? value : json::object();
}

std::string field(const std::vector<Part>& parts, const json& charsets, const char* name) {
  return to_utf8(part_text(parts, name), text_at(charsets, name));
}

std::string first_recipient(const json& envelope) {
  const auto list = envelope.find("to");
  if (list == envelope.end() || !list->is_array() || list->empty() || !list->front().is_string()) return {};
  return list->front().get<std::string>();
}

/// The last step of a path of either kind; what is left of a stranger's file name.
std::string file_name(std::string_view name) {
  const std::size_t slash = name.find_last_of("/\\");
  if (slash != std::string_view::npos) name.remove_prefix(slash + 1);
  return name.size() > kNameBytes ? cut(name, kNameBytes) : std::string(name);
}

/// Puts bytes into the reply and answers where they are.
json ranged(std::string_view body, std::string& bytes) {
  const json range{{"off", bytes.size()}, {"len", body.size()}};
  bytes += body;
  return {{"range", range}};
}

json attachment(const Part& part, const json& info, std::string& bytes) {
  json media = ranged(part.body, bytes);
  std::string name = text_at(info, "filename");
  if (name.empty()) name = part.filename;
  if (name = file_name(name); !name.empty()) media["name"] = name;
  std::string type = text_at(info, "type");
  if (type.empty()) type = part.content_type;
  media["content_type"] = type.empty() ? "application/octet-stream" : cut(type, kNameBytes);
  if (const std::string id = text_at(info, "content-id"); !id.empty()) media["content_id"] = bare_id(id);
  return media;
}

json media_of(const std::vector<Part>& parts, std::string& bytes) {
  const json info = object_part(parts, "attachment-info");
  json media = json::array();
  for (const Part& part : parts) {
    const bool numbered = part.name.starts_with("attachment") && part.name.size() > 10 &&
                          part.name.find_first_not_of("0123456789", 10) == std::string::npos;
    if (numbered) media.push_back(attachment(part, object_at(info, part.name.c_str()), bytes));
  }
  if (const std::string_view raw = part_text(parts, "email"); !raw.empty()) {
    media.push_back(ranged(raw, bytes));
    media.back()["content_type"] = "message/rfc822";
  }
  return media;
}

json options_of(const std::vector<Part>& parts, const json& charsets, std::string_view head) {
  json options = json::object();
  for (const Detail& detail : kDetails)
    if (const std::string value = field(parts, charsets, detail.field); !value.empty()) {
      options[detail.key] = cut(value, kBodyBytes);
      if (value.size() > kBodyBytes) options["truncated"] = true;
    }
  for (const Detail& detail : kHeaders)
    if (const std::string value = mail_header(head, detail.field); !value.empty())
      options[detail.key] = cut(value, 4000);
  return options;
}

}  // namespace

json inbound_events(const std::vector<Part>& parts, const Digest& sha256_hex, std::string& bytes) {
  const json charsets = object_part(parts, "charsets");
  const json envelope = object_part(parts, "envelope");
  const std::string_view raw = part_text(parts, "email");
  const std::string_view block = part_text(parts, "headers");
  const std::string_view head = block.empty() ? raw.substr(0, raw.find("\r\n\r\n")) : block;
  std::string from = text_at(envelope, "from");
  if (from.empty()) from = read_mailbox(field(parts, charsets, "from")).email;
  std::string to = first_recipient(envelope);
  if (to.empty()) to = read_mailbox(field(parts, charsets, "to")).email;
  if (from.empty() || to.empty()) return json::array();
  std::string id = bare_id(mail_header(head, "Message-ID"));
  const std::string text = field(parts, charsets, "text");
  if (id.empty() || id.size() > kMailIdBytes) id = sha256_hex(std::string(head) + from + to + text);
  json event{{"kind", "inbound"},
             {"provider_id", id},
             {"from", from},
             {"to", to},
             {"type", "TEXT"},
             {"media", media_of(parts, bytes)},
             {"options", options_of(parts, charsets, head)},
             {"dedupe_key", "in:" + id}};
  if (!text.empty()) event["text"] = cut(text, kBodyBytes);
  if (text.size() > kBodyBytes) event["options"]["truncated"] = true;
  return json::array({std::move(event)});
}

}  // namespace herald::sendgrid
