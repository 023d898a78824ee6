#include "host/storage/hopeless.hpp"

#include <array>
#include <utility>

#include "host/base/json_text.hpp"
#include "host/storage/consent.hpp"

namespace herald::storage {
namespace {

/// A class of failure that is the address's own on that channel type.
struct Hopeless {
  std::string_view channel_type;
  std::string_view kind;
  std::string_view error_class;
  std::string_view reason;
};
constexpr std::array<Hopeless, 2> kHopeless{{
    {"EMAIL", "email", "invalid_recipient", kHardBounce},
    {"TELEGRAM", "telegram", "blocked", kBlocked},
}};

const Hopeless* rule_of(const std::string& channel_type) {
  for (const Hopeless& rule : kHopeless)
    if (rule.channel_type == channel_type) return &rule;
  return nullptr;
}

Suppressing hopeless_of(const MessageState& message, const Hopeless& rule) {
  return {.tenant = domain::TenantId{message.tenant},
          .address = {.kind = std::string{rule.kind}, .normalised = message.to_address},
          .channel_type = message.channel_type,
          .reason = std::string{rule.reason}};
}

std::string evidence_of_attempt(const AttemptState& attempt) {
  std::string json = "{\"message\":" + quote_json(attempt.message) +
                     ",\"attempt\":" + quote_json(attempt.id) +
                     ",\"class\":" + quote_json(attempt.error_class);
  if (!attempt.error_code.empty()) json += ",\"code\":" + quote_json(attempt.error_code);
  if (!attempt.detail.empty()) json += ",\"detail\":" + quote_json(attempt.detail);
  return json + "}";
}

}  // namespace

bool may_be_hopeless(const std::string& error_class) {
  for (const Hopeless& rule : kHopeless)
    if (rule.error_class == error_class) return true;
  return false;
}

void want_hopeless(Batch& batch, const MessageState& message) {
  if (const Hopeless* rule = rule_of(message.channel_type))
    batch.standing.want(standing_cells(hopeless_of(message, *rule)));
}

void suppress_hopeless(Batch& batch, const Failing& failing) {
  const MessageState& message = failing.message;
  const AttemptState& attempt = failing.attempt;
  const Hopeless* rule = rule_of(message.channel_type);
  if (rule == nullptr || rule->error_class != attempt.error_class) return;
  Suppressing one = hopeless_of(message, *rule);
  if (!batch.standing.knows(standing_cells(one))) return;
  one.id = failing.id;
  one.evidence_json = evidence_of_attempt(attempt);
  one.source = "provider:" + attempt.channel;
  one.at = failing.at;
  one.cause = failing.cause;
  one.actor = one.source;
  one.data_json = "{\"reason\":" + quote_json(one.reason) + ",\"channel\":" + quote_json(attempt.channel) +
                  ",\"channel_type\":" + quote_json(one.channel_type) +
                  ",\"message\":" + quote_json(message.id) + "}";
  suppress(batch, one);
}

}  // namespace herald::storage
