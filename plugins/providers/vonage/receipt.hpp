#pragma once
#include <nlohmann/json_fwd.hpp>

#include "plugins/providers/parts/form.hpp"

namespace herald::vonage {

/// The events of a delivery receipt of the SMS API: the receipt of one part, and the opt-out that it states.
/// Where a message has several parts and one fails, the message has bounced, whatever the others do. Empty
/// without messageId or status. [any thread]
/// Source: developer.vonage.com, messaging/sms/guides/delivery-receipts.
nlohmann::json receipt_events(const provider::Fields& fields);

/// The events of a status of the Messages API. Empty without message_uuid or status. [any thread]
/// Source: developer.vonage.com, messages/concepts (status webhook).
nlohmann::json status_events(const nlohmann::json& body);

}  // namespace herald::vonage
