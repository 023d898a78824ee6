#pragma once
#include <optional>

#include "plugins/providers/parts/verdict.hpp"
#include "plugins/providers/vonage/outbound.hpp"

namespace herald::vonage {

/// Vonage's limits, before the wire; nothing when the message may go. [any thread]
/// Source: developer.vonage.com, messaging/sms/overview; api/messages-olympus.
std::optional<provider::Refusal> refusal_of(const Outbound& message);

}  // namespace herald::vonage
