#include "host/app/provider_port.hpp"

#include <algorithm>

#include "host/json/document.hpp"
#include "host/json/writer.hpp"
#include "host/plugins/account_view.hpp"

namespace herald::app {
namespace {

plugins::ProviderCall call_of(const plugins::Provider& provider, domain::ProviderStep step) {
  if (!provider.takes_secrets(step.op)) step.account = plugins::account_without_secrets(step.account);
  return {.tenant = std::move(step.tenant),
          .op = std::move(step.op),
          .input = std::move(step.input),
          .bytes = std::move(step.bytes),
          .account = std::move(step.account),
          .state = std::move(step.state)};
}

plugins::ReplyDone reply_to(domain::ProviderPort::ReplyDone done) {
  return [done = std::move(done)](Result<plugins::Reply> reply) {
    if (!reply) return done(reply.error());
    done(domain::ProviderReply{std::move(reply->json), std::move(reply->bytes)});
  };
}

/// Nothing for a time that the contract does not allow (sdk/README.md, "Descriptor").
std::optional<std::chrono::seconds> price_after(const json::Document& descriptor) {
  constexpr std::int64_t kLeast = 60;
  constexpr std::int64_t kMost = 86'400;
  const auto price = descriptor.member("price");
  const auto after = price ? price->member("after_s") : std::nullopt;
  const auto seconds = after ? after->integer() : std::nullopt;
  if (!seconds || *seconds < kLeast || *seconds > kMost) return std::nullopt;
  return std::chrono::seconds{*seconds};
}

domain::ProviderTraits read_traits(const plugins::Provider& provider) {
  domain::ProviderTraits traits{.provider = provider.id()};
  const auto descriptor = json::parse(provider.descriptor());
  if (!descriptor) return traits;
  const auto says = [&](std::string_view name) {
    const auto member = descriptor->member(name);
    return member && member->boolean().value_or(false);
  };
  const auto lists = [ops = descriptor->member("ops")](std::string_view op) {
    if (!ops) return false;
    const auto all = ops->elements();
    return std::ranges::any_of(all, [&](const json::Document& one) { return one.text() == op; });
  };
  traits.fetch_media = lists("fetch_media");
  if (lists("price")) traits.price_after = price_after(*descriptor);
  if (const auto attachments = descriptor->member("attachments"))
    traits.needs_bytes = attachments->text() == "bytes";
  traits.lookup = says("lookup");
  traits.idempotency_key = says("idempotency_key");
  if (says("late_bounce")) traits.bounce_rule = domain::BounceRule::Late;
  if (const auto rate = descriptor->member("default_rate_per_second"))
    traits.default_rate_per_second = rate->real().value_or(0);
  if (const auto channels = descriptor->member("channels"))
    for (const json::Document& channel : channels->elements())
      traits.channels.push_back(channel.text().value_or(""));
  return traits;
}

}  // namespace

PluginPort::PluginPort(plugins::Current current, CallFailed failed)
    : provider_{std::move(current.provider)},
      generation_{current.generation},
      failed_{std::move(failed)},
      traits_{read_traits(*provider_)} {}

domain::ProviderPort::ReplyDone PluginPort::watched(ReplyDone done) const {
  return [done = std::move(done), failed = failed_,
          generation = generation_](Result<domain::ProviderReply> reply) {
    if (!reply && failed) failed(generation, reply.error().reason);
    done(std::move(reply));
  };
}

void PluginPort::plan(domain::ProviderStep step, Tick deadline, ReplyDone done) {
  provider_->plan(call_of(*provider_, std::move(step)), deadline, reply_to(watched(std::move(done))));
}

void PluginPort::on_response(domain::ProviderStep step, const domain::OutboundAnswer& answer, Tick deadline,
                             ReplyDone done) {
  json::Writer headers;
  headers.begin_array();
  for (const auto& [name, value] : answer.headers) headers.begin_array().text(name).text(value).end_array();
  headers.end_array();
  plugins::ProviderResponse response{
      .status = answer.status, .headers_json = headers.take(), .body = answer.body};
  provider_->on_response(call_of(*provider_, std::move(step)), std::move(response), deadline,
                         reply_to(watched(std::move(done))));
}

void PluginPort::start(domain::ProviderStep step, Tick deadline, ReplyDone done) {
  provider_->start(call_of(*provider_, std::move(step)), deadline, reply_to(watched(std::move(done))));
}

void PluginPort::feed(domain::ProviderStep step, domain::StreamEvent event, Tick deadline, ReplyDone done) {
  plugins::StreamHappening happened{.kind = static_cast<std::int32_t>(event.kind),
                                    .info = std::move(event.info),
                                    .bytes = std::move(event.bytes)};
  provider_->feed(call_of(*provider_, std::move(step)), std::move(happened), deadline,
                  reply_to(watched(std::move(done))));
}

}  // namespace herald::app
