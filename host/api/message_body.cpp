#include "host/api/message_body.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "host/api/time_member.hpp"
#include "host/json/fields.hpp"

namespace herald::api {
namespace {

using json::Need;

// The bounds are those of table communication_message.
constexpr json::TextBounds kType{.max = 16};
constexpr json::TextBounds kId{.max = 36};
constexpr json::TextBounds kAddress{.min = 1, .max = 320};
constexpr json::TextBounds kSubject{.max = 998};
constexpr json::TextBounds kReference{.max = 128};
constexpr json::TextBounds kCallerId{.max = 64};
constexpr json::TextBounds kAttachmentUrl{.min = 1, .max = 2048};
constexpr json::TextBounds kContentType{.max = 128};
constexpr json::TextBounds kFileName{.max = 255};
constexpr json::TextBounds kDigest{.max = 64};
constexpr json::RawBounds kAttachments{.items = 100, .bytes = 65'536};
constexpr json::RawBounds kObject{.bytes = 65'536};
constexpr std::int64_t kLargestAttachment = std::int64_t{1} << 40U;

constexpr std::array<std::string_view, 7> kMessageTypes{"TEXT", "IMAGE",    "VIDEO",   "AUDIO",
                                                        "FILE", "LOCATION", "TEMPLATE"};
constexpr std::array<std::string_view, 3> kClasses{"otp", "transactional", "marketing"};

/// 0 and 1, or the words of the old system.
int read_priority(json::Fields& fields) {
  const auto value = fields.value("priority", Need::Optional);
  if (!value) return 0;
  const auto number = value->integer();
  const auto word = value->text();
  if (number == 0 || word == "normal") return 0;
  if (number == 1 || word == "high") return 1;
  fields.complain("priority", "expected 0 (normal) or 1 (high)");
  return 0;
}

bool is_web_address(std::string_view url) {
  return url.starts_with("https://") || url.starts_with("http://");
}

void read_attachment(json::Fields& inner, intake::Attachment& out) {
  out.url = inner.text("url", Need::Optional, kAttachmentUrl);
  out.media_id = inner.text("media_id", Need::Optional, kId);
  const bool url = inner.has("url") && !inner.is_null("url");
  const bool ours = inner.has("media_id") && !inner.is_null("media_id");
  if (url == ours) inner.complain(ours ? "media_id" : "url", "expected either url or media_id");
  if (!out.url.empty() && !is_web_address(out.url)) inner.complain("url", "expected an http or https URL");
  out.bytes.content_type = inner.text("content_type", Need::Optional, kContentType);
  out.name = inner.text("name", Need::Optional, kFileName);
  out.bytes.size = inner.integer("size", Need::Optional, {.min = 0, .max = kLargestAttachment}).value_or(0);
  inner.text("sha256", Need::Optional, kDigest);  // as messages show it, so that one can be sent again
}

void read_attachments(json::Fields& fields, intake::SendMessage& out) {
  // Most messages have none: spare them the second look.
  if (!fields.has("attachments")) return;
  if (fields.array_text("attachments", Need::Optional, kAttachments).empty()) return;
  fields.each("attachments", Need::Optional, {},
              [&](json::Fields& inner) { read_attachment(inner, out.attachments.emplace_back()); });
}

void read_object(json::Fields& fields, std::string_view name, std::string& out) {
  if (std::string text = fields.object_text(name, Need::Optional, kObject); !text.empty())
    out = std::move(text);
}

void read_content(json::Fields& fields, intake::SendMessage& out) {
  if (std::string type = fields.one_of("message_type", Need::Optional, kMessageTypes); !type.empty())
    out.message_type = std::move(type);
  out.message_body = fields.text("message_body", Need::Optional);
  out.message_html = fields.text("message_html", Need::Optional);
  out.subject = fields.text("subject", Need::Optional, kSubject);
  if (out.subject.find_first_of("\r\n") != std::string::npos) fields.complain("subject", "expected one line");
  read_attachments(fields, out);
  read_object(fields, "options", out.options_json);
  read_object(fields, "metadata", out.metadata_json);
}

}  // namespace

intake::SendMessage read_send_message(const json::Document& body, std::vector<Problem>& problems) {
  json::Fields fields{body};
  intake::SendMessage out;
  out.channel_type = fields.text("channel_type", Need::Optional, kType);
  out.channel_id = fields.text("channel_id", Need::Optional, kId);
  out.to_address = fields.text("to_address", Need::Optional, kAddress);
  read_content(fields, out);
  out.template_id = fields.text("template_id", Need::Optional, kId);
  fields.text("template_language", Need::Optional, {.max = 35});
  read_object(fields, "template_variables", out.template_variables_json);
  out.message_class = fields.one_of("message_class", Need::Optional, kClasses);
  out.reference = fields.text("reference", Need::Optional, kReference);
  out.contact_id = fields.text("contact_id", Need::Optional, kCallerId);
  out.lead_id = fields.text("lead_id", Need::Optional, kCallerId);
  out.priority = read_priority(fields);
  out.schedule_for = read_time(fields, "schedule_for");
  out.expires_at = read_time(fields, "expires_at");
  if (auto done = fields.finish(); !done) problems = std::move(done).error().problems;
  return out;
}

}  // namespace herald::api
