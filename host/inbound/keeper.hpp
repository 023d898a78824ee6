#pragma once
#include <memory>

#include "host/inbound/ports.hpp"

namespace herald::inbound {

/// herald_webhooks_total by result.
telemetry::Counter callbacks_counter(telemetry::Metrics& metrics, const char* result);

/// Has a verified callback stored and applied, from whichever way it came: pushed, polled, generic or kept
/// until its plugin was back. When the database refuses the transaction because of what is in an element,
/// each element is applied alone, and the guilty ones stay as dead letters. [any thread]
class Keeper {
 public:
  /// The three outlive the keeper and every completion.
  Keeper(domain::Ledger& ledger, domain::Webhooks& webhooks, telemetry::Metrics& metrics);
  /// Does not block. Each element has its id. Completes on the writer's thread: durable, or an error after
  /// which nothing is stored.
  void keep(domain::Webhook webhook, domain::Completion<domain::WebhookApplied> done);

 private:
  struct Task;
  void keep_apart(std::shared_ptr<Task> task);
  void apply_next(std::shared_ptr<Task> task);
  void finish(const Task& task) const;
  domain::Ledger& ledger_;
  domain::Webhooks& webhooks_;
  telemetry::Counter applied_;
  telemetry::Counter parked_;
  telemetry::Counter skipped_;
  telemetry::Counter dead_;
  telemetry::Counter duplicates_;
};

}  // namespace herald::inbound
