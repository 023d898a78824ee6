#pragma once
#include <cstdint>
#include <string>

#include "plugins/providers/smtp/outbound.hpp"

namespace herald::smtp {

/// What the way to the server carries.
enum class Transfer : std::uint8_t { SevenBit, EightBit };

/// A composed e-mail. [value]
struct Mail {
  std::string bytes{};                    ///< header and body, lines end in CRLF, none at the end of all
  Transfer transfer{Transfer::SevenBit};  ///< EightBit: has bytes above ASCII
};

/// Composes it (RFC 5322, RFC 2045): text, html, or both as multipart/alternative. The same input gives the
/// same bytes. Bcc is not in it. [any thread]
Mail compose(const Outbound& mail, Transfer transfer);

/// Message-ID, made of the attempt: "<attempt_ref@domain of the sender>".
std::string message_id(const Outbound& mail);

}  // namespace herald::smtp
