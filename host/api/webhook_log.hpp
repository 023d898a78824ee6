#pragma once
#include <array>

#include "host/api/route.hpp"
#include "host/api/webhook_port.hpp"
#include "host/domain/config_ports.hpp"

namespace herald::api {

struct WebhookLogPorts {
  domain::Channels& channels;
  domain::Webhooks& webhooks;
  WebhookReplayer& replayer;
};

Answer list_webhooks(const WebhookLogPorts& ports, const Call& call);
Answer show_webhook(const WebhookLogPorts& ports, const Call& call);
Answer replay_webhook(const WebhookLogPorts& ports, const Call& call);
Answer replay_element(const WebhookLogPorts& ports, const Call& call);

inline constexpr std::array<Parameter, 4> kWebhookFilters{{
    {"status", R"({"$ref":"#/$defs/WebhookStatus"})",
     "one of UNVERIFIED, PENDING, PROCESSED, FAILED, SKIPPED"},
    {"channel_id", R"({"$ref":"#/$defs/ChannelId"})", "the id of a channel"},
    {"received_from", kTimeSchema, kTimeWanted},
    {"received_until", kTimeSchema, kTimeWanted},
}};

/// What providers have told: one webhook is one callback, one element is one thing it told. A replay takes no
/// body and, applied twice, changes nothing.
inline constexpr std::array<Route<WebhookLogPorts>, 4> kWebhookLogRoutes{{
    {http::Method::Get,
     "/api/v1/communication/webhook-log",
     with(tenancy::Permission::WebhooksRead),
     list_webhooks,
     {.id = "listWebhooks",
      .summary = "What providers have sent, newest first",
      .response = "WebhookList",
      .query = kWebhookFilters,
      .paged = true}},
    {http::Method::Get,
     "/api/v1/communication/webhook-log/{webhook_id}",
     with(tenancy::Permission::WebhooksRead),
     show_webhook,
     {.id = "showWebhook", .summary = "A callback with its elements", .response = "Webhook"}},
    {http::Method::Post,
     "/api/v1/communication/webhook-log/{webhook_id}/replay",
     with(tenancy::Permission::WebhooksManage),
     replay_webhook,
     {.id = "replayWebhook", .summary = "Apply what was not applied yet", .response = "WebhookReplayed"}},
    {http::Method::Post,
     "/api/v1/communication/webhook-log/{webhook_id}/elements/{element_id}/replay",
     with(tenancy::Permission::WebhooksManage),
     replay_element,
     {.id = "replayWebhookElement", .summary = "Apply one element", .response = "WebhookReplayed"}},
}};

}  // namespace herald::api
