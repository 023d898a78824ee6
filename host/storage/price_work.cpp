#include "host/storage/price_work.hpp"

#include "host/base/check.hpp"

namespace herald::storage {
namespace {

const Insert kInsertPriceWork{
    .order = 75,
    .head =
        "insert into price_work (attempt_id, shard, tenant_id, channel_id, due_at, created_at, updated_at) "
        "values ",
    .group = "(?,?,?,?,?,?,?)"};
const Delete kDeletePriceWork{.head = "delete from price_work where attempt_id in "};

}  // namespace

bool waits_for_price(const AttemptState& attempt) {
  return attempt.price_after_s > 0 && !attempt.provider_id.empty() && attempt.cost_micros.null &&
         domain::contribution(attempt.state).has_value();
}

void follow_price(Batch& batch, const AttemptState& attempt, bool waited) {
  const bool waits = waits_for_price(attempt);
  if (waits == waited) return;
  if (!waits) return batch.remove(kDeletePriceWork, {attempt.id});
  const MessageState* message = batch.messages.find({attempt.message});
  HERALD_CHECK(message != nullptr);
  batch.insert(kInsertPriceWork,
               {attempt.id, message->shard, attempt.tenant, attempt.channel,
                batch.now() + std::chrono::seconds{attempt.price_after_s}, batch.now(), batch.now()});
}

}  // namespace herald::storage
