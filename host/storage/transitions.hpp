#pragma once
#include <string>

#include "host/domain/outcome.hpp"
#include "host/domain/ports.hpp"
#include "host/storage/batch.hpp"

namespace herald::storage {

/// Writes the present state of a message or attempt that evaluate() has changed.
void store(Batch& batch, const MessageState& message);
void store(Batch& batch, const AttemptState& attempt);

/// A business event about `message`, with the message's new version.
struct Note {
  std::string type{};
  std::string actor{};
  std::string cause{};
  std::string data_json{"{}"};
};
void note(Batch& batch, const MessageState& message, Note event);

/// Sets the status with its time stamp and grows the version. The status lattice is the caller's business.
void set_status(Batch& batch, MessageState& message, domain::MessageStatus status);

/// Where a receipt comes from. [value]
struct ReceiptSource {
  std::string cause{};
  std::string element{};  ///< id of its row; of a suppression too, should it lead to one
};

/// Joins what a receipt says into its attempt and the attempt's message (design D4); journals what changed.
void apply(Batch& batch, AttemptState& attempt, const domain::Receipt& receipt, const ReceiptSource& source);

/// After `attempt` has learnt its provider id: receipts that waited for it are applied.
void apply_parked(Batch& batch, AttemptState& attempt);

/// "message.delivered" for DELIVERED, and so on.
std::string event_type(domain::MessageStatus status);

}  // namespace herald::storage
