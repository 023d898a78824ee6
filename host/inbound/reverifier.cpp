#include "host/inbound/reverifier.hpp"

#include <algorithm>

#include "host/base/redact.hpp"
#include "host/inbound/events.hpp"
#include "host/inbound/stored_request.hpp"

namespace herald::inbound {
namespace {

constexpr std::chrono::seconds kLookEvery{2};
constexpr std::chrono::hours kGiveUpEvery{1};
constexpr int kAtOnce = 32;  ///< callbacks of one channel under way
constexpr std::size_t kReasonBytes = 200;

}  // namespace

Reverifier::Reverifier(InboundConfig config, const InboundPorts& ports, Verifier& verifier, Keeper& keeper)
    : config_{std::move(config)},
      ports_{ports},
      verifier_{verifier},
      keeper_{keeper},
      genuine_{callbacks_counter(ports.metrics, "genuine")},
      refused_{callbacks_counter(ports.metrics, "refused")},
      words_{std::make_shared<Mailbox<Word>>()} {}

Tick Reverifier::step(Tick now) {
  for (Word& word : words_->take()) {
    if (word) {
      judge(std::move(*word));
    } else {
      --under_way_;
    }
  }
  if (now >= next_give_up_) give_up(now);
  if (now >= next_look_ && under_way_ == 0) look(now);
  return under_way_ > 0 ? next_give_up_ : std::min(next_look_, next_give_up_);  // answers end wait()
}

void Reverifier::look(Tick now) {
  next_look_ = now + kLookEvery;
  const auto channels = ports_.backlog.channels();
  if (!channels) return;
  for (const domain::ChannelId& channel : *channels) look_at(channel, now);
}

void Reverifier::look_at(const domain::ChannelId& channel, Tick now) {
  const auto account = ports_.accounts.open(channel);
  if (!account || (*account)->provider == nullptr) return;
  std::string& after = after_[channel.text];
  auto waiting = ports_.backlog.oldest(channel, after, kAtOnce);
  if (!waiting) return;
  const bool more = waiting->size() == static_cast<std::size_t>(kAtOnce);
  after = more ? waiting->back().id : std::string{};
  if (more) next_look_ = now;
  for (domain::RawWebhook& raw : *waiting) ask(std::move(raw), *account);
}

void Reverifier::ask(domain::RawWebhook raw, const Account& account) {
  ++under_way_;
  if (account->channel.api_provider != raw.provider) return refuse(raw, "channel_of_another_provider");
  const auto packed = ports_.envelope.open(raw);
  auto callback = packed ? unpack_request(*packed) : Result<Callback>{packed.error()};
  if (!callback) return leave(raw, callback.error());
  callback->body = raw.body;
  auto step = webhook_step(*callback, *account, config_.public_url, raw.received_at);
  verifier_.verify(std::move(step), account,
                   [words = words_, raw = std::move(raw), account](Result<domain::ProviderReply> reply) {
                     words->put(Reply{raw, account, std::move(reply)});
                   });
}

void Reverifier::judge(Reply reply) {
  if (!reply.reply) return leave(reply.raw, reply.reply.error());
  auto reading = read_webhook_reply(*reply.reply, {.channel = reply.account->channel,
                                                   .webhook = reply.raw.id,
                                                   .now = ports_.clock.now(),
                                                   .random = ports_.random,
                                                   .spell = ports_.spell,
                                                   .bytes = reply.reply->bytes,
                                                   .files = &ports_.files});
  if (!reading) return leave(reply.raw, reading.error());
  if (const auto* refused = std::get_if<Refused>(&*reading)) return refuse(reply.raw, refused->code);
  genuine_.add();
  domain::Webhook webhook{.id = reply.raw.id,
                          .tenant = reply.raw.tenant,
                          .channel = reply.raw.channel,
                          .provider = reply.raw.provider,
                          .headers_json = std::move(reply.raw.headers_json),
                          .elements = std::move(std::get<Genuine>(*reading).elements),
                          .stay = domain::WebhookStay::Waiting};
  keeper_.keep(std::move(webhook),
               [words = words_](Result<domain::WebhookApplied>) { words->put(std::nullopt); });
}

void Reverifier::refuse(const domain::RawWebhook& raw, const std::string& why) {
  refused_.add();
  std::string reason = "not genuine: " + why;
  cut(reason, kReasonBytes);
  ports_.backlog.refuse(raw.id, reason, [words = words_](Result<Done>) { words->put(std::nullopt); });
}

/// It waits on: for the plugin, for an operator, or until the host gives up.
void Reverifier::leave(const domain::RawWebhook& raw, const Error& error) {
  ports_.log.debug("webhook_left_unverified", {{"webhook", raw.id}, {"reason", error.reason}});
  words_->put(std::nullopt);
}

void Reverifier::give_up(Tick now) {
  next_give_up_ = now + kGiveUpEvery;
  ports_.backlog.give_up(ports_.clock.now() - config_.wait_limit, [](Result<Done>) {});
}

}  // namespace herald::inbound
