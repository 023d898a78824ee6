#pragma once
#include "host/domain/webhook_ports.hpp"
#include "host/storage/operation.hpp"

namespace herald::storage {

/// Applies elements that have not been applied yet; the others stay as they are.
class ReplayOperation final : public Operation {
 public:
  ReplayOperation(domain::WebhookReplay replay, domain::Completion<domain::WebhookReplayed> done);
  void keys(Batch& batch) const override;
  void evaluate(Batch& batch) override;
  void complete(const std::optional<Error>& failure) override;

 private:
  void apply_one(Batch& batch, const domain::WebhookElement& element, ElementState& state);
  void count(std::string_view status);
  domain::WebhookReplay replay_;
  domain::Completion<domain::WebhookReplayed> done_;
  domain::WebhookReplayed replayed_;
};

}  // namespace herald::storage
