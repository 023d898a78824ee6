#include "host/storage/ledger.hpp"

#include "host/storage/accept.hpp"
#include "host/storage/cancel.hpp"
#include "host/storage/deliver.hpp"
#include "host/storage/receive.hpp"

namespace herald::storage {
namespace {

using domain::IntentVerdict;
using domain::MessageStatus;

/// The same completion, which also tells the sink when the message is through.
domain::Completion<MessageStatus> telling(domain::WorkSink& sink, domain::MessageId message,
                                          domain::Completion<MessageStatus> done) {
  return [&sink, message = std::move(message), done = std::move(done)](Result<MessageStatus> status) {
    if (status && domain::settled(*status)) sink.ended(message, *status);
    done(std::move(status));
  };
}

/// What the refusal of an intent made of the message.
std::optional<MessageStatus> end_of(IntentVerdict::Kind kind) {
  switch (kind) {
    case IntentVerdict::Kind::Suppressed:
    case IntentVerdict::Kind::Refused:
      return MessageStatus::Rejected;
    case IntentVerdict::Kind::Expired:
      return MessageStatus::Expired;
    case IntentVerdict::Kind::ChannelDeleted:
      return MessageStatus::Failed;
    default:
      return std::nullopt;
  }
}

}  // namespace

WriterLedger::WriterLedger(Writer& writer, domain::WorkSink& sink, std::string node, const Clock& clock,
                           Random& random)
    : writer_{writer}, sink_{sink}, node_{std::move(node)}, clock_{clock}, random_{random} {}

void WriterLedger::accept(domain::AcceptRequest request, domain::Completion<domain::Accepted> done) {
  writer_.submit(std::make_unique<AcceptOperation>(std::move(request), sink_, std::move(done)));
}

void WriterLedger::intend(domain::Intent intent, domain::Completion<IntentVerdict> done) {
  const bool first = intent.repeats.empty();  // a repetition that is refused leaves its message UNKNOWN
  writer_.submit(std::make_unique<IntendOperation>(
      intent, node_,
      [this, first, message = intent.message, done = std::move(done)](Result<IntentVerdict> verdict) {
        const auto end = verdict && first ? end_of(verdict->kind) : std::nullopt;
        if (end) sink_.ended(message, *end);
        done(std::move(verdict));
      }));
}

void WriterLedger::settle(domain::Settlement settlement, domain::Completion<domain::MessageStatus> done) {
  auto told = telling(sink_, settlement.message, std::move(done));
  writer_.submit(std::make_unique<SettleOperation>(std::move(settlement), std::move(told)));
}

void WriterLedger::cancel(domain::Cancellation cancellation, domain::Completion<MessageStatus> done) {
  submit_cancel(writer_, cancellation, telling(sink_, cancellation.message, std::move(done)));
}

void WriterLedger::receive(domain::Webhook webhook, domain::Completion<domain::WebhookApplied> done) {
  for (domain::WebhookElement& element : webhook.elements)
    if (element.id.empty()) element.id = make_uuid(clock_.now(), random_);
  writer_.submit(std::make_unique<ReceiveOperation>(std::move(webhook), std::move(done)));
}

}  // namespace herald::storage
