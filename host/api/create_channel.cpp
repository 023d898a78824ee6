#include <string>
#include <utility>
#include <vector>

#include "host/api/channel_resource.hpp"
#include "host/api/channel_steps.hpp"
#include "host/api/channel_webhook.hpp"
#include "host/api/idempotency.hpp"
#include "host/api/live_key.hpp"
#include "host/api/problems.hpp"

namespace herald::api {
namespace {

/// A channel that may be stored. [value]
struct Composed {
  domain::Channel channel{};
  bool register_webhook{};
};

Result<Composed> compose_channel(const ChannelPorts& ports, const Call& call) {
  std::vector<Problem> problems;
  ChannelDraft draft = read_channel_draft(call.body, problems);
  const Instant now = ports.means.clock.now();
  draft.channel.id = domain::ChannelId{make_uuid(now, ports.means.random)};
  draft.channel.tenant = call.principal.tenant;
  draft.channel.created_at = draft.channel.updated_at = now;
  const auto sheet = check_draft(ports, draft, std::move(problems));
  if (!sheet) return sheet.error();
  if (!draft.register_webhook) return Composed{.channel = seal_draft(ports, std::move(draft), **sheet)};
  if (const auto against = webhook_hindrance(ports, {draft.channel, draft.config, **sheet}, kRegisterWebhook))
    return invalid_body({{"/register_webhook", against->text}});
  give_webhook_secret(draft, **sheet, ports.means.random);
  return Composed{.channel = seal_draft(ports, std::move(draft), **sheet), .register_webhook = true};
}

http::Response created(const std::string& id, std::string body, std::string etag = "\"1\"") {
  http::Response response;
  response.status = 201;
  response.headers.push_back({"Location", "/api/v1/communication/channels/" + id});
  response.headers.push_back({"ETag", std::move(etag)});
  response.body = std::move(body);
  return response;
}

/// As it was answered; where that was too long to be kept, as the channel is now.
Answer created_before(const ChannelPorts& ports, const domain::KeptAnswer& kept) {
  std::string body = kept.response;
  if (body.empty()) {
    const auto found = ports.channels.find(domain::ChannelId{kept.resource});
    if (!found) return found.error();
    if (!*found) return not_found("channel");
    body = render_channel(**found);
  }
  http::Response response = created(kept.resource, std::move(body));
  response.headers.push_back({"Idempotency-Replayed", "true"});
  return response;
}

/// The earlier answer when the claim's key has one, else `otherwise`.
Answer recalled_or(const ChannelPorts& ports, const Call& call,
                   const std::optional<domain::IdempotencyClaim>& claim, Error otherwise) {
  const auto kept = recall(claim, call.principal.tenant, ports.means);
  if (!kept) return kept.error();
  return *kept ? created_before(ports, **kept) : Answer{std::move(otherwise)};
}

}  // namespace

std::vector<Problem> examine_channel(const ChannelPorts& ports, const Call& call) {
  const auto channel = compose_channel(ports, call);
  return channel ? std::vector<Problem>{} : channel.error().problems;
}

Answer create_channel(const ChannelPorts& ports, const Call& call) {
  auto claim = read_claim(call.request, ports.means);
  if (!claim) return std::move(claim).error();
  auto composed = compose_channel(ports, call);
  if (!composed) return recalled_or(ports, call, *claim, std::move(composed).error());
  if (composed->register_webhook)
    if (auto live = require_live(call.principal); !live) return std::move(live).error();
  domain::Channel& channel = composed->channel;
  if (*claim) (*claim)->response = keepable(render_channel(channel));
  const auto stored = wait_for_commit<domain::ChannelCreated>(
      ports.means.commit_deadline, [&](domain::Completion<domain::ChannelCreated> done) {
        ports.channels.create(std::move(channel), *claim, call.origin(), std::move(done));
      });
  if (!stored) return stored.error();
  if (stored->replayed) return recalled_or(ports, call, *claim, outcome_unknown());
  if (!composed->register_webhook) return created(stored->channel.id.text, render_channel(stored->channel));
  NewWebhook told = tell_new_webhook(ports, stored->channel, call.origin());
  return created(stored->channel.id.text, std::move(told.body), std::move(told.etag));
}

}  // namespace herald::api
