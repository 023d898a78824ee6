#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/clock.hpp"
#include "host/domain/ids.hpp"
#include "host/domain/status.hpp"

namespace herald::domain {

/// All messages to and from one contact, over whatever channel, until it is closed (table
/// communication_session). Counters, times and what the latest message says follow the journal: they are
/// behind it for a moment. [value]
struct Conversation {
  ConversationId id{};
  TenantId tenant{};
  ContactId contact{};
  std::string contact_ref{};        ///< caller's contact_id
  std::string channel_type{};       ///< of the latest message; so are the next two
  std::string status{"INITIATED"};  ///< or SENT, DELIVERED, READ, FAILED; COMPLETED once it is closed
  std::string direction{"OUTBOUND"};
  std::string agent_ref{};  ///< caller's agent_id
  std::string lead_ref{};   ///< caller's lead_id
  std::string subject{};
  std::int64_t message_count{0};
  std::int64_t unread_count{0};  ///< inbound messages that nobody has read
  bool starred{false};
  bool archived{false};
  std::optional<Instant> last_message_at{};
  std::optional<Instant> last_inbound_at{};
  std::optional<Instant> assigned_at{};  ///< to its agent
  std::optional<Instant> opened_at{};
  std::optional<Instant> closed_at{};
  std::int64_t revision{1};  ///< grows with what people change
  Instant created_at{};
  Instant updated_at{};
};

/// What the latest message makes of its conversation: INITIATED until it has left, FAILED when it certainly
/// did not arrive.
std::string_view conversation_status(MessageStatus latest);

/// An address of a contact. [value]
struct KnownAddress {
  std::string kind{};
  std::string normalised{};
};

/// Who is at the other end of a conversation. [value]
struct Correspondent {
  ContactId id{};
  std::string contact_ref{};
  std::string display_name{};
  std::string language{};
  std::string time_zone{};
  std::vector<KnownAddress> addresses{};  ///< oldest first
};

}  // namespace herald::domain
