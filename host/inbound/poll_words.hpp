#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "host/base/result.hpp"
#include "host/domain/delivery_ports.hpp"
#include "host/domain/ports.hpp"
#include "host/inbound/element.hpp"

namespace herald::inbound {

/// The plugin wants this poll made. [value]
struct PollRequest {
  domain::OutboundRequest request{};
  std::string queue{};                 ///< two polls of one queue would disturb each other; empty: none does
  std::optional<std::string> state{};  ///< nothing: as before
};
/// What was polled. [value]
struct Polled {
  std::vector<domain::WebhookElement> elements{};
  std::string cursor{};  ///< empty: where it was
};
/// No poll, or none that succeeded. [value]
struct PollFailure {
  std::string code{};                               ///< stable word, for log and policy
  std::optional<std::chrono::milliseconds> wait{};  ///< the provider's wish
};
/// The plugin goes on with a request of this state. [value]
struct PollContinue {
  std::string state{"{}"};
};

using PollPlan = std::variant<PollRequest, PollFailure>;
/// Reads plan()'s answer to op `poll` (sdk/README.md); what breaks the contract is the failure "bad_plan".
PollPlan read_poll_plan(const domain::ProviderReply& reply);

using PollAnswer = std::variant<Polled, PollContinue, PollFailure>;
/// Reads on_response()'s answer to it. Elements are made as read_webhook_reply() makes them.
PollAnswer read_poll_answer(const domain::ProviderReply& reply, const EventPlace& place);

/// The input document of op `poll`.
std::string poll_input(const std::string& cursor, Instant now);

/// Does this channel's configuration say `"poll": true`?
bool asks_for_polling(const domain::Channel& channel);

}  // namespace herald::inbound
