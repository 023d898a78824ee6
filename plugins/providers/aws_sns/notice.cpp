#include "plugins/providers/aws_sns/notice.hpp"

#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/text.hpp"

namespace herald::aws_sns {
using namespace provider;
namespace {

using nlohmann::json;

std::optional<NoticeKind> kind_named(std::string_view type) {
  if (type == "Notification") return NoticeKind::Notification;
  if (type == "SubscriptionConfirmation") return NoticeKind::Subscription;
  if (type == "UnsubscribeConfirmation") return NoticeKind::Unsubscription;
  return std::nullopt;
}

/// A text of one line; empty where the member is anything else.
std::string line_at(const json& body, const char* key) {
  const auto found = body.find(key);
  if (found == body.end() || !found->is_string()) return {};
  const auto& text = found->get_ref<const std::string&>();
  return breaks_line(text) ? std::string{} : text;
}

bool whole(const Notice& notice) {
  const bool common = !notice.message_id.empty() && !notice.topic_arn.empty() && !notice.timestamp.empty() &&
                      !notice.signature_version.empty() && !notice.signature.empty() &&
                      !notice.certificate_url.empty();
  const bool confirms = !notice.token.empty() && !notice.subscribe_url.empty();
  return common && (notice.kind == NoticeKind::Notification || confirms);
}

}  // namespace

std::optional<Notice> read_notice(std::string_view text) {
  const json body = json::parse(text, nullptr, false);
  if (!body.is_object()) return std::nullopt;
  Notice notice{.type = line_at(body, "Type"),
                .message_id = line_at(body, "MessageId"),
                .topic_arn = line_at(body, "TopicArn"),
                .timestamp = line_at(body, "Timestamp"),
                .signature_version = line_at(body, "SignatureVersion"),
                .signature = line_at(body, "Signature"),
                .certificate_url = line_at(body, "SigningCertURL"),
                .token = line_at(body, "Token"),
                .subscribe_url = line_at(body, "SubscribeURL")};
  const auto kind = kind_named(notice.type);
  const auto message = body.find("Message");
  if (!kind || message == body.end() || !message->is_string()) return std::nullopt;
  notice.kind = *kind;
  notice.message = message->get<std::string>();
  if (const auto subject = body.find("Subject"); subject != body.end() && !subject->is_null()) {
    if (!subject->is_string() || breaks_line(subject->get_ref<const std::string&>())) return std::nullopt;
    notice.subject = subject->get<std::string>();
  }
  return whole(notice) ? std::optional{std::move(notice)} : std::nullopt;
}

std::string signed_text(const Notice& notice) {
  std::string out;
  const auto add = [&](const char* key, const std::string& value) {
    out.append(key).append("\n").append(value).append("\n");
  };
  const bool confirms = notice.kind != NoticeKind::Notification;
  add("Message", notice.message);
  add("MessageId", notice.message_id);
  if (!confirms && notice.subject) add("Subject", *notice.subject);
  if (confirms) add("SubscribeURL", notice.subscribe_url);
  add("Timestamp", notice.timestamp);
  if (confirms) add("Token", notice.token);
  add("TopicArn", notice.topic_arn);
  add("Type", notice.type);
  return out;
}

}  // namespace herald::aws_sns
