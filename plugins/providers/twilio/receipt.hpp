#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include "plugins/providers/parts/form.hpp"

namespace herald::twilio {

/// The events of a status callback: a receipt, and an opt-out where the error code proves one. `ref` is the
/// attempt reference of the URL, or empty. Empty without MessageSid. [any thread]
nlohmann::json receipt_events(const provider::Fields& fields, std::string_view ref);

}  // namespace herald::twilio
