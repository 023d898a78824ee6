#include "host/app/callback_desk.hpp"

#include <utility>

namespace herald::app {
namespace {

inbound::Callback callback_of(api::WebhookCall call) {
  return {.provider = std::move(call.provider),
          .channel_id = std::move(call.channel_id),
          .method = std::move(call.method),
          .target = std::move(call.target),
          .query = std::move(call.query),
          .headers = std::move(call.headers),
          .body = std::move(call.body),
          .remote_ip = std::move(call.remote_ip),
          .request_id = std::move(call.request_id)};
}

api::WebhookAnswer answer_of(inbound::Answer answer) {
  return {answer.status, std::move(answer.content_type), std::move(answer.body), answer.retry_after};
}

}  // namespace

CallbackDesk::CallbackDesk(const inbound::InboundConfig& config, inbound::InboundPorts ports)
    : ports_{std::move(ports)},
      verifier_{config, ports_},
      keeper_{ports_.ledger, ports_.webhooks, ports_.metrics},
      receiver_{config, ports_, verifier_, keeper_},
      generic_{config, ports_, keeper_},
      replayer_{config, ports_},
      reverifier_{config, ports_, verifier_, keeper_} {}

api::WebhookAnswer CallbackDesk::receive(api::WebhookCall call) {
  return answer_of(receiver_.receive(callback_of(std::move(call))));
}

Result<api::WebhookAnswer> CallbackDesk::receive_generic(api::WebhookCall call) {
  auto answer = generic_.receive(callback_of(std::move(call)));
  if (!answer) return std::move(answer).error();
  return answer_of(*std::move(answer));
}

Result<domain::WebhookReplayed> CallbackDesk::replay(const domain::TenantId& tenant,
                                                     const std::string& webhook, const std::string& element,
                                                     domain::Origin origin) {
  return replayer_.replay(tenant, webhook, element, std::move(origin));
}

}  // namespace herald::app
