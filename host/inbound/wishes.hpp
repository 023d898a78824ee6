#pragma once
#include "host/domain/webhook.hpp"
#include "host/inbound/element.hpp"

namespace herald::inbound {

/// A text that is a keyword as a whole states a wish: of SMS and WHATSAPP channels, unless the channel's
/// configuration leaves that to the provider (`"opt_out_handling":"provider"`); its `opt_out_keywords` and
/// `opt_in_keywords` count as well. What was pressed and not written (`options.pressed`) and a part of a
/// longer text (`options.concat_total` of 2 and more) state none.
void take_keyword(domain::InboundMessage& arrival, const EventPlace& place);

}  // namespace herald::inbound
