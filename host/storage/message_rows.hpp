#pragma once
#include <string_view>

#include "host/domain/message.hpp"
#include "host/storage/cell.hpp"

namespace herald::storage {

/// The columns of communication_message that make a domain::Message, in the order read_message() wants.
inline constexpr std::string_view kMessageColumns =
    "m.id, m.tenant_id, m.shard, m.channel_id, m.session_id, m.contact_uid, m.direction, m.status, m.reason, "
    "m.error_class, m.error_code, m.error_text, m.provider_message_id, m.attempts, m.segments, m.version, "
    "m.created_at, "
    "m.updated_at, m.sent_at, m.delivered_at, m.read_at, m.failed_at, m.channel_type, m.message_type, "
    "m.message_class, "
    "m.to_address, m.from_address, m.subject, m.message_body, m.message_html, m.attachments, m.options, "
    "m.metadata, "
    "m.reference, m.contact_id, m.lead_id, m.priority, m.schedule_for, m.expires_at, "
    "m.resend_of, m.template_id, m.template_version, m.held_until, m.cost_micros, m.currency";
inline constexpr std::size_t kMessageColumnCount = 45;

domain::Message read_message(const Row& row);

}  // namespace herald::storage
