#include "host/storage/parked_match.hpp"

#include "host/storage/price_work.hpp"
#include "host/storage/step.hpp"
#include "host/storage/transitions.hpp"

namespace herald::storage {
namespace {

constexpr std::string_view kMatches =
    "select distinct p.channel_id, p.provider_message_id from parked_receipt p join delivery_attempt a "
    "on a.channel_id = p.channel_id and a.provider_message_id = p.provider_message_id and "
    "a.provider_message_id <> '' limit 100";

}  // namespace

Result<std::size_t> ParkedMatch::look() {
  if (!domain::keeps_house(served_)) return std::size_t{0};
  auto found = pool_.read<std::vector<Row>>([](Connection& db) { return db.query(kMatches, 2); });
  if (!found) return found.error();
  for (const Row& row : *found)
    submit_step<Done>(
        writer_, [row](Batch& batch) { batch.want_provider_id(row[0].text, row[1].text); },
        [row](Batch& batch) -> Result<Done> {
          AttemptState* attempt = batch.find_by_provider_id(row[0].text, row[1].text);
          if (attempt == nullptr) return Done{};
          const bool waited = waits_for_price(*attempt);
          apply_parked(batch, *attempt);
          follow_price(batch, *attempt, waited);
          return Done{};
        },
        [](const Result<Done>&) {});
  return found->size();
}

}  // namespace herald::storage
