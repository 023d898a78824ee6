#include "host/inbound/receiver.hpp"

#include "host/inbound/events.hpp"
#include "host/inbound/stored_request.hpp"
#include "host/inbound/waiting.hpp"

namespace herald::inbound {
namespace {

/// The plugin was not reached: nothing is known about the callback.
bool plugin_away(const Error& error) {
  return error.code == Errc::Unavailable || error.code == Errc::Timeout;
}

bool challenge(const Callback& callback) { return callback.method == "GET" || callback.method == "HEAD"; }

}  // namespace

Receiver::Receiver(InboundConfig config, const InboundPorts& ports, Verifier& verifier, Keeper& keeper)
    : config_{std::move(config)},
      ports_{ports},
      verifier_{verifier},
      keeper_{keeper},
      genuine_{callbacks_counter(ports.metrics, "genuine")},
      refused_{callbacks_counter(ports.metrics, "refused")},
      failed_{callbacks_counter(ports.metrics, "failed")},
      unverified_{callbacks_counter(ports.metrics, "unverified")} {}

Answer Receiver::receive(const Callback& callback) {
  const auto account = ports_.accounts.open(domain::ChannelId{callback.channel_id});
  if (!account && account.error().code != Errc::NotFound) return fail(callback, account.error());
  if (account && (*account)->channel.api_provider == callback.provider) return examine(callback, *account);
  work_for_nobody(callback);
  return refuse(callback, "unknown_channel");
}

/// The same work as for a channel that exists, so that the time tells nothing either. Requests are not made
/// for strangers.
void Receiver::work_for_nobody(const Callback& callback) {
  const auto decoy = ports_.decoy(callback.provider);
  if (!decoy) return;
  Waiting<domain::ProviderReply> waiting;
  decoy->provider->plan(webhook_step(callback, *decoy, config_.public_url, ports_.clock.now()),
                        ports_.clock.tick() + config_.plugin_limit, waiting.completion());
  static_cast<void>(waiting.wait(config_.plugin_limit + std::chrono::milliseconds{500}).has_value());
}

Answer Receiver::examine(const Callback& callback, const Verifier::Account& account) {
  if (account->provider == nullptr) return keep_unverified(callback, *account);
  const auto reply = verify(callback, account);
  if (!reply)
    return plugin_away(reply.error()) ? keep_unverified(callback, *account) : fail(callback, reply.error());
  const Instant now = ports_.clock.now();
  domain::Webhook webhook{.id = make_uuid(now, ports_.random)};
  auto reading = read_webhook_reply(*reply, {.channel = account->channel,
                                             .webhook = webhook.id,
                                             .now = now,
                                             .random = ports_.random,
                                             .spell = ports_.spell,
                                             .bytes = reply->bytes,
                                             .files = &ports_.files});
  if (!reading) return fail(callback, reading.error());
  if (const auto* refused = std::get_if<Refused>(&*reading)) return refuse(callback, refused->code);
  auto& genuine = std::get<Genuine>(*reading);
  genuine_.add();
  webhook.elements = std::move(genuine.elements);
  return keep(callback, *account, std::move(webhook), std::move(genuine.answer));
}

Answer Receiver::refuse(const Callback& callback, const std::string& why) {
  refused_.add();
  ports_.log.debug("webhook_refused", {{"channel", callback.channel_id}, {"code", why}});
  return forbidden();
}

Answer Receiver::fail(const Callback& callback, const Error& error) {
  failed_.add();
  ports_.log.warning("webhook_failed", {{"channel", callback.channel_id}, {"reason", error.reason}});
  return try_again();
}

Result<domain::ProviderReply> Receiver::verify(const Callback& callback, const Verifier::Account& account) {
  Waiting<domain::ProviderReply> waiting;
  verifier_.verify(webhook_step(callback, *account, config_.public_url, ports_.clock.now()), account,
                   waiting.completion());
  return waiting.wait(verifier_.longest());
}

Answer Receiver::keep(const Callback& callback, const domain::ProviderAccount& account,
                      domain::Webhook webhook, Answer answer) {
  if (webhook.elements.empty()) return answer;  // a challenge, or nothing that concerns us
  webhook.tenant = account.channel.tenant;
  webhook.channel = account.channel.id;
  webhook.provider = callback.provider;
  webhook.headers_json = kept_headers(callback, account);
  webhook.body = callback.body;
  Waiting<domain::WebhookApplied> waiting;
  keeper_.keep(std::move(webhook), waiting.completion());
  const auto applied = waiting.wait(config_.store_limit);
  if (!applied) return fail(callback, applied.error());
  return answer;
}

Answer Receiver::keep_unverified(const Callback& callback, const domain::ProviderAccount& account) {
  if (challenge(callback)) return fail(callback, {.reason = "challenge_without_plugin"});
  domain::RawWebhook raw{.id = make_uuid(ports_.clock.now(), ports_.random),
                         .tenant = account.channel.tenant,
                         .channel = account.channel.id,
                         .provider = callback.provider,
                         .headers_json = kept_headers(callback, account),
                         .body = callback.body};
  raw.sealed_request = ports_.envelope.seal(pack_request(callback), raw);
  Waiting<Done> waiting;
  ports_.backlog.keep(std::move(raw), config_.unverified_bytes, waiting.completion());
  if (const auto kept = waiting.wait(config_.store_limit); !kept) return fail(callback, kept.error());
  unverified_.add();
  ports_.log.warning("webhook_unverified",
                     {{"channel", callback.channel_id}, {"provider", callback.provider}});
  return {};
}

}  // namespace herald::inbound
