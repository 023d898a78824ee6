#pragma once
#include <array>

#include "host/api/route.hpp"
#include "host/api/webhook_port.hpp"

namespace herald::api {

struct WebhookPorts {
  WebhookReceiver& receiver;
};

Answer receive_webhook(const WebhookPorts& ports, const Call& call);

/// Public: what a callback may do is decided by its signature.
inline constexpr std::array<Route<WebhookPorts>, 2> kWebhookRoutes{{
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
}};

}  // namespace herald::api
