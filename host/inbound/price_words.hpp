#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <variant>

#include "host/domain/delivery_ports.hpp"
#include "host/domain/price_ports.hpp"
#include "host/inbound/element.hpp"

namespace herald::inbound {

/// The plugin wants this request made to learn a price. [value]
struct PriceRequest {
  domain::OutboundRequest request{};
  std::optional<std::string> state{};  ///< nothing: as before
};
/// The plugin goes on with a request of this state. [value]
struct PriceContinue {
  std::string state{"{}"};
};
/// The provider has answered. [value]
struct PriceTold {
  std::optional<domain::WebhookElement>
      element{};  ///< the receipt with the cost; nothing: it is not known yet
};
/// There is no answer, or none will come. [value]
struct PriceFailure {
  std::string code{};                               ///< stable word, for log and policy
  bool final{false};                                ///< asking again does not help
  std::optional<std::chrono::milliseconds> wait{};  ///< the provider's wish
};

using PriceStep = std::variant<PriceRequest, PriceContinue, PriceTold, PriceFailure>;
/// Reads plan()'s answer to op `price` (sdk/README.md); what breaks the contract is the failure "bad_plan".
PriceStep read_price_plan(const domain::ProviderReply& reply);
/// Reads on_response()'s answer to it. Anything but at most one receipt, about the message that was asked for
/// and with a cost, is the failure "bad_price". The receipt names our attempt from here on.
PriceStep read_price_answer(const domain::ProviderReply& reply, const EventPlace& place,
                            const domain::OpenAttempt& asked);

/// The input document of op `price`: that of `lookup`. `same_ref`: a repeated attempt bears the reference of
/// the first.
std::string price_input(const domain::PriceQuestion& question, bool same_ref, Instant now);

}  // namespace herald::inbound
