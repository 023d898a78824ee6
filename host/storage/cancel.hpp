#pragma once
#include "host/domain/ports.hpp"
#include "host/storage/writer.hpp"

namespace herald::storage {

/// Queues the cancellation of a message. Whether it comes before the intent to send is decided by the order
/// of the two in the writer: exactly one of them wins.
void submit_cancel(Writer& writer, domain::Cancellation cancellation,
                   domain::Completion<domain::MessageStatus> done);

}  // namespace herald::storage
