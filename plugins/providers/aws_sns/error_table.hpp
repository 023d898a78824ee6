#pragma once
#include <cstdint>
#include <span>
#include <string_view>

namespace herald::aws_sns {

/// What an error of SNS means for a message. [value]
enum class Failure : std::uint8_t {
  Unlisted,          ///< not in the table: the HTTP status decides
  RetryLater,        ///< certainly not taken; the same request may succeed later
  Ambiguous,         ///< it failed within SNS, which may have taken it
  Down,              ///< the service is away
  RateLimited,       ///< a rate of the account
  Credentials,       ///< the account or its credentials are refused: a human must act
  Clock,             ///< signed at a time that is not AWS's
  Config,            ///< topic, key or quota set up wrongly: a human must act
  Parameter,         ///< the recipient's where the message names PhoneNumber, else Permanent
  InvalidRecipient,  ///< this address cannot be reached
  OptOut,            ///< the recipient does not want messages
  Permanent,         ///< this content or parameter will never be taken
};

/// One error code, or one phrase of a delivery record. [value]
struct ErrorRow {
  std::string_view name{};
  Failure failure{};
};

/// `Code` of error documents by the bytes of their names. [any thread]
/// Source: botocore/data/sns/2010-03-31/service-2.json; SNS API reference, common errors.
std::span<const ErrorRow> code_rows();
/// Phrases of `providerResponse` in records of FAILURE. [any thread]
/// Source: docs.aws.amazon.com/sns/latest/dg/sms_stats_cloudwatch.html.
std::span<const ErrorRow> response_rows();

/// Of an error code; Unlisted for one that the table lacks. [any thread]
Failure code_failure(std::string_view code);
/// The row of the first phrase that `response` has, in any case; null without one. [any thread]
const ErrorRow* response_row(std::string_view response);
/// Of a complete HTTP answer without a code that is known. [any thread]
Failure http_failure(int status);

/// What an error says: by its code and text. [any thread]
Failure failure_of(std::string_view code, std::string_view text);

/// The class of sdk/README.md's closed list that a failure belongs to. [any thread]
std::string_view error_class(Failure failure);

}  // namespace herald::aws_sns
