#include "host/api/message_resource.hpp"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "host/api/channel_log.hpp"
#include "host/json/document.hpp"
#include "host/sms/segmentation.hpp"

namespace herald::api {
namespace {

void write_time(json::Writer& writer, std::string_view name, const std::optional<Instant>& at) {
  if (at) {
    writer.text(name, to_rfc3339(*at));
  } else {
    writer.null(name);
  }
}

struct Failure {
  const std::string& error_class;
  const std::string& code;
  const std::string& text;
};

/// null, or the object `error`.
void write_error(json::Writer& writer, const Failure& failure) {
  if (failure.error_class.empty() && failure.code.empty() && failure.text.empty()) {
    writer.null("error");
    return;
  }
  writer.begin_object("error")
      .text_or_null("class", failure.error_class)
      .text_or_null("code", failure.code)
      .text_or_null("text", failure.text)
      .end_object();
}

void write_content(json::Writer& writer, const domain::MessageContent& content) {
  writer.text("channel_type", content.channel_type)
      .text("message_type", content.message_type)
      .text("message_class", content.message_class)
      .text("to_address", content.to_address)
      .text_or_null("from_address", content.from_address)
      .text_or_null("subject", content.subject)
      .text("message_body", content.body)
      .text_or_null("message_html", content.html)
      .raw("attachments", content.attachments_json)
      .raw("options", content.options_json)
      .raw("metadata", content.metadata_json)
      .text_or_null("reference", content.reference)
      .text_or_null("contact_id", content.contact_ref)
      .text_or_null("lead_id", content.lead_ref)
      .text_or_null("template_id", content.template_id)
      .raw("template_version", content.template_id.empty() ? "" : std::to_string(content.template_version))
      .number("priority", content.priority);
  write_time(writer, "schedule_for", content.schedule_for);
  write_time(writer, "expires_at", content.expires_at);
}

void write_cost(json::Writer& writer, const std::optional<domain::Cost>& cost) {
  if (!cost) {
    writer.null("cost");
    return;
  }
  writer.begin_object("cost").number("micros", cost->micros).text("currency", cost->currency).end_object();
}

void write_members(json::Writer& writer, const domain::Message& message) {
  writer.text("id", message.id.text)
      .text_or_null("channel_id", message.channel.text)
      .text("direction", message.direction)
      .text_or_null("session_id", message.conversation.text)
      .text_or_null("resend_of", message.resend_of.text);
  write_content(writer, message.content);
  writer.text("status", to_text(message.status)).text_or_null("reason", message.reason);
  write_time(writer, "held_until", message.held_until);
  write_error(writer, {message.error_class, message.error_code, message.error_text});
  writer.text_or_null("provider_message_id", message.provider_id).number("segments", message.segments);
  write_cost(writer, message.cost);
  writer.number("attempts_count", message.attempts)
      .text("created_at", to_rfc3339(message.created_at))
      .text("updated_at", to_rfc3339(message.updated_at));
  write_time(writer, "sent_at", message.sent_at);
  write_time(writer, "delivered_at", message.delivered_at);
  write_time(writer, "read_at", message.read_at);
  write_time(writer, "failed_at", message.failed_at);
  writer.number("version", message.version);
}

void write_attempt(json::Writer& writer, const domain::Attempt& attempt,
                   std::span<const domain::Exchange> exchanges) {
  writer.begin_object()
      .text("id", attempt.id.text)
      .number("number", attempt.number)
      .text("channel_id", attempt.channel.text)
      .text("state", to_text(attempt.state))
      .text_or_null("provider_message_id", attempt.provider_id)
      .text_or_null("detail", attempt.detail)
      .number("segments", attempt.segments);
  write_cost(writer, attempt.cost);
  write_error(writer, {attempt.error_class, attempt.error_code, attempt.error_text});
  writer.text("created_at", to_rfc3339(attempt.created_at));
  write_time(writer, "settled_at", attempt.settled_at);
  write_exchange_summary(writer, attempt.id, exchanges);
  writer.end_object();
}

void write_timeline(json::Writer& writer, const std::vector<domain::JournalEntry>& timeline) {
  std::vector<const domain::JournalEntry*> ordered;
  ordered.reserve(timeline.size());
  for (const domain::JournalEntry& entry : timeline) ordered.push_back(&entry);
  // A message keeps its shard, so the order of its chain is that of its life.
  std::ranges::sort(ordered, {},
                    [](const domain::JournalEntry* entry) { return std::tuple{entry->shard, entry->seq}; });
  writer.begin_array("timeline");
  for (const domain::JournalEntry* entry : ordered) {
    writer.begin_object()
        .text("at", to_rfc3339(entry->event.at))
        .text("type", entry->event.type)
        .text("actor", entry->event.actor)
        .raw("data", entry->event.data_json)
        .end_object();
  }
  writer.end_array();
}

std::string text_in(const json::Document& data, std::string_view name) {
  const auto member = data.member(name);
  return member ? member->text().value_or("") : "";
}

/// What the journal says the message began as; it is the record, the clock may have moved between deciding
/// and committing.
void take_recorded(domain::Message& then, const std::vector<domain::JournalEntry>& timeline) {
  const auto first =
      std::ranges::find(timeline, 1, [](const auto& entry) { return entry.event.subject_version; });
  if (first == timeline.end()) return;
  const auto data = json::parse(first->event.data_json);
  if (!data) return;
  then.status = domain::message_status(text_in(*data, "status")).value_or(then.status);
  then.reason = text_in(*data, "reason");
  then.held_until = from_rfc3339(text_in(*data, "until"));
  then.error_class = text_in(*data, "class");
  if (!then.error_class.empty()) then.error_code = then.reason;
}

}  // namespace

void write_message(json::Writer& writer, const domain::Message& message) {
  writer.begin_object();
  write_members(writer, message);
  writer.end_object();
}

std::string render_message(const domain::Message& message) {
  json::Writer writer;
  write_message(writer, message);
  return writer.take();
}

std::string render_view(const domain::MessageView& view, std::span<const domain::Exchange> exchanges) {
  json::Writer writer;
  writer.begin_object();
  write_members(writer, view.message);
  writer.begin_array("attempts");
  for (const domain::Attempt& attempt : view.attempts) write_attempt(writer, attempt, exchanges);
  writer.end_array();
  write_timeline(writer, view.timeline);
  writer.end_object();
  return writer.take();
}

int estimated_segments(const domain::MessageContent& content) {
  const bool text = content.message_type == "TEXT" || content.message_type == "TEMPLATE";
  if (content.channel_type != "SMS" || !text || content.attachments_json != "[]") return 0;
  return static_cast<int>(sms::segment_count(content.body));
}

domain::Message as_created(const domain::MessageView& view) {
  const domain::Message& now = view.message;
  domain::Message then;
  then.id = now.id;
  then.tenant = now.tenant;
  then.shard = now.shard;
  then.channel = now.channel;
  then.contact = now.contact;
  then.conversation = now.conversation;
  then.resend_of = now.resend_of;
  then.direction = now.direction;
  then.content = now.content;
  then.segments = estimated_segments(now.content);
  then.created_at = then.updated_at = now.created_at;
  const bool later = now.content.schedule_for && *now.content.schedule_for > now.created_at;
  then.status = later ? domain::MessageStatus::Scheduled : domain::MessageStatus::Queued;
  take_recorded(then, view.timeline);
  if (then.status == domain::MessageStatus::Rejected) then.error_text = now.error_text;
  return then;
}

}  // namespace herald::api
