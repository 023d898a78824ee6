#include "host/storage/transitions.hpp"

#include <cctype>

#include "host/base/json_text.hpp"
#include "host/storage/charge.hpp"
#include "host/storage/hopeless.hpp"
#include "host/storage/tables.hpp"

namespace herald::storage {
namespace {

using domain::MessageStatus;

std::string receipt_data(const AttemptState& attempt, const domain::Receipt& receipt) {
  std::string data =
      "{\"attempt\":" + quote_json(attempt.id) + ",\"state\":" + quote_json(to_text(receipt.state));
  if (!receipt.error_code.empty()) data += ",\"code\":" + quote_json(receipt.error_code);
  if (!receipt.detail.empty()) data += ",\"detail\":" + quote_json(receipt.detail);
  return data + charge_data({receipt.segments, receipt.cost}) + "}";
}

void take_error(MessageState& message, const AttemptState& attempt) {
  message.error_class = attempt.error_class;
  message.error_code = attempt.error_code;
  message.error_text = attempt.error_text;
}

bool is_failure(domain::AttemptState state) {
  return state == domain::AttemptState::Expired || state == domain::AttemptState::Failed ||
         state == domain::AttemptState::Bounced;
}

/// A failure that only the dispatcher concluded, because nothing was sent, gives way to what a receipt
/// proves.
MessageStatus next_status(const MessageState& message, const AttemptState& attempt,
                          domain::AttemptState before) {
  // The failure of a superseded attempt says nothing about the message (design D4).
  if (attempt.number < message.attempts && is_failure(attempt.state)) return message.status;
  const bool concluded = message.status == MessageStatus::Failed || message.status == MessageStatus::Expired;
  if (concluded && message.sent_at.null && !domain::contribution(before))
    return domain::contribution(attempt.state).value_or(message.status);
  return domain::advance(message.status, attempt.state, attempt.rule);
}

/// Details of the receipt that wins the join; an absorbed one changes nothing.
void take_receipt(Batch& batch, AttemptState& attempt, const domain::Receipt& receipt) {
  attempt.state = receipt.state;
  attempt.detail = receipt.detail;
  attempt.error_class = receipt.error_class;
  attempt.error_code = receipt.error_code;
  attempt.error_text = receipt.error_text;
  if (attempt.settled_at.null) attempt.settled_at = Cell{batch.now()};
}

}  // namespace

void store(Batch& batch, const MessageState& m) {
  batch.update(kUpdateMessageStatus,
               {to_text(m.status), m.reason, m.error_class, m.error_code, m.error_text, m.provider_id,
                m.attempts, m.segments, m.cost_micros, m.currency, m.version, m.sent_at, m.delivered_at,
                m.read_at, m.failed_at, m.held_until, batch.now(), m.id});
}

void store(Batch& batch, const AttemptState& a) {
  batch.update(kUpdateAttempt,
               {to_text(a.state), a.provider_id, a.error_class, a.error_code, a.error_text, a.detail,
                a.segments, a.cost_micros, a.currency, a.settled_at, batch.now(), a.id});
}

void note(Batch& batch, const MessageState& message, Note event) {
  batch.journal(message.shard, {.type = std::move(event.type),
                                .tenant = domain::TenantId{message.tenant},
                                .actor = std::move(event.actor),
                                .subject_kind = "message",
                                .subject = message.id,
                                .subject_version = message.version,
                                .cause = std::move(event.cause),
                                .data_json = std::move(event.data_json),
                                .at = batch.now()});
}

void set_status(Batch& batch, MessageState& message, MessageStatus status) {
  message.status = status;
  if (status != MessageStatus::Held) message.held_until = Cell{};
  ++message.version;
  const Cell now{batch.now()};
  const bool left =
      status == MessageStatus::Sent || status == MessageStatus::Delivered || status == MessageStatus::Read;
  if (left && message.sent_at.null) message.sent_at = now;
  if ((status == MessageStatus::Delivered || status == MessageStatus::Read) && message.delivered_at.null)
    message.delivered_at = now;
  if (status == MessageStatus::Read && message.read_at.null) message.read_at = now;
  const bool failed = status == MessageStatus::Failed || status == MessageStatus::Bounced;
  if (!failed) message.failed_at = Cell{};  // a later receipt has won
  if (failed && message.failed_at.null) message.failed_at = now;
}

void apply(Batch& batch, AttemptState& attempt, const domain::Receipt& receipt, const ReceiptSource& source) {
  MessageState* message = batch.messages.find({attempt.message});
  HERALD_CHECK(message != nullptr);
  const bool charged = take_charge(attempt, *message, {receipt.segments, receipt.cost});
  const domain::AttemptState before = attempt.state;
  const bool moved = domain::join(before, receipt.state, attempt.rule) != before;
  if (!moved && !charged) return;
  if (moved) take_receipt(batch, attempt, receipt);
  store(batch, attempt);
  if (moved && is_failure(attempt.state))
    suppress_hopeless(batch, {.message = *message,
                              .attempt = attempt,
                              .id = source.element,
                              .cause = source.cause,
                              .at = receipt.occurred_at.value_or(batch.now())});
  const MessageStatus next = moved ? next_status(*message, attempt, before) : message->status;
  if (next == message->status) {
    if (charged) note_charge(batch, *message, attempt, {"provider:" + attempt.channel, source.cause});
    return;
  }
  set_status(batch, *message, next);
  message->provider_id = attempt.provider_id;
  take_error(*message, attempt);
  message->reason.clear();
  store(batch, *message);
  note(batch, *message,
       {.type = event_type(next),
        .actor = "provider:" + attempt.channel,
        .cause = source.cause,
        .data_json = receipt_data(attempt, receipt)});
  batch.remove(kDeleteWork, {message->id});
}

void apply_parked(Batch& batch, AttemptState& attempt) {
  for (const ParkedState& parked : batch.take_parked(attempt.channel, attempt.provider_id)) {
    apply(batch, attempt, parked.receipt, {"parked:" + parked.id, parked.id});
    batch.update(kUpdateElement, {"PROCESSED", "", batch.now(), parked.id});  // it has the id of its element
  }
}

std::string event_type(MessageStatus status) {
  std::string type = "message.";
  for (const char c : to_text(status))
    type.push_back(static_cast<char>(std::tolower(static_cast<unsigned char>(c))));
  return type;
}

}  // namespace herald::storage
