#include "host/app/node.hpp"

#include "host/api/accounts.hpp"
#include "host/api/admin.hpp"
#include "host/api/channel_log.hpp"
#include "host/api/channels.hpp"
#include "host/api/media.hpp"
#include "host/api/messages.hpp"
#include "host/api/preferences.hpp"
#include "host/api/probes.hpp"
#include "host/api/sessions.hpp"
#include "host/api/suppressions.hpp"
#include "host/api/webhook_log.hpp"
#include "host/api/webhooks.hpp"
#include "host/base/pending.hpp"
#include "host/dispatch/send_input.hpp"

namespace herald::app {
namespace {

/// Far more than a turn of the dispatcher takes.
constexpr std::chrono::seconds kSchedulerAnswers{1};

domain::WaitingOf asking(dispatch::Dispatcher& dispatcher) {
  return [&dispatcher](const domain::Message& message) -> std::optional<domain::Waiting> {
    Pending<std::optional<domain::Waiting>> pending;
    dispatcher.explain(message, [done = pending.completion()](std::optional<domain::Waiting> waiting) {
      done(std::move(waiting));
    });
    const auto answer = pending.wait(kSchedulerAnswers);
    return answer && *answer ? **answer : std::nullopt;
  };
}

}  // namespace

void Node::mount() {
  const api::Means means = this->means();
  const auto seal = [this](std::string_view plaintext, const domain::Channel& channel) {
    return vault_->seal(plaintext, {channel.tenant.text, channel.id.text, "channel.secrets"});
  };
  const auto unseal = [this](const domain::Channel& channel) -> Result<std::string> {
    if (channel.sealed_secrets.empty()) return std::string{"{}"};
    return vault_->open(channel.sealed_secrets, {channel.tenant.text, channel.id.text, "channel.secrets"});
  };
  router_.mount<api::ProbePorts>(api::kProbeRoutes, {health_, metrics_});
  const api::MessagePorts messages{
      ledger_,
      store_.messages,
      {store_.channels, store_.accounts, desk_, &features_.filters(), &features_.policy(), &store_.media,
       [this](const domain::ChannelId& id) {
         return dispatcher_.condition(id).state == domain::ChannelCondition::State::Open;
       },
       &store_.preferences, asking(dispatcher_)},
      store_.outcomes,
      means,
      channel_log_,
      &store_.served};
  router_.mount<api::MessagePorts>(api::kMessageRoutes, messages);
  entrance_ = std::make_unique<api::CommandEntrance>(messages);
  next_channel_ = std::make_unique<api::NextChannel>(messages);
  dispatcher_.reroute_by(*next_channel_);
  router_.mount<api::SessionPorts>(api::kSessionRoutes, {store_.conversations, store_.messages, means});
  router_.mount<api::SuppressionPorts>(api::kSuppressionRoutes,
                                       {store_.suppressions, store_.accounts, means});
  router_.mount<api::PreferencePorts>(api::kPreferenceRoutes, {store_.preferences, store_.accounts, means});
  router_.mount<api::ChannelPorts>(
      api::kChannelRoutes,
      {.channels = store_.channels,
       .providers = desk_,
       .tester = tester_,
       .seal = seal,
       .open = unseal,
       .means = means,
       .condition = [this](const domain::ChannelId& id) { return dispatcher_.condition(id); },
       .callback_url =
           [this](const domain::Channel& channel) {
             return dispatch::callback_url(config_.public_url, channel);
           }});
  router_.mount<api::MediaPorts>(
      api::kMediaRoutes, {.book = store_.media,
                          .files = media_.files,
                          .messages = store_.messages,
                          .means = means,
                          .open_link = [this](std::string_view link) { return media_.links.open(link); },
                          .keep_uploads = config_.media_keep});
  router_.mount<api::ChannelLogPorts>(api::kChannelLogRoutes,
                                      {store_.channels, store_.messages, channel_log_});
  router_.mount<api::WebhookPorts>(api::kWebhookRoutes, {callbacks_});
  router_.mount<api::WebhookLogPorts>(api::kWebhookLogRoutes, {store_.channels, store_.webhooks, callbacks_});
  router_.mount<api::AccountPorts>(api::kTenantRoutes, {store_.accounts, means});
  router_.mount<api::DocumentPorts>(api::kDocumentRoutes, {[this] { return router_.document(); }});
  admin_router_.mount<api::AccountPorts>(api::kAccountRoutes, {store_.accounts, means});
  admin_router_.mount<api::AuditPorts>(api::kAuditRoutes, {audit_});
  admin_router_.mount<api::OperatorPorts>(api::kOperatorRoutes, {store_.channels, desk_, upkeep_, desk_});
}

}  // namespace herald::app
