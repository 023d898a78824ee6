#pragma once
#include <cstdint>
#include <span>
#include <string_view>

namespace herald::mailgun {

/// What an error of Mailgun, or a reason in an event, means for a message. [value]
enum class Failure : std::uint8_t {
  RetryLater,        ///< the same request may succeed later
  RateLimited,       ///< a limit of the domain; the text says until when
  AuthConfig,        ///< key, domain, region, plan or sender: a human must act
  InvalidRecipient,  ///< this address cannot be reached
  OptOut,            ///< the recipient does not want e-mail from this domain
  Complaint,         ///< the recipient once called our e-mail spam
  Permanent,         ///< this content or parameter will never be taken
  Ambiguous,         ///< it may have been taken all the same
};

/// One error of the API: an HTTP status and a part of its message. [value]
struct ErrorRow {
  int status{};
  std::string_view part{};  ///< in lower case; empty: any message
  Failure failure{};
};

/// The table, in the order in which rows are tried. [any thread]
/// Source: documentation.mailgun.com, api-reference/send/mailgun.
std::span<const ErrorRow> error_rows();

/// The meaning of a complete HTTP answer other than success. A status that the table lacks: from 500 on
/// ambiguous, 408 too, from 400 on of the content, else of the account. [any thread]
Failure status_failure(int status, std::string_view message);

/// A word that Mailgun gives as `reason` of a permanent failure. [value]
struct ReasonRow {
  std::string_view reason{};
  int code{};  ///< of delivery-status where it has one of its own, else 0
  Failure failure{};
};
std::span<const ReasonRow> reason_rows();

/// What a permanent failure says. [value]; the views outlive the call they are passed to.
struct Bounce {
  std::string_view reason{};
  int code{};                   ///< SMTP, or one of Mailgun's own
  std::string_view enhanced{};  ///< RFC 3463, where known
};

/// Of an event `failed` that is permanent: by its reason, else by its code, else by the enhanced code, of
/// which 5.1.x is about the address. [any thread]
Failure bounce_failure(const Bounce& bounce);

/// The class of sdk/README.md's closed list that a failure belongs to. [any thread]
std::string_view error_class(Failure failure);

}  // namespace herald::mailgun
