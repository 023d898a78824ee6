#pragma once
#include "host/domain/ports.hpp"
#include "host/storage/operation.hpp"

namespace herald::storage {

/// Accepts one message: finds or creates address, contact and conversation, then adds message, work item,
/// idempotency key and journal row (design D13).
class AcceptOperation final : public Operation {
 public:
  AcceptOperation(domain::AcceptRequest request, domain::WorkSink& sink,
                  domain::Completion<domain::Accepted> done);
  void keys(Batch& batch) const override;
  void evaluate(Batch& batch) override;
  void complete(const std::optional<Error>& failure) override;

 private:
  [[nodiscard]] std::optional<Error> refusal(Batch& batch) const;
  [[nodiscard]] std::optional<Error> resend_refusal(Batch& batch) const;
  [[nodiscard]] bool replay(Batch& batch);
  void add_message(Batch& batch);
  void link_to_first(Batch& batch);
  domain::AcceptRequest request_;
  domain::WorkSink& sink_;
  domain::Completion<domain::Accepted> done_;
  domain::Message message_;  ///< as this evaluation would store it
  std::optional<Error> refused_;
  std::string replayed_;  ///< id of the message an earlier request made
};

}  // namespace herald::storage
