#include "host/storage/elements.hpp"

#include "host/storage/consent.hpp"
#include "host/storage/hopeless.hpp"
#include "host/storage/price_work.hpp"
#include "host/storage/transitions.hpp"

namespace herald::storage {
namespace {

AttemptState* attempt_of(Batch& batch, const domain::Receipt& receipt, const Telling& telling) {
  AttemptState* attempt = receipt.attempt_ref.empty() ? nullptr : batch.attempts.find({receipt.attempt_ref});
  if (attempt == nullptr && !receipt.provider_id.empty())
    attempt = batch.find_by_provider_id(telling.channel.text, receipt.provider_id);
  // A reference to another tenant's or channel's attempt proves nothing about ours.
  const bool ours = attempt != nullptr && attempt->tenant == telling.tenant.text &&
                    attempt->channel == telling.channel.text;
  return ours ? attempt : nullptr;
}

ElementEnding apply_receipt(Batch& batch, const domain::WebhookElement& element, const Telling& telling) {
  const domain::Receipt& receipt = *element.receipt;
  AttemptState* attempt = attempt_of(batch, receipt, telling);
  if (attempt == nullptr) {
    if (receipt.provider_id.empty()) return {"SKIPPED", "names no message that is known here"};
    batch.park(telling.tenant.text, {.id = element.id, .receipt = receipt});
    return {"PENDING", "waits for a message with this provider id"};
  }
  const bool waited = waits_for_price(*attempt);
  const bool learns = attempt->provider_id.empty() && !receipt.provider_id.empty();
  if (learns) {
    attempt->provider_id = receipt.provider_id;
    batch.learn_provider_id(*attempt);
    store(batch, *attempt);
  }
  apply(batch, *attempt, receipt, {"webhook:" + telling.webhook, element.id});
  if (learns) apply_parked(batch, *attempt);
  follow_price(batch, *attempt, waited);
  return {"PROCESSED"};
}

}  // namespace

void want_element(Batch& batch, const domain::WebhookElement& element, const Telling& telling) {
  if (element.inbound) want(batch, *element.inbound);
  if (element.consent) want_wish(batch, telling.tenant, *element.consent);
  if (!element.receipt) return;
  if (may_be_hopeless(element.receipt->error_class)) batch.watch_hopeless();
  if (!element.receipt->attempt_ref.empty()) batch.attempts.want({element.receipt->attempt_ref});
  batch.want_provider_id(telling.channel.text, element.receipt->provider_id);
}

ElementEnding apply_element(Batch& batch, const domain::WebhookElement& element, const Telling& telling) {
  if (!element.failed.empty()) return {"FAILED", element.failed};
  if (element.receipt) return apply_receipt(batch, element, telling);
  if (element.consent)
    return {"PROCESSED", apply_wish(batch, *element.consent,
                                    {telling.tenant, telling.channel, "webhook:" + telling.webhook})};
  if (!element.inbound) return {"SKIPPED", element.skipped};
  return {"PROCESSED", apply(batch, *element.inbound, telling)};
}

}  // namespace herald::storage
