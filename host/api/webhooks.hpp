#pragma once
#include <array>

#include "host/api/route.hpp"
#include "host/api/webhook_port.hpp"

namespace herald::api {

struct WebhookPorts {
  WebhookReceiver& receiver;
};

Answer receive_webhook(const WebhookPorts& ports, const Call& call);
Answer receive_generic_webhook(const WebhookPorts& ports, const Call& call);

/// Public: what a callback may do is decided by its signature. The log of what came in is at webhook-log, so
/// that neither an id nor an action there can be taken for a provider or a channel here.
inline constexpr std::array<Route<WebhookPorts>, 3> kWebhookRoutes{{
    {http::Method::Post, "/api/v1/communication/webhooks/{provider}/{channel_id}", kPublic, receive_webhook},
    {http::Method::Get, "/api/v1/communication/webhooks/{provider}/{channel_id}", kPublic, receive_webhook},
    {http::Method::Post, "/api/v1/communication/webhooks/{provider}", kPublic, receive_generic_webhook},
}};

}  // namespace herald::api
