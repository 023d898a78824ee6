#pragma once
#include <string_view>

#include "host/dispatch/delivery.hpp"
#include "host/domain/exchange.hpp"

namespace herald::dispatch {

// What the log of exchanges gets to see of a delivery. Bodies are taken along to kRecordedBody. All pure.

domain::RawExchange begin_exchange(const Delivery& delivery, const domain::OutboundRequest& request,
                                   Instant now);
void note_answer(domain::RawExchange& exchange, const domain::OutboundAnswer& answer, Tick::duration took);
/// `verdict`: see RawExchange.
domain::RawExchange end_exchange(Delivery& delivery, std::string_view verdict);
std::string_view verdict_word(domain::Certainty certainty);

}  // namespace herald::dispatch
