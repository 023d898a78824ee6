#include "host/storage/receive.hpp"

#include "host/storage/tables.hpp"
#include "host/storage/transitions.hpp"

namespace herald::storage {

ReceiveOperation::ReceiveOperation(domain::Webhook webhook, std::vector<std::string> ids,
                                   domain::Completion<domain::WebhookApplied> done)
    : webhook_{std::move(webhook)}, ids_{std::move(ids)}, done_{std::move(done)} {
  HERALD_CHECK(ids_.size() == webhook_.elements.size());
}

void ReceiveOperation::keys(Batch& batch) const {
  for (const domain::WebhookElement& element : webhook_.elements) {
    batch.elements.want({webhook_.channel, element.dedupe_key});
    if (!element.receipt) continue;
    if (!element.receipt->attempt_ref.empty()) batch.attempts.want({element.receipt->attempt_ref});
    batch.want_provider_id(webhook_.channel.text, element.receipt->provider_id);
  }
}

void ReceiveOperation::evaluate(Batch& batch) {
  applied_ = {};
  std::vector<Row> rows;
  for (std::size_t i = 0; i < webhook_.elements.size(); ++i) {
    const domain::WebhookElement& element = webhook_.elements[i];
    if (batch.elements.find({webhook_.channel, element.dedupe_key}) != nullptr) {
      ++applied_.duplicates;
      continue;
    }
    batch.elements.put({webhook_.channel, element.dedupe_key}, {});
    const Ending ending = apply_element(batch, i);
    rows.push_back({ids_[i], webhook_.tenant, webhook_.id, webhook_.channel, i, element.dedupe_key,
                    ending.status, ending.reason, element.event_json, batch.now(), batch.now()});
  }
  batch.insert(kInsertWebhook, {webhook_.id, webhook_.tenant, webhook_.channel, webhook_.provider,
                                webhook_.headers_json, webhook_.body, "PROCESSED", applied_.duplicates,
                                batch.now(), batch.now(), batch.now(), batch.now()});
  for (Row& row : rows) batch.insert(kInsertElement, std::move(row));
}

AttemptState* ReceiveOperation::attempt_of(Batch& batch, const domain::Receipt& receipt) const {
  AttemptState* attempt = receipt.attempt_ref.empty() ? nullptr : batch.attempts.find({receipt.attempt_ref});
  if (attempt == nullptr && !receipt.provider_id.empty())
    attempt = batch.find_by_provider_id(webhook_.channel.text, receipt.provider_id);
  // A reference to another tenant's or channel's attempt proves nothing about ours.
  const bool ours = attempt != nullptr && attempt->tenant == webhook_.tenant.text &&
                    attempt->channel == webhook_.channel.text;
  return ours ? attempt : nullptr;
}

ReceiveOperation::Ending ReceiveOperation::apply_element(Batch& batch, std::size_t position) {
  const domain::WebhookElement& element = webhook_.elements[position];
  if (!element.receipt) {
    ++applied_.skipped;
    return {"SKIPPED", element.skipped};
  }
  const domain::Receipt& receipt = *element.receipt;
  AttemptState* attempt = attempt_of(batch, receipt);
  if (attempt == nullptr) {
    if (receipt.provider_id.empty()) {
      ++applied_.skipped;
      return {"SKIPPED", "names no message that is known here"};
    }
    batch.park(webhook_.tenant.text, {.id = ids_[position], .receipt = receipt});
    ++applied_.parked;
    return {"PENDING", "waits for a message with this provider id"};
  }
  if (attempt->provider_id.empty() && !receipt.provider_id.empty()) {
    attempt->provider_id = receipt.provider_id;
    batch.learn_provider_id(*attempt);
    store(batch, *attempt);
    apply(batch, *attempt, receipt, "webhook:" + webhook_.id);
    apply_parked(batch, *attempt);
  } else {
    apply(batch, *attempt, receipt, "webhook:" + webhook_.id);
  }
  ++applied_.applied;
  return {"PROCESSED", ""};
}

void ReceiveOperation::complete(const std::optional<Error>& failure) {
  if (failure) return done_(*failure);
  done_(applied_);
}

}  // namespace herald::storage
