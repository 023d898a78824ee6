#pragma once
#include <string_view>

#include "plugins/providers/smtp/answer.hpp"

namespace herald::smtp {

/// What a refusal means in the terms of sdk/README.md. [value]
struct Meaning {
  std::string_view kind{};         ///< rejected, retry or auth_failed
  std::string_view error_class{};  ///< lives for ever
};

/// Judges a negative reply: by its enhanced code (RFC 3463 and the IANA registry "SMTP Enhanced Status
/// Codes"), else by its basic code. 4yz may be tried again, 5yz not; 421 is a server that goes away. [any
/// thread]
Meaning meaning_of(const Answer& answer);

}  // namespace herald::smtp
