#pragma once
#include <nlohmann/json_fwd.hpp>

#include "plugins/providers/parts/form.hpp"

namespace herald::vonage {

/// The events of an inbound SMS of the SMS API: the message or one part of it, and the opt-out or opt-in that
/// it states. Empty without messageId or sender. [any thread]
/// Source: developer.vonage.com, messaging/sms/guides/inbound-sms.
nlohmann::json sms_events(const provider::Fields& fields);

/// The events of an inbound message of the Messages API. Empty without message_uuid or sender. [any thread]
/// Source: developer.vonage.com, api/messages-olympus (inbound message).
nlohmann::json message_events(const nlohmann::json& body);

}  // namespace herald::vonage
