#pragma once
#include <optional>
#include <string>

#include "plugins/providers/parts/verdict.hpp"
#include "plugins/providers/sendgrid/outbound.hpp"

namespace herald::sendgrid {

/// Bytes of a whole request from which on SendGrid refuses it.
inline constexpr std::size_t kRequestBytes = 30'000'000;

/// SendGrid's rules, before the wire; nothing when the message may go. The size is judged by refusal_of_size.
/// [any thread] Source: twilio.com/docs/sendgrid/api-reference/mail-send/{mail-send,errors}.
std::optional<provider::Refusal> refusal_of(const Outbound& message);

/// Of a body of that many bytes, attachments in base64 included. [any thread]
std::optional<provider::Refusal> refusal_of_size(std::uint64_t bytes);

}  // namespace herald::sendgrid
