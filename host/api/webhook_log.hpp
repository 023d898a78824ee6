#pragma once
#include <array>

#include "host/api/route.hpp"
#include "host/api/webhook_port.hpp"

namespace herald::api {

struct WebhookLogPorts {
  domain::Webhooks& webhooks;
  WebhookReplayer& replayer;
};

Answer list_webhooks(const WebhookLogPorts& ports, const Call& call);
Answer show_webhook(const WebhookLogPorts& ports, const Call& call);
Answer replay_webhook(const WebhookLogPorts& ports, const Call& call);
Answer replay_element(const WebhookLogPorts& ports, const Call& call);

/// What providers have told: one webhook is one callback, one element is one thing it told. A replay takes no
/// body and, applied twice, changes nothing.
inline constexpr std::array<Route<WebhookLogPorts>, 4> kWebhookLogRoutes{{
    {http::Method::Get, "/api/v1/communication/webhook-log", with(tenancy::Permission::WebhooksRead),
     list_webhooks},
    {http::Method::Get, "/api/v1/communication/webhook-log/{webhook_id}",
     with(tenancy::Permission::WebhooksRead), show_webhook},
    {http::Method::Post, "/api/v1/communication/webhook-log/{webhook_id}/replay",
     with(tenancy::Permission::WebhooksManage), replay_webhook},
    {http::Method::Post, "/api/v1/communication/webhook-log/{webhook_id}/elements/{element_id}/replay",
     with(tenancy::Permission::WebhooksManage), replay_element},
}};

}  // namespace herald::api
