#pragma once
#include <cstdint>
#include <span>
#include <string_view>

namespace herald::vonage {

/// What an error of Vonage means for a message. [value]
enum class Failure : std::uint8_t {
  Unlisted,          ///< not in the table: the HTTP status decides
  RetryLater,        ///< the same request may succeed later
  Down,              ///< the service is away
  RateLimited,       ///< a rate of the account
  Crowded,           ///< too many messages to this number
  Credentials,       ///< the account or its credentials are refused: a human must act
  Config,            ///< sender, callback or feature set up wrongly: a human must act
  InvalidRecipient,  ///< this address cannot be reached
  OptOut,            ///< the recipient does not want messages from this sender
  Permanent,         ///< this content or parameter will never be taken
  Duplicate,         ///< Vonage says that it has this message already
};

/// Codes first…last, both included. [value]
struct ErrorRow {
  int first{};
  int last{};
  Failure failure{};
};

/// The three tables, ascending: `status` of the SMS API's answers, `err-code` of its receipts, and codes of
/// the Messages API in answers and callbacks. [any thread]
/// Source: developer.vonage.com, api-errors/sms, messaging/sms/guides/delivery-receipts, api-errors/messages.
std::span<const ErrorRow> sms_status_rows();
std::span<const ErrorRow> receipt_rows();
std::span<const ErrorRow> message_rows();

/// Of a `status` other than 0; Permanent for one that the table lacks. [any thread]
Failure sms_failure(int status);
/// Of an `err-code`; Permanent for one that the table lacks. [any thread]
Failure receipt_failure(int err_code);
/// Of a code of the Messages API; Unlisted for one that the table lacks. [any thread]
Failure message_failure(int code);
/// Of a complete HTTP answer without a code that is known. [any thread]
Failure http_failure(int status);

/// The class of sdk/README.md's closed list that a failure belongs to. [any thread]
std::string_view error_class(Failure failure);

}  // namespace herald::vonage
