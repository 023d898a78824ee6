#include "host/inbound/receiver.hpp"

#include "host/base/pending.hpp"
#include "host/base/redact.hpp"
#include "host/inbound/events.hpp"
#include "host/json/writer.hpp"

namespace herald::inbound {
namespace {

const Answer kForbidden{.status = 403};
const Answer kTryAgain{.status = 503};

Error no_answer() { return {.code = Errc::Timeout, .reason = "deadline", .detail = "no answer in time"}; }

/// The headers as they are kept: without our own secrets, which some providers send back as proof.
std::string kept_headers(const Callback& callback, const domain::ProviderAccount& account) {
  json::Writer out;
  out.begin_array();
  for (const auto& [name, value] : callback.headers) {
    std::string kept = value;
    redact(kept, account.secrets);
    out.begin_array().text(name).text(kept).end_array();
  }
  return out.end_array().take();
}

}  // namespace

Receiver::Receiver(ReceiverConfig config, ReceiverPorts ports)
    : config_{std::move(config)},
      ports_{ports},
      genuine_{ports.metrics.counter("herald_webhooks_total", "Provider callbacks by result",
                                     {{"result", "genuine"}})},
      refused_{ports.metrics.counter("herald_webhooks_total", "Provider callbacks by result",
                                     {{"result", "refused"}})},
      failed_{ports.metrics.counter("herald_webhooks_total", "Provider callbacks by result",
                                    {{"result", "failed"}})},
      duplicates_{ports.metrics.counter("herald_webhook_duplicates_total",
                                        "Elements of callbacks that were known")} {}

Answer Receiver::receive(const Callback& callback) {
  const auto account = ports_.accounts.open(domain::ChannelId{callback.channel_id});
  const bool known = account && (*account)->channel.api_provider == callback.provider;
  if (!account && account.error().code != Errc::NotFound) {
    failed_.add();
    ports_.log.warning("webhook_channel_unusable",
                       {{"channel", callback.channel_id}, {"reason", account.error().reason}});
    return kTryAgain;
  }
  if (!known) {
    refused_.add();
    return kForbidden;
  }
  if ((*account)->provider == nullptr) {
    failed_.add();
    ports_.log.warning("webhook_without_plugin",
                       {{"channel", callback.channel_id}, {"provider", callback.provider}});
    return kTryAgain;
  }
  auto reply = ask_plugin(callback, **account);
  const std::string id = make_uuid(ports_.clock.now(), ports_.random);
  auto reading =
      reply ? read_webhook_reply(*reply, (*account)->channel.id, id) : Result<Reading>{reply.error()};
  if (!reading) {
    failed_.add();
    ports_.log.warning("webhook_not_read",
                       {{"channel", callback.channel_id}, {"reason", reading.error().reason}});
    return kTryAgain;
  }
  if (const auto* refused = std::get_if<Refused>(&*reading)) {
    refused_.add();
    ports_.log.debug("webhook_refused", {{"channel", callback.channel_id}, {"code", refused->code}});
    return kForbidden;
  }
  auto& genuine = std::get<Genuine>(*reading);
  genuine_.add();
  domain::Webhook webhook{.id = id, .elements = std::move(genuine.elements)};
  return store(callback, **account, std::move(webhook), std::move(genuine.answer));
}

Result<domain::ProviderReply> Receiver::ask_plugin(const Callback& callback,
                                                   const domain::ProviderAccount& account) {
  Pending<domain::ProviderReply> pending;
  domain::ProviderStep step{.tenant = account.channel.tenant,
                            .op = "webhook",
                            .input = webhook_input(callback, config_.public_url, ports_.clock.now()),
                            .bytes = callback.body,
                            .account = account.account_json};
  account.provider->plan(std::move(step), ports_.clock.tick() + config_.plugin_limit, pending.completion());
  auto reply = pending.wait(config_.plugin_limit + std::chrono::milliseconds{500});
  return reply ? *std::move(reply) : Result<domain::ProviderReply>{no_answer()};
}

Answer Receiver::store(const Callback& callback, const domain::ProviderAccount& account,
                       domain::Webhook webhook, Answer answer) {
  if (webhook.elements.empty()) return answer;  // a challenge, or nothing that concerns us
  webhook.tenant = account.channel.tenant;
  webhook.channel = account.channel.id;
  webhook.provider = callback.provider;
  webhook.headers_json = kept_headers(callback, account);
  webhook.body = callback.body;
  Pending<domain::WebhookApplied> pending;
  ports_.ledger.receive(std::move(webhook), pending.completion());
  const auto answered = pending.wait(config_.store_limit);
  const auto applied = answered ? *answered : Result<domain::WebhookApplied>{no_answer()};
  if (!applied) {
    failed_.add();
    ports_.log.warning("webhook_not_stored",
                       {{"channel", callback.channel_id}, {"reason", applied.error().reason}});
    return kTryAgain;
  }
  if (applied->duplicates > 0) duplicates_.add(applied->duplicates);
  return answer;
}

}  // namespace herald::inbound
