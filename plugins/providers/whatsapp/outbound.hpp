#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace herald::whatsapp {

/// The id of the group that an address `group:ID` names; empty for any other. [any thread]
std::string_view group_of(std::string_view to);

// The `message` of op `send`, as its JSON.

/// The `type` of the Cloud API that carries the message: its own, or what an option makes of a TEXT
/// (interactive, contacts, reaction) or an IMAGE (sticker). Empty for a type that the API does not have. [any
/// thread]
std::string wire_type(const nlohmann::json& message);

/// The one attachment, or an empty object. [any thread]
const nlohmann::json& attachment_of(const nlohmann::json& message);

/// The body of POST /{phone_number_id}/messages; `media_id` names an uploaded attachment, empty for none.
/// [any thread] Source: developers.facebook.com, business-messaging/whatsapp/messages/send-messages.
nlohmann::json message_body(const nlohmann::json& message, const std::string& media_id);

}  // namespace herald::whatsapp
