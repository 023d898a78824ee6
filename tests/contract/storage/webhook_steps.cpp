#include "tests/contract/storage/webhook_steps.hpp"

namespace herald::test {

domain::WebhookElement WebhookContract::text_from(const std::string& key, const std::string& number,
                                                  const std::string& text) {
  const domain::AcceptRequest fresh = store.request(number);
  domain::InboundMessage arrival{.message = fresh.message, .address = fresh.address};
  arrival.new_address_id = fresh.new_address_id;
  domain::Message& message = arrival.message;
  message.direction = "INBOUND";
  message.status = domain::MessageStatus::Delivered;
  message.provider_id = "in-" + key;
  message.content.to_address = "+15005550006";
  message.content.from_address = number;
  message.content.body = text;
  return {.dedupe_key = key, .event_json = "{}", .inbound = std::move(arrival), .id = store.uuid()};
}

domain::WebhookElement WebhookContract::consent(const std::string& key, domain::ConsentChange::Kind kind,
                                                const std::string& number, std::optional<Instant> at) {
  return {.dedupe_key = key,
          .event_json = "{}",
          .consent = domain::ConsentChange{.kind = kind,
                                           .address = {"phone", number},
                                           .new_suppression_id = store.uuid(),
                                           .evidence_json = R"({"text":"STOP"})",
                                           .at = at.value_or(store.clock.now())},
          .id = store.uuid()};
}

domain::WebhookReplayed WebhookContract::replay(const domain::Webhook& webhook,
                                                std::vector<domain::WebhookElement> elements) {
  const auto replayed = store.commit<domain::WebhookReplayed>([&](auto done) {
    webhooks.replay({.webhook = webhook.id,
                     .tenant = webhook.tenant,
                     .channel = webhook.channel,
                     .elements = std::move(elements),
                     .origin = {.actor = "test"}},
                    done);
  });
  EXPECT_TRUE(replayed) << replayed.error().reason;
  return replayed ? *replayed : domain::WebhookReplayed{};
}

domain::WebhookView WebhookContract::log_of(const domain::Webhook& webhook) {
  const auto view = webhooks.find(store.tenant, webhook.id);
  EXPECT_TRUE(view) << view.error().reason;
  return view ? *view : domain::WebhookView{};
}

std::string WebhookContract::ending(const std::string& key) {
  const auto column = [&](const std::string& name) {
    return store.look("select " + name + " from webhook_element where channel_id = ? and dedupe_key = ?",
                      {store.channel, key});
  };
  const std::string reason = column("reason");
  return column("status") + (reason.empty() ? "" : " " + reason);
}

domain::RawWebhook WebhookContract::raw(const std::string& body) {
  return {.id = store.uuid(),
          .tenant = store.tenant,
          .channel = store.channel,
          .provider = "sandbox",
          .headers_json = "[]",
          .sealed_request = "0123456789",
          .body = body};
}

std::string WebhookContract::keep(const domain::RawWebhook& webhook, std::int64_t quota) {
  const auto kept = store.commit<Done>([&](auto done) { backlog.keep(webhook, quota, done); });
  return kept ? "success" : kept.error().reason;
}

void WebhookContract::give_up(Instant before) {
  ASSERT_TRUE(store.commit<Done>([&](auto done) { backlog.give_up(before, done); }));
}

std::string WebhookContract::webhook_status(const std::string& id) {
  return store.look("select status from communication_webhook_log where id = ?", {id});
}

}  // namespace herald::test
