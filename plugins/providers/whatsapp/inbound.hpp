#pragma once
#include <nlohmann/json_fwd.hpp>

#include "plugins/providers/whatsapp/event.hpp"

namespace herald::whatsapp {

/// The events of one inbound message: what was written and the wish that it states, a press, an edit, a
/// reaction, a new number. `value` is the change that it stands in. Empty without id or sender, and for what
/// tells us nothing. [any thread]
/// Source: developers.facebook.com, business-messaging/whatsapp/webhooks/reference/messages.
nlohmann::json message_events(const nlohmann::json& value, const nlohmann::json& message,
                              const Digest& digest);

}  // namespace herald::whatsapp
