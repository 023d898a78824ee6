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
    {http::Method::Post,
     "/api/v1/communication/webhooks/{provider}/{channel_id}",
     kPublic,
     receive_webhook,
     {.id = "receiveWebhook", .summary = "A provider's signed callback", .any_query = true}},
    {http::Method::Get,
     "/api/v1/communication/webhooks/{provider}/{channel_id}",
     kPublic,
     receive_webhook,
     {.id = "answerWebhookChallenge", .summary = "A provider's challenge", .any_query = true}},
    {http::Method::Post,
     "/api/v1/communication/webhooks/{provider}",
     kPublic,
     receive_generic_webhook,
     {.id = "receiveGenericWebhook",
      .summary = "Events in Herald's own form, signed with a channel's webhook_secret",
      .any_query = true}},
}};

}  // namespace herald::api
