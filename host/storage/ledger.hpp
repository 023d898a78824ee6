#pragma once
#include <string>

#include "host/base/random.hpp"
#include "host/domain/ports.hpp"
#include "host/storage/writer.hpp"

namespace herald::storage {

/// The ledger on the writer: each step becomes one operation. [any thread]
class WriterLedger final : public domain::Ledger {
 public:
  /// `sink` takes committed work over; `node` is written into every attempt.
  WriterLedger(Writer& writer, domain::WorkSink& sink, std::string node, const Clock& clock, Random& random);
  void accept(domain::AcceptRequest request, domain::Completion<domain::Accepted> done) override;
  void intend(domain::Intent intent, domain::Completion<domain::IntentVerdict> done) override;
  void settle(domain::Settlement settlement, domain::Completion<domain::MessageStatus> done) override;
  void cancel(domain::Cancellation cancellation, domain::Completion<domain::MessageStatus> done) override;
  void receive(domain::Webhook webhook, domain::Completion<domain::WebhookApplied> done) override;

 private:
  Writer& writer_;
  domain::WorkSink& sink_;
  std::string node_;
  const Clock& clock_;
  Random& random_;
};

}  // namespace herald::storage
