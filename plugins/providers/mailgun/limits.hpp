#pragma once
#include <optional>
#include <string>

#include "plugins/providers/mailgun/outbound.hpp"
#include "plugins/providers/parts/verdict.hpp"

namespace herald::mailgun {

/// Mailgun's rules, before the wire; nothing when the message may go. [any thread]
/// Source: documentation.mailgun.com, user-manual/sending-messages/send-http; RFC 5322.
std::optional<provider::Refusal> refusal_of(const Outbound& message);

/// Of the parameters and files together: 16 kB of options, 25 MB with files as base64. [any thread]
std::optional<provider::Refusal> refusal_of_size(const Pairs& fields, const Outbound& message);

}  // namespace herald::mailgun
