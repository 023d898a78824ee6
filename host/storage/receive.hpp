#pragma once
#include "host/domain/ports.hpp"
#include "host/storage/operation.hpp"

namespace herald::storage {

/// Stores a verified callback and applies its elements, each once, in the same transaction. One that waited
/// unverified keeps its row, and is passed over when it does not wait any more.
class ReceiveOperation final : public Operation {
 public:
  /// Every element has its id.
  ReceiveOperation(domain::Webhook webhook, domain::Completion<domain::WebhookApplied> done);
  void keys(Batch& batch) const override;
  void evaluate(Batch& batch) override;
  void complete(const std::optional<Error>& failure) override;

 private:
  void count(std::string_view status);
  void write_log(Batch& batch) const;
  [[nodiscard]] bool still_waiting(Batch& batch) const;
  domain::Webhook webhook_;
  domain::Completion<domain::WebhookApplied> done_;
  domain::WebhookApplied applied_;
};

}  // namespace herald::storage
