#pragma once
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string_view>

#include "plugins/providers/sendgrid/account.hpp"

namespace herald::sendgrid {

/// The events of the body of an Event Webhook request, in order; nothing when it is no JSON array. An element
/// that cannot be read is passed over, so that it does not hold up the others. [any thread]
std::optional<nlohmann::json> batch_events(std::string_view body, Account::Sharing sharing);

}  // namespace herald::sendgrid
