#include "plugins/providers/sendgrid/mail.hpp"

#include <nlohmann/json.hpp>

#include "plugins/providers/parts/mail_text.hpp"
#include "plugins/providers/sendgrid/mark.hpp"

namespace herald::sendgrid {
using namespace provider;
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

std::string text_of(const ordered_json& value) {
  return value.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

ordered_json mailbox(const Mailbox& one) {
  ordered_json out{{"email", one.email}};
  if (!one.name.empty()) out["name"] = one.name;
  return out;
}

ordered_json mailboxes(const std::vector<Mailbox>& list) {
  ordered_json out = ordered_json::array();
  for (const Mailbox& one : list) out.push_back(mailbox(one));
  return out;
}

ordered_json object(const Pairs& pairs) {
  ordered_json out = ordered_json::object();
  for (const auto& [name, value] : pairs) out[name] = value;
  return out;
}

/// One envelope; SendGrid refuses empty lists, so they are left out.
ordered_json personalization(const Outbound& message) {
  ordered_json out{{"to", ordered_json::array({mailbox(message.to)})}};
  if (!message.cc.empty()) out["cc"] = mailboxes(message.cc);
  if (!message.bcc.empty()) out["bcc"] = mailboxes(message.bcc);
  if (!message.template_data.empty())
    out["dynamic_template_data"] = ordered_json::parse(message.template_data, nullptr, false);
  if (const Pairs args = custom_args(message); !args.empty()) out["custom_args"] = object(args);
  return out;
}

/// In the order that SendGrid insists on.
ordered_json contents(const Outbound& message) {
  ordered_json out = ordered_json::array();
  if (!message.text.empty()) out.push_back({{"type", "text/plain"}, {"value", message.text}});
  if (!message.html.empty()) out.push_back({{"type", "text/html"}, {"value", message.html}});
  if (!message.amp_html.empty()) out.push_back({{"type", "text/x-amp-html"}, {"value", message.amp_html}});
  if (!message.calendar.empty()) out.push_back({{"type", "text/calendar"}, {"value", message.calendar}});
  return out;
}

ordered_json tracking(const Outbound& message) {
  ordered_json out = ordered_json::object();
  if (message.click_tracking)
    out["click_tracking"] = {{"enable", *message.click_tracking}, {"enable_text", *message.click_tracking}};
  if (message.open_tracking) out["open_tracking"] = {{"enable", *message.open_tracking}};
  if (message.subscription_tracking)
    out["subscription_tracking"] = {{"enable", *message.subscription_tracking}};
  return out;
}

ordered_json headers(const Pairs& pairs) {
  ordered_json out = ordered_json::object();
  for (const auto& [name, value] : pairs) out[name] = encoded_words(value);
  return out;
}

void add_extras(const Outbound& message, ordered_json& mail) {
  if (!message.headers.empty()) mail["headers"] = headers(message.headers);
  if (!message.categories.empty()) mail["categories"] = message.categories;
  if (!message.unsubscribe.empty()) mail["asm"] = ordered_json::parse(message.unsubscribe, nullptr, false);
  if (!message.ip_pool.empty()) mail["ip_pool_name"] = message.ip_pool;
  if (ordered_json settings = tracking(message); !settings.empty())
    mail["tracking_settings"] = std::move(settings);
}

ordered_json mail_of(const Outbound& message) {
  ordered_json mail{{"personalizations", ordered_json::array({personalization(message)})},
                    {"from", mailbox(message.from)}};
  if (message.replies == Outbound::Replies::List) {
    if (!message.reply_to.empty()) mail["reply_to_list"] = mailboxes(message.reply_to);
  } else if (!message.reply_to.empty()) {
    mail["reply_to"] = mailbox(message.reply_to.front());
  }
  if (!message.subject.empty()) mail["subject"] = message.subject;
  if (ordered_json parts = contents(message); !parts.empty()) mail["content"] = std::move(parts);
  if (!message.template_id.empty()) mail["template_id"] = message.template_id;
  add_extras(message, mail);
  return mail;
}

/// All of an attachment but its content, with the brace that ends it.
std::string after_content(const Attachment& one) {
  ordered_json rest{{"filename", one.name}};
  if (!one.content_type.empty()) rest["type"] = one.content_type;
  const bool inlined = one.place == Attachment::Place::Inline;
  rest["disposition"] = inlined ? "inline" : "attachment";
  if (inlined) rest["content_id"] = one.name;
  return text_of(rest).substr(1);
}

}  // namespace

json body_of(const Outbound& message) {
  std::string text = text_of(mail_of(message));
  json segments = json::array();
  if (!message.attachments.empty()) {
    text.back() = ',';
    text += R"("attachments":[)";
    for (std::size_t i = 0; i < message.attachments.size(); ++i) {
      const Attachment& one = message.attachments[i];
      segments.push_back({{"text", text + (i == 0 ? "" : ",") + R"({"content":")"}});
      segments.push_back({{"blob", one.blob}, {"encode", "base64"}});
      text = "\"," + after_content(one);
    }
    text += "]}";
  }
  segments.push_back({{"text", std::move(text)}});
  return segments;
}

std::uint64_t wire_bytes(const json& segments, const Outbound& message) {
  std::uint64_t bytes = 0;
  for (const json& segment : segments)
    if (segment.contains("text")) bytes += segment.at("text").get_ref<const std::string&>().size();
  for (const Attachment& one : message.attachments) bytes += (one.size + 2) / 3 * 4;
  return bytes;
}

}  // namespace herald::sendgrid
