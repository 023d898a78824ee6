#pragma once
#include <nlohmann/json_fwd.hpp>

#include "plugins/providers/whatsapp/event.hpp"

namespace herald::whatsapp {

/// The events of one status: the receipt, and the opt-out that it states. Empty without id, and for a status
/// that says nothing of a message's way. [any thread]
/// Source: developers.facebook.com, business-messaging/whatsapp/webhooks/reference/messages/status.
nlohmann::json status_events(const nlohmann::json& status, const Digest& digest);

}  // namespace herald::whatsapp
