#include "host/api/session_resource.hpp"

#include "host/api/message_resource.hpp"

namespace herald::api {
namespace {

std::string time_or_nothing(const std::optional<Instant>& at) { return at ? to_rfc3339(*at) : std::string{}; }

void write_session_members(json::Writer& writer, const domain::Conversation& one) {
  writer.text("id", one.id.text)
      .text_or_null("contact_id", one.contact_ref)
      .text_or_null("lead_id", one.lead_ref)
      .text_or_null("agent_id", one.agent_ref)
      .text("channel_type", one.channel_type)
      .text("status", one.status)
      .text("direction", one.direction)
      .text_or_null("subject", one.subject)
      .number("message_count", one.message_count)
      .number("unread_count", one.unread_count)
      .boolean("is_starred", one.starred)
      .boolean("is_archived", one.archived)
      .text_or_null("last_message_at", time_or_nothing(one.last_message_at))
      .text_or_null("last_inbound_at", time_or_nothing(one.last_inbound_at))
      .text_or_null("assigned_at", time_or_nothing(one.assigned_at))
      .text_or_null("opened_at", time_or_nothing(one.opened_at))
      .text_or_null("closed_at", time_or_nothing(one.closed_at))
      .number("revision", one.revision)
      .text("created_at", to_rfc3339(one.created_at))
      .text("updated_at", to_rfc3339(one.updated_at));
}

void write_contact(json::Writer& writer, const domain::Correspondent& contact) {
  writer.begin_object("contact")
      .text("id", contact.id.text)
      .text_or_null("contact_id", contact.contact_ref)
      .text_or_null("display_name", contact.display_name)
      .text_or_null("language", contact.language)
      .text_or_null("time_zone", contact.time_zone)
      .begin_array("addresses");
  for (const domain::KnownAddress& address : contact.addresses)
    writer.begin_object().text("kind", address.kind).text("address", address.normalised).end_object();
  writer.end_array().end_object();
}

}  // namespace

void write_session(json::Writer& writer, const domain::Conversation& conversation) {
  writer.begin_object();
  write_session_members(writer, conversation);
  writer.end_object();
}

std::string render_session(const domain::Conversation& conversation) {
  json::Writer writer;
  write_session(writer, conversation);
  return writer.take();
}

std::string render_session(const domain::ConversationView& view,
                           const domain::Page<domain::Message>& messages, const CursorScope& scope) {
  json::Writer writer;
  writer.begin_object();
  write_session_members(writer, view.conversation);
  write_contact(writer, view.contact);
  writer.begin_array("messages");
  for (const domain::Message& message : messages.items) write_message(writer, message);
  writer.end_array()
      .text_or_null("next_cursor", encode_cursor(scope, messages.next_cursor))
      .boolean("has_more", !messages.next_cursor.empty());
  return writer.end_object().take();
}

}  // namespace herald::api
