#pragma once
#include <cstdint>
#include <span>
#include <string_view>

namespace herald::telegram {

/// What an error of Telegram means for a message. [value]
enum class Failure : std::uint8_t {
  RetryLater,        ///< the same request may succeed later
  RateLimited,       ///< too many requests; the answer says how long to wait
  Credentials,       ///< the token or the bot is refused
  Config,            ///< base URL, method or server set up wrongly
  Conflict,          ///< somebody else receives this bot's updates
  InvalidRecipient,  ///< this chat cannot be reached
  Blocked,           ///< the person or the group does not want the bot
  Content,           ///< this content or parameter will never be taken
  SentUnseen,        ///< the message was taken but its id is not known
};

/// One error: an HTTP status and a part of its description. [value]
struct ErrorRow {
  int status{};
  std::string_view part{};  ///< in lower case; empty: any description
  std::string_view code{};  ///< our stable word; empty: none but the status
  Failure failure{Failure::Content};
};

/// The table, in the order in which rows are tried. [any thread]
std::span<const ErrorRow> error_rows();

/// The first row that fits; what the table does not have follows from the status: 403 is the recipient's
/// doing, 5xx passes, other 4xx lie in the content. [any thread]
ErrorRow error_row(int status, std::string_view description);

/// The class of sdk/README.md's closed list that a failure belongs to. [any thread]
std::string_view error_class(Failure failure);

}  // namespace herald::telegram
