#pragma once
#include <herald/sdk.hpp>
#include <nlohmann/json_fwd.hpp>

#include "plugins/providers/whatsapp/account.hpp"
#include "plugins/providers/whatsapp/event.hpp"

namespace herald::whatsapp {

/// The events of a whole webhook that are of the account's number; what is of others says nothing. [any
/// thread] Source: developers.facebook.com, business-messaging/whatsapp/webhooks/reference/messages.
nlohmann::json events_of(const nlohmann::json& body, const Account& account, const Digest& digest);

/// Op `webhook`: the handshake (GET), answered with its challenge; a POST verified, then told. [any thread]
sdk::Reply plan_webhook(const sdk::Call& call);

}  // namespace herald::whatsapp
