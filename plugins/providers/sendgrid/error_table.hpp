#pragma once
#include <cstdint>
#include <span>
#include <string_view>

namespace herald::sendgrid {

/// What an error of SendGrid, or a reason in an event, means for a message. [value]
enum class Failure : std::uint8_t {
  RetryLater,        ///< the same request may succeed later
  RateLimited,       ///< too many requests, or too much mail for the receiving side
  AuthConfig,        ///< key, scope, sender, plan or path: a human must act
  InvalidRecipient,  ///< this address cannot be reached
  OptOut,            ///< the recipient does not want e-mail from this sender
  Complaint,         ///< the recipient once called our e-mail spam
  Permanent,         ///< this content or parameter will never be taken
  Ours,              ///< a request that this plugin should not have made
  Ambiguous,         ///< it may have been taken all the same
};

/// One status of the API, or one word of an event. [value]
struct StatusRow {
  int status{};
  Failure failure{};
};
struct WordRow {
  std::string_view word{};  ///< lower case
  Failure failure{};
};

/// The tables: of answers, of `reason` in `dropped`, of `bounce_classification`. [any thread]
std::span<const StatusRow> status_rows();
std::span<const WordRow> drop_rows();
std::span<const WordRow> bounce_rows();

/// The meaning of a complete HTTP answer other than success; `field` is that of the error, or empty.
/// [any thread] Source: twilio.com/docs/sendgrid/api-reference/mail-send/errors.
Failure status_failure(int status, std::string_view field);

/// Of `reason` in an event `dropped`. [any thread]
Failure drop_failure(std::string_view reason);

/// Of `bounce_classification` in an event `bounce`, or, where that says nothing, of the enhanced status code
/// (RFC 3463) in `status`. [any thread]
Failure bounce_failure(std::string_view classification, std::string_view status);

/// The class of sdk/README.md's closed list that a failure belongs to. [any thread]
std::string_view error_class(Failure failure);

}  // namespace herald::sendgrid
