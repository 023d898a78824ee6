#include "host/storage/charge.hpp"

#include "host/base/json_text.hpp"
#include "host/storage/transitions.hpp"

namespace herald::storage {
namespace {

bool take_segments(AttemptState& attempt, MessageState& message, std::int64_t segments) {
  if (segments == 0) return false;
  const bool counts = attempt.number >= message.attempts;
  const bool fresh = attempt.segments != segments || (counts && message.segments != segments);
  attempt.segments = segments;
  if (counts) message.segments = segments;
  return fresh;
}

bool take_cost(AttemptState& attempt, MessageState& message, const domain::Cost& cost) {
  const auto before = cost_in(attempt.cost_micros, attempt.currency);
  if (before == cost) return false;
  const auto together = cost_in(message.cost_micros, message.currency);
  std::int64_t sum = cost.micros;
  if (together && together->currency == cost.currency) {
    sum += together->micros;
    if (before && before->currency == cost.currency) sum -= before->micros;
  }
  attempt.cost_micros = Cell{cost.micros};
  attempt.currency = Cell{cost.currency};
  message.cost_micros = Cell{sum};
  message.currency = Cell{cost.currency};
  return true;
}

}  // namespace

bool take_charge(AttemptState& attempt, MessageState& message, const Charge& charge) {
  const bool counted = take_segments(attempt, message, charge.segments);
  const bool priced = charge.cost && take_cost(attempt, message, *charge.cost);
  return counted || priced;
}

std::string charge_data(const Charge& charge) {
  std::string data;
  if (charge.segments > 0) data += ",\"segments\":" + std::to_string(charge.segments);
  if (charge.cost)
    data += ",\"cost_micros\":" + std::to_string(charge.cost->micros) +
            ",\"currency\":" + quote_json(charge.cost->currency);
  return data;
}

void note_charge(Batch& batch, MessageState& message, const AttemptState& attempt, ChargeSource source) {
  ++message.version;
  store(batch, message);
  const Charge stands{.segments = static_cast<int>(attempt.segments),
                      .cost = cost_in(attempt.cost_micros, attempt.currency)};
  note(batch, message,
       {.type = "message.charged",
        .actor = std::move(source.actor),
        .cause = std::move(source.cause),
        .data_json = "{\"attempt\":" + quote_json(attempt.id) + charge_data(stands) + "}"});
}

std::optional<domain::Cost> cost_in(const Cell& micros, const Cell& currency) {
  if (micros.null || currency.null) return std::nullopt;
  return domain::Cost{micros.number(), currency.text};
}

}  // namespace herald::storage
