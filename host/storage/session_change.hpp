#pragma once
#include <cstdint>
#include <optional>

#include "host/domain/conversation_ports.hpp"
#include "host/storage/writer.hpp"

namespace herald::storage {

/// Queue what people do with a conversation; what they answer and refuse stands at domain::Conversations.
void submit_change(Writer& writer, domain::ConversationChange change, domain::Completion<Done> done);
/// `seen`: how many inbound messages are read from now on; nothing: those that are counted.
void submit_reading(Writer& writer, domain::ConversationReading reading, std::optional<std::int64_t> seen,
                    domain::Completion<Done> done);

/// NotFound/"unknown_session".
Error unknown_session();

}  // namespace herald::storage
