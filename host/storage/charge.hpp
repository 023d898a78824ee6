#pragma once
#include <optional>
#include <string>

#include "host/domain/cost.hpp"
#include "host/storage/batch.hpp"

namespace herald::storage {

/// What a provider told that an attempt took. [value]
struct Charge {
  int segments{0};  ///< 0: not told
  std::optional<domain::Cost> cost{};
};

/// Takes it over into the attempt and its message, what was told later in place of what was told before; says
/// whether that changed anything. The message's cost is that of its attempts together; when an amount of
/// another currency is told, it stands alone. A superseded attempt does not count the message's segments.
bool take_charge(AttemptState& attempt, MessageState& message, const Charge& charge);

/// What was told, as further members of an event's data: begins with a comma, or is empty.
std::string charge_data(const Charge& charge);

/// Who told it, and what led to that. [value]
struct ChargeSource {
  std::string actor{};
  std::string cause{};
};

/// "message.charged" with what now stands at the attempt, for a charge that comes without a new status: grows
/// the version of the message and stores it.
void note_charge(Batch& batch, MessageState& message, const AttemptState& attempt, ChargeSource source);

/// The cost in these two columns.
std::optional<domain::Cost> cost_in(const Cell& micros, const Cell& currency);

}  // namespace herald::storage
