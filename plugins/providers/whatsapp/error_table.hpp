#pragma once
#include <cstdint>
#include <span>
#include <string_view>

namespace herald::whatsapp {

/// What an error of the Cloud API means for a message. [value]
enum class Failure : std::uint8_t {
  Unlisted,          ///< not in the table: the HTTP status decides
  RetryLater,        ///< the same request may succeed later
  RetryOnce,         ///< one more attempt may succeed, further ones do not
  Down,              ///< the service is away
  RateLimited,       ///< a rate of the app or business account
  SenderLimited,     ///< a rate of the number that sends
  Crowded,           ///< too many messages to this person
  Capped,            ///< this person gets no more marketing for now
  Credentials,       ///< token, permission or account are refused: a human must act
  Config,            ///< template, test list or feature set up wrongly: a human must act
  InvalidRecipient,  ///< no WhatsApp there, or none that takes this sender's messages
  Unsuited,          ///< the recipient is not what the message was made for
  Withheld,          ///< Meta keeps the message from this person
  OptOut,            ///< the person stopped marketing of this sender
  Permanent,         ///< this content or parameter will never be taken
};

/// Codes first…last, both included. [value]
struct ErrorRow {
  int first{};
  int last{};
  Failure failure{};
  int wait_seconds{};  ///< to be waited for at least; 0: the answer or the host decides
};

/// The table, ascending: codes of answers and of webhooks alike. [any thread]
/// Source: developers.facebook.com, business-messaging/whatsapp/support/error-codes.
std::span<const ErrorRow> error_rows();

/// The row of a code; one of Unlisted for a code that the table lacks. [any thread]
ErrorRow error_row(int code);

/// True for the failures that only a wait ends. [any thread]
bool is_rate(Failure failure);

/// Of a complete HTTP answer without a code that is known. [any thread]
Failure http_failure(int status);

/// The class of sdk/README.md's closed list that a failure belongs to. [any thread]
std::string_view error_class(Failure failure);

}  // namespace herald::whatsapp
