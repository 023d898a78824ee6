#pragma once
#include "host/domain/ports.hpp"
#include "host/storage/operation.hpp"

namespace herald::storage {

/// Stores a verified callback and applies its elements, each once, in the same transaction.
class ReceiveOperation final : public Operation {
 public:
  /// `ids` holds one fresh id per element: for the element's row and, should it have to wait, its parked
  /// receipt.
  ReceiveOperation(domain::Webhook webhook, std::vector<std::string> ids,
                   domain::Completion<domain::WebhookApplied> done);
  void keys(Batch& batch) const override;
  void evaluate(Batch& batch) override;
  void complete(const std::optional<Error>& failure) override;

 private:
  struct Ending {
    std::string_view status;
    std::string reason;
  };
  Ending apply_element(Batch& batch, std::size_t position);
  [[nodiscard]] AttemptState* attempt_of(Batch& batch, const domain::Receipt& receipt) const;
  domain::Webhook webhook_;
  std::vector<std::string> ids_;
  domain::Completion<domain::WebhookApplied> done_;
  domain::WebhookApplied applied_;
};

}  // namespace herald::storage
