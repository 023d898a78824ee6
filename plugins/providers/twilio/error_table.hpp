#pragma once
#include <cstdint>
#include <string_view>

namespace herald::twilio {

/// What an error of Twilio means for a message. [value]
enum class Failure : std::uint8_t {
  Unlisted,          ///< not in the table: the HTTP status decides
  RetryLater,        ///< the same request may succeed later
  RateLimited,       ///< a rate or daily cap
  Credentials,       ///< the account or its credentials are refused
  Config,            ///< sender, region, service or callback set up wrongly
  InvalidRecipient,  ///< this address cannot be reached
  OptOut,            ///< the recipient does not want messages from this sender
  Blocked,           ///< the address stands on a block list
  Content,           ///< this content or parameter will never be taken
  Unsupported,       ///< the operation does not apply to this resource
};

/// Codes first…last, both included. [value]
struct ErrorRow {
  int first{};
  int last{};
  Failure failure{Failure::Unlisted};
  int wait_seconds{0};  ///< how long a limit of this kind lasts at least; 0 = not known
};

/// The row of a code; failure is Unlisted for a code that Twilio has not documented to us. [any thread]
ErrorRow error_row(int code);

/// The class of sdk/README.md's closed list that a failure belongs to. [any thread]
std::string_view error_class(Failure failure);

}  // namespace herald::twilio
