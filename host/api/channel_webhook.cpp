#include "host/api/channel_webhook.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "host/api/account_report.hpp"
#include "host/api/channel_resource.hpp"
#include "host/api/channel_steps.hpp"
#include "host/api/live_key.hpp"
#include "host/api/query.hpp"
#include "host/base/hex.hpp"
#include "host/json/writer.hpp"

namespace herald::api {
namespace {

constexpr int kMostMarkTries = 3;  ///< against changes of the channel at the same time

/// What came of it. [value]
struct WebhookReport {
  domain::Channel channel{};  ///< as it is now
  std::string callback_url{};
  domain::AccountFinding finding{};
};

void write_report(json::Writer& writer, const WebhookReport& report) {
  const auto& at = report.channel.webhook_registered_at;
  writer.boolean("ok", report.finding.usable)
      .text_or_null("callback_url", report.callback_url)
      .text_or_null("registered_at", at ? to_rfc3339(*at) : std::string{});
  write_finding(writer, report.finding);
}

Result<domain::Channel> commit_webhook(const ChannelPorts& ports, domain::ChannelChange change) {
  return wait_for_commit<domain::Channel>(ports.means.commit_deadline,
                                          [&](domain::Completion<domain::Channel> done) {
                                            ports.channels.update(std::move(change), std::move(done));
                                          });
}

/// Notes at the channel what its provider has done, whatever changed of it meanwhile.
Result<domain::Channel> mark(const ChannelPorts& ports, domain::Channel channel, std::string_view op,
                             const domain::Origin& origin) {
  const bool registered = op == kRegisterWebhook;
  for (int attempt = 1;; ++attempt) {
    channel.webhook_registered_at = registered ? std::optional{ports.means.clock.now()} : std::nullopt;
    auto stored = commit_webhook(
        ports, {.channel = channel,
                .fields = {"webhook_registered_at"},
                .origin = origin,
                .event = registered ? "channel.webhook_registered" : "channel.webhook_removed"});
    if (stored || stored.error().code != Errc::Stale || attempt == kMostMarkTries) return stored;
    auto fresh = ports.channels.find(channel.id);
    if (!fresh) return std::move(fresh).error();
    if (!*fresh) return stored;
    channel = **std::move(fresh);
  }
}

Result<WebhookReport> carry_out(const ChannelPorts& ports, const domain::Channel& channel,
                                std::string_view op, const domain::Origin& origin) {
  WebhookReport report{.channel = channel, .callback_url = ports.callback_url(channel)};
  auto finding =
      ports.tester.ask({.channel = channel.id, .op = std::string{op}, .callback_url = report.callback_url},
                       ports.test_deadline);
  if (!finding) return std::move(finding).error();
  report.finding = *std::move(finding);
  if (!report.finding.usable) return report;
  auto marked = mark(ports, channel, op, origin);
  if (!marked) return std::move(marked).error();
  report.channel = *std::move(marked);
  return report;
}

/// The channel with a webhook_secret, stored, where it needs one and has none.
Result<domain::Channel> with_secret(const ChannelPorts& ports, const domain::Channel& channel,
                                    const ProviderSheet& sheet, const domain::Origin& origin) {
  if (!sheet.makes_webhook_secret || channel.has_webhook_secret) return channel;
  const auto body = body_of_channel(ports, channel);
  if (!body) return body.error();
  std::vector<Problem> problems;
  ChannelDraft draft = read_channel_draft(*body, problems);
  if (!problems.empty())
    return Error{.code = Errc::Internal,
                 .reason = "channel_unreadable",
                 .detail = "the stored channel does not read as one that could be made"};
  draft.channel.id = channel.id;
  draft.channel.tenant = channel.tenant;
  draft.channel.revision = channel.revision;
  draft.channel.created_at = channel.created_at;
  give_webhook_secret(draft, sheet, ports.means.random);
  return commit_webhook(ports, {.channel = seal_draft(ports, std::move(draft), sheet),
                                .fields = {"webhook_secret"},
                                .origin = origin});
}

Answer answer_webhook(const ChannelPorts& ports, const Call& call, std::string_view op) {
  if (auto live = require_live(call.principal); !live) return std::move(live).error();
  if (auto none = refuse_body(call.request.body); !none) return std::move(none).error();
  const auto channel = own_channel(ports, call);
  if (!channel) return channel.error();
  const auto sheet = ports.providers.find(channel->api_provider);
  if (!sheet)
    return Error{.code = Errc::Unavailable,
                 .reason = "plugin_missing",
                 .detail = "the provider's plugin is not active"};
  const auto config = json::parse(channel->config_json);
  if (!config) return config.error();
  if (auto against = webhook_hindrance(ports, {*channel, *config, *sheet}, op))
    return Error{
        .code = Errc::Conflict, .reason = std::move(against->reason), .detail = std::move(against->text)};
  const auto ready = op == kRegisterWebhook ? with_secret(ports, *channel, *sheet, call.origin()) : channel;
  if (!ready) return ready.error();
  const auto report = carry_out(ports, *ready, op, call.origin());
  if (!report) return report.error();
  json::Writer writer;
  writer.begin_object();
  write_report(writer, *report);
  http::Response response;
  response.body = writer.end_object().take();
  return response;
}

}  // namespace

std::optional<Hindrance> webhook_hindrance(const ChannelPorts& ports, const WebhookPlace& place,
                                           std::string_view op) {
  const auto& ops = place.sheet.ops;
  if (std::ranges::find(ops, op) == ops.end())
    return Hindrance{"webhook_not_offered", "the provider " + place.sheet.offer.provider +
                                                " takes no such wish through its API; set the webhook where "
                                                "the account is managed"};
  if (op != kRegisterWebhook) return std::nullopt;
  const auto poll = place.config.member("poll");
  if (poll && poll->boolean().value_or(false))
    return Hindrance{
        "channel_polls",
        "the channel asks for its messages itself (config_json.poll), which the provider refuses "
        "while a webhook is set; set poll to false first"};
  if (ports.callback_url(place.channel).empty())
    return Hindrance{
        "no_callback_url",
        "the server has no public address (setting http.public_url) and the channel no webhook_url"};
  return std::nullopt;
}

void give_webhook_secret(ChannelDraft& draft, const ProviderSheet& sheet, Random& random) {
  constexpr std::size_t kSecretBytes = 32;
  if (!sheet.makes_webhook_secret || !draft.secrets.webhook_secret.empty()) return;
  draft.secrets.webhook_secret = to_hex(random.bytes(kSecretBytes));
  draft.channel.has_webhook_secret = true;
}

NewWebhook tell_new_webhook(const ChannelPorts& ports, const domain::Channel& channel,
                            const domain::Origin& origin) {
  auto report = carry_out(ports, channel, kRegisterWebhook, origin);
  const WebhookReport told = report ? *std::move(report)
                                    : WebhookReport{.channel = channel,
                                                    .callback_url = ports.callback_url(channel),
                                                    .finding = {.error_class = "internal",
                                                                .code = report.error().reason,
                                                                .text = report.error().detail}};
  json::Writer writer;
  writer.begin_object();
  write_channel_members(writer, told.channel);
  writer.begin_object("webhook");
  write_report(writer, told);
  return {.etag = channel_etag(told.channel), .body = writer.end_object().end_object().take()};
}

Answer register_webhook(const ChannelPorts& ports, const Call& call) {
  return answer_webhook(ports, call, kRegisterWebhook);
}

Answer unregister_webhook(const ChannelPorts& ports, const Call& call) {
  return answer_webhook(ports, call, kUnregisterWebhook);
}

}  // namespace herald::api
