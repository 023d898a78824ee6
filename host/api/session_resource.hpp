#pragma once
#include <string>

#include "host/api/cursor.hpp"
#include "host/domain/conversation_ports.hpp"
#include "host/json/writer.hpp"

namespace herald::api {

/// The session resource as an object, snake_case, times in RFC 3339. [any thread]
void write_session(json::Writer& writer, const domain::Conversation& conversation);
std::string render_session(const domain::Conversation& conversation);
/// The same with its contact and a page of its messages, whose cursor belongs to `scope`.
std::string render_session(const domain::ConversationView& view,
                           const domain::Page<domain::Message>& messages, const CursorScope& scope);

}  // namespace herald::api
