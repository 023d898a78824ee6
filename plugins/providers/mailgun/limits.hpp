#pragma once
#include <optional>
#include <string>

#include "plugins/providers/mailgun/outbound.hpp"

namespace herald::mailgun {

/// Why a message cannot be put to Mailgun at all. [value]
struct Refusal {
  std::string error_class{};
  std::string code{};
  std::string text{};
};

/// Mailgun's rules, before the wire; nothing when the message may go. [any thread]
/// Source: documentation.mailgun.com, user-manual/sending-messages/send-http; RFC 5322.
std::optional<Refusal> refusal_of(const Outbound& message);

/// Of the parameters and files together: 16 kB of options, 25 MB with files as base64. [any thread]
std::optional<Refusal> refusal_of_size(const Pairs& fields, const Outbound& message);

}  // namespace herald::mailgun
