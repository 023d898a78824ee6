#include "host/storage/receive.hpp"

#include "host/storage/elements.hpp"
#include "host/storage/tables.hpp"

namespace herald::storage {
namespace {

constexpr std::string_view kFailedElements = "an element could not be applied";

Telling told_by(const domain::Webhook& webhook) { return {webhook.tenant, webhook.channel, webhook.id}; }

}  // namespace

ReceiveOperation::ReceiveOperation(domain::Webhook webhook, domain::Completion<domain::WebhookApplied> done)
    : webhook_{std::move(webhook)}, done_{std::move(done)} {}

void ReceiveOperation::keys(Batch& batch) const {
  if (webhook_.stay == domain::WebhookStay::Waiting) batch.webhooks.want({webhook_.id});
  for (const domain::WebhookElement& element : webhook_.elements) {
    batch.elements.want({webhook_.channel, element.dedupe_key});
    want_element(batch, element, told_by(webhook_));
  }
}

void ReceiveOperation::evaluate(Batch& batch) {
  applied_ = {};
  if (!still_waiting(batch)) return;
  std::vector<Row> rows;
  bool sealed = false;
  for (std::size_t i = 0; i < webhook_.elements.size(); ++i) {
    const domain::WebhookElement& element = webhook_.elements[i];
    if (sealed || batch.elements.find({webhook_.channel, element.dedupe_key}) != nullptr) {
      sealed = sealed || element.role == domain::WebhookElement::Role::Seal;
      ++applied_.duplicates;
      continue;
    }
    batch.elements.put({webhook_.channel, element.dedupe_key}, {});
    const ElementEnding ending = apply_element(batch, element, told_by(webhook_));
    count(ending.status);
    rows.push_back({element.id, webhook_.tenant, webhook_.id, webhook_.channel, i, element.dedupe_key,
                    ending.status, ending.reason, element.event_json, batch.now(), batch.now()});
  }
  write_log(batch);
  for (Row& row : rows) batch.insert(kInsertElement, std::move(row));
}

bool ReceiveOperation::still_waiting(Batch& batch) const {
  if (webhook_.stay == domain::WebhookStay::Arriving) return true;
  WebhookState* waiting = batch.webhooks.find({webhook_.id});
  if (waiting == nullptr || waiting->status != "UNVERIFIED") return false;
  waiting->status = "PROCESSED";
  return true;
}

void ReceiveOperation::count(std::string_view status) {
  if (status == "PROCESSED") ++applied_.applied;
  if (status == "PENDING") ++applied_.parked;
  if (status == "SKIPPED") ++applied_.skipped;
  if (status == "FAILED") ++applied_.failed;
}

void ReceiveOperation::write_log(Batch& batch) const {
  const bool failed = applied_.failed > 0;
  const std::string_view status = failed ? "FAILED" : "PROCESSED";
  const std::string_view reason = failed ? kFailedElements : "";
  if (webhook_.stay == domain::WebhookStay::Waiting)
    return batch.update(kUpdateWebhookVerified, {status, reason, applied_.duplicates, webhook_.headers_json,
                                                 Cell{}, 0, batch.now(), batch.now(), webhook_.id});
  batch.insert(kInsertWebhook, {webhook_.id, webhook_.tenant, webhook_.channel, webhook_.provider,
                                webhook_.headers_json, webhook_.body, status, reason, applied_.duplicates,
                                batch.now(), batch.now(), batch.now(), batch.now()});
}

void ReceiveOperation::complete(const std::optional<Error>& failure) {
  if (failure) return done_(*failure);
  done_(applied_);
}

}  // namespace herald::storage
