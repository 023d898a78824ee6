#pragma once
#include "host/storage/batch.hpp"

namespace herald::storage {

/// It has been sent under a provider id, its provider knows the price only later, and no cost was told so
/// far.
bool waits_for_price(const AttemptState& attempt);

/// To be called after a change of an attempt, with what waits_for_price() said before it: what waits from now
/// on gets its row in price_work, what waits no more loses it.
void follow_price(Batch& batch, const AttemptState& attempt, bool waited);

}  // namespace herald::storage
