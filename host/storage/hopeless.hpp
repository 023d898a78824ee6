#pragma once
#include <string>

#include "host/storage/batch.hpp"

namespace herald::storage {

/// What a provider told about an attempt that failed for good. Borrowed for the call.
struct Failing {
  const MessageState& message;
  const AttemptState& attempt;
  const std::string& id;  ///< for a new suppression
  const std::string& cause;
  Instant at;
};

/// True for classes of failure that may be the address's own: the batch then reads whether it is suppressed.
bool may_be_hopeless(const std::string& error_class);

/// Names the suppression that a hopeless failure of that message would add; nothing where there is none.
void want_hopeless(Batch& batch, const MessageState& message);

/// Suppresses an e-mail address that does not exist and a Telegram chat whose person has blocked the bot,
/// each for its channel type, with the attempt as its evidence. Other failures do nothing.
void suppress_hopeless(Batch& batch, const Failing& failing);

}  // namespace herald::storage
