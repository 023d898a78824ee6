#pragma once
#include <string>

#include "host/domain/ports.hpp"
#include "host/storage/operation.hpp"

namespace herald::storage {

/// Commits the intent to call a provider, if the message still wants to be sent (design D3, D13).
class IntendOperation final : public Operation {
 public:
  IntendOperation(domain::Intent intent, std::string node, domain::Completion<domain::IntentVerdict> done);
  void keys(Batch& batch) const override;
  void evaluate(Batch& batch) override;
  void complete(const std::optional<Error>& failure) override;

 private:
  [[nodiscard]] domain::IntentVerdict::Kind judge(Batch& batch, const MessageState* message) const;
  [[nodiscard]] bool wants_to_be_sent(domain::MessageStatus status) const;
  void begin(Batch& batch, MessageState& message);
  void hold(Batch& batch, MessageState& message);
  void end(Batch& batch, MessageState& message) const;
  [[nodiscard]] std::string evidence_data(Batch& batch) const;
  domain::Intent intent_;
  std::string node_;
  domain::Completion<domain::IntentVerdict> done_;
  domain::IntentVerdict verdict_;
};

/// Commits how an attempt ended, together with receipts that came before its provider id was known.
class SettleOperation final : public Operation {
 public:
  SettleOperation(domain::Settlement settlement, domain::Completion<domain::MessageStatus> done);
  void keys(Batch& batch) const override;
  void evaluate(Batch& batch) override;
  void complete(const std::optional<Error>& failure) override;

 private:
  void settle_attempt(Batch& batch, AttemptState& attempt) const;
  [[nodiscard]] bool reroute(Batch& batch, const MessageState& message) const;
  void settle_message(Batch& batch, MessageState& message, const AttemptState& attempt);
  domain::Settlement settlement_;
  domain::Completion<domain::MessageStatus> done_;
  std::optional<Error> refused_;
  domain::MessageStatus status_{};
  bool charged_{false};  ///< it told segments or a cost that were new
};

}  // namespace herald::storage
