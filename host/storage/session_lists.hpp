#pragma once
#include "host/domain/conversation_ports.hpp"
#include "host/storage/message_lists.hpp"

namespace herald::storage {

/// The columns of communication_session that make a domain::Conversation, in the order
/// read_conversation() wants.
inline constexpr std::string_view kSessionColumns =
    "s.id, s.tenant_id, s.contact_id, s.contact_ref, s.channel_type, s.status, s.direction, s.agent_id, "
    "s.lead_id, s.subject, s.message_count, s.unread_count, s.is_starred, s.is_archived, s.last_message_at, "
    "s.last_inbound_at, s.assigned_at, s.opened_at, s.closed_at, s.revision, s.created_at, s.updated_at";
inline constexpr std::size_t kSessionColumnCount = 22;

domain::Conversation read_conversation(const Row& row);

/// The query that walks the index which narrows `filter` most: by agent, lead or contact, else all of the
/// tenant, newest activity first. What is left of the filter is compared row by row.
ListQuery session_query(const domain::TenantId& tenant, const domain::ConversationFilter& filter,
                        const ListPlace& after);

}  // namespace herald::storage
