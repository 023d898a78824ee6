#include "host/storage/replay.hpp"

#include "host/storage/elements.hpp"
#include "host/storage/tables.hpp"

namespace herald::storage {
namespace {

/// The callback is as well as its elements are.
constexpr std::string_view kSumUp =
    "update communication_webhook_log set status = case when exists (select 1 from webhook_element e where "
    "e.webhook_id = communication_webhook_log.id and e.status = 'FAILED') then 'FAILED' else 'PROCESSED' "
    "end, "
    "reason = case when exists (select 1 from webhook_element e where e.webhook_id = "
    "communication_webhook_log.id and e.status = 'FAILED') then 'an element could not be applied' else '' "
    "end, "
    "updated_at = ? where id = ? and status in ('PROCESSED', 'FAILED')";

std::string replayed_data(const domain::WebhookReplayed& replayed) {
  return "{\"applied\":" + std::to_string(replayed.applied) +
         ",\"waiting\":" + std::to_string(replayed.waiting) +
         ",\"skipped\":" + std::to_string(replayed.skipped) +
         ",\"failed\":" + std::to_string(replayed.failed) + "}";
}

bool stands_still(std::string_view status) { return status == "PROCESSED" || status == "PENDING"; }

}  // namespace

ReplayOperation::ReplayOperation(domain::WebhookReplay replay,
                                 domain::Completion<domain::WebhookReplayed> done)
    : replay_{std::move(replay)}, done_{std::move(done)} {}

void ReplayOperation::keys(Batch& batch) const {
  for (const domain::WebhookElement& element : replay_.elements) {
    batch.element_rows.want({element.id});
    want_element(batch, element, {replay_.tenant, replay_.channel, replay_.webhook});
  }
}

void ReplayOperation::evaluate(Batch& batch) {
  replayed_ = {};
  bool changed = false;
  for (const domain::WebhookElement& element : replay_.elements) {
    ElementState* state = batch.element_rows.find({element.id});
    if (state == nullptr || state->tenant != replay_.tenant.text || state->webhook != replay_.webhook)
      continue;
    if (stands_still(state->status)) {
      ++(state->status == "PENDING" ? replayed_.waiting : replayed_.unchanged);
      continue;
    }
    const std::string before = state->status + state->reason;
    apply_one(batch, element, *state);
    changed = changed || before != state->status + state->reason;
  }
  if (!changed) return;
  batch.execute(kSumUp, {batch.now(), replay_.webhook});
  if (replay_.origin.actor.empty()) return;  // the host's own second try, not somebody's wish
  batch.journal(domain::shard_of(replay_.webhook), {.type = "webhook.replayed",
                                                    .tenant = replay_.tenant,
                                                    .actor = replay_.origin.actor,
                                                    .subject_kind = "webhook",
                                                    .subject = replay_.webhook,
                                                    .subject_version = 1,
                                                    .cause = replay_.origin.request_id,
                                                    .data_json = replayed_data(replayed_),
                                                    .at = batch.now()});
}

void ReplayOperation::apply_one(Batch& batch, const domain::WebhookElement& element, ElementState& state) {
  const ElementEnding ending =
      apply_element(batch, element, {replay_.tenant, replay_.channel, replay_.webhook});
  state.status = ending.status;
  state.reason = ending.reason;
  count(ending.status);
  batch.update(kUpdateElement, {ending.status, ending.reason, batch.now(), element.id});
}

void ReplayOperation::count(std::string_view status) {
  if (status == "PROCESSED") ++replayed_.applied;
  if (status == "PENDING") ++replayed_.waiting;
  if (status == "SKIPPED") ++replayed_.skipped;
  if (status == "FAILED") ++replayed_.failed;
}

void ReplayOperation::complete(const std::optional<Error>& failure) {
  if (failure) return done_(*failure);
  done_(replayed_);
}

}  // namespace herald::storage
