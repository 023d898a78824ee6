#include "host/intake/policy.hpp"

#include <algorithm>

namespace herald::intake {

Instant sending_time(const domain::AcceptRequest& request, Instant now) {
  return std::max(now, request.message.content.schedule_for.value_or(now));
}

void apply_policy(domain::AcceptRequest& request, const domain::PolicyVerdict& verdict) {
  using Kind = domain::PolicyVerdict::Kind;
  if (verdict.kind == Kind::Allow) return;
  domain::Message& message = request.message;
  message.reason = verdict.reason;
  request.decider = verdict.decider;
  if (verdict.kind == Kind::Hold) {
    message.status = domain::MessageStatus::Held;
    message.held_until = verdict.until;
    return;
  }
  message.status = domain::MessageStatus::Rejected;
  message.error_class = "blocked";
  message.error_code = verdict.reason;
  message.error_text = verdict.text;
}

}  // namespace herald::intake
