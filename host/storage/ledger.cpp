#include "host/storage/ledger.hpp"

#include "host/storage/accept.hpp"
#include "host/storage/deliver.hpp"
#include "host/storage/receive.hpp"

namespace herald::storage {

WriterLedger::WriterLedger(Writer& writer, domain::WorkSink& sink, std::string node, const Clock& clock,
                           Random& random)
    : writer_{writer}, sink_{sink}, node_{std::move(node)}, clock_{clock}, random_{random} {}

void WriterLedger::accept(domain::AcceptRequest request, domain::Completion<domain::Accepted> done) {
  writer_.submit(std::make_unique<AcceptOperation>(std::move(request), sink_, std::move(done)));
}

void WriterLedger::intend(domain::Intent intent, domain::Completion<domain::IntentVerdict> done) {
  writer_.submit(std::make_unique<IntendOperation>(std::move(intent), node_, std::move(done)));
}

void WriterLedger::settle(domain::Settlement settlement, domain::Completion<domain::MessageStatus> done) {
  writer_.submit(std::make_unique<SettleOperation>(std::move(settlement), std::move(done)));
}

void WriterLedger::receive(domain::Webhook webhook, domain::Completion<domain::WebhookApplied> done) {
  for (domain::WebhookElement& element : webhook.elements)
    if (element.id.empty()) element.id = make_uuid(clock_.now(), random_);
  writer_.submit(std::make_unique<ReceiveOperation>(std::move(webhook), std::move(done)));
}

}  // namespace herald::storage
