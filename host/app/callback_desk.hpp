#pragma once
#include "host/api/webhook_port.hpp"
#include "host/inbound/receiver.hpp"

namespace herald::app {

/// Provider callbacks from the API to the inbound room. [any thread]
class CallbackDesk final : public api::WebhookReceiver {
 public:
  explicit CallbackDesk(inbound::Receiver& receiver) : receiver_{receiver} {}
  api::WebhookAnswer receive(api::WebhookCall call) override {
    inbound::Answer answer = receiver_.receive({.provider = std::move(call.provider),
                                                .channel_id = std::move(call.channel_id),
                                                .method = std::move(call.method),
                                                .target = std::move(call.target),
                                                .query = std::move(call.query),
                                                .headers = std::move(call.headers),
                                                .body = std::move(call.body),
                                                .remote_ip = std::move(call.remote_ip),
                                                .request_id = std::move(call.request_id)});
    return {answer.status, std::move(answer.content_type), std::move(answer.body)};
  }

 private:
  inbound::Receiver& receiver_;
};

}  // namespace herald::app
