#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace herald::whatsapp {

/// Puts what an inbound message holds into an event: type, text, media, and what else it says as options. A
/// kind that is new to us comes with its name and nothing else. [any thread]
/// Source: developers.facebook.com, business-messaging/whatsapp/webhooks/reference/messages.
void add_content(const nlohmann::json& message, nlohmann::json& event);

/// What a press on one of our buttons or rows means to us, or nothing (empty). [any thread]
std::string pressed(const nlohmann::json& message);

}  // namespace herald::whatsapp
