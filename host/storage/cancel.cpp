#include "host/storage/cancel.hpp"

#include "host/storage/step.hpp"
#include "host/storage/tables.hpp"
#include "host/storage/transitions.hpp"

namespace herald::storage {
namespace {

using domain::MessageStatus;

Error not_cancellable(MessageStatus status) {
  return {.code = Errc::Conflict,
          .reason = "not_cancellable",
          .detail = "a message can be cancelled until it is being sent; this one is " +
                    std::string{to_text(status)}};
}

Result<MessageStatus> cancel(Batch& batch, const domain::Cancellation& wish) {
  MessageState* message = batch.messages.find({wish.message});
  if (message == nullptr || message->tenant != wish.tenant.text)
    return Error{.code = Errc::NotFound, .reason = "unknown_message", .detail = "there is no such message"};
  if (message->status == MessageStatus::Cancelled) return MessageStatus::Cancelled;
  if (!domain::waiting(message->status) || batch.open_attempts.find({wish.message}) != nullptr)
    return not_cancellable(message->status);
  set_status(batch, *message, MessageStatus::Cancelled);
  store(batch, *message);
  note(batch, *message,
       {.type = "message.cancelled", .actor = wish.origin.actor, .cause = wish.origin.request_id});
  batch.remove(kDeleteWork, {message->id});
  return MessageStatus::Cancelled;
}

}  // namespace

void submit_cancel(Writer& writer, domain::Cancellation cancellation,
                   domain::Completion<MessageStatus> done) {
  submit_step<MessageStatus>(
      writer,
      [id = cancellation.message](Batch& batch) {
        batch.messages.want({id});
        batch.open_attempts.want({id});
      },
      [cancellation](Batch& batch) { return cancel(batch, cancellation); }, std::move(done));
}

}  // namespace herald::storage
