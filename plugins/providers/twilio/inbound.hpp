#pragma once
#include <nlohmann/json_fwd.hpp>

#include "plugins/providers/parts/form.hpp"

namespace herald::twilio {

/// The events of an inbound message: the message, and the opt-out or opt-in that it states. Empty without
/// MessageSid. [any thread]
nlohmann::json inbound_events(const provider::Fields& fields);

}  // namespace herald::twilio
