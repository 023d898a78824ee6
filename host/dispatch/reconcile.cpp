#include "host/dispatch/reconcile.hpp"

#include <algorithm>

#include "host/json/writer.hpp"

namespace herald::dispatch {
namespace {

using std::chrono::seconds;

constexpr std::chrono::milliseconds kFirstLook{5'000};

seconds limit_of(const std::string& message_class, const UnknownLimits& limits) {
  if (message_class == "otp") return limits.otp;
  return message_class == "transactional" ? limits.transactional : limits.marketing;
}

UnknownDecision give_up(std::string reason) {
  return {.kind = UnknownDecision::Kind::GiveUp, .reason = std::move(reason)};
}

/// A 404 may say that there is no such message; it never shows one.
bool proves(const Verdict& verdict, int status) {
  const bool found = status >= 200 && status < 300;
  if (verdict.kind == "retry") return found || status == 404;
  return found &&
         (verdict.kind == "accepted" || (verdict.kind == "rejected" && verdict.error_class != "unsupported"));
}

}  // namespace

UnknownDecision decide(const UnknownCase& unknown, const UnknownLimits& limits, Instant now) {
  const domain::OpenAttempt& open = unknown.open;
  const Instant deadline = open.since + limit_of(unknown.message_class, limits);
  if (now < deadline && open.state == domain::AttemptState::Unknown) {
    if (!unknown.lookup) return {.at = deadline};
    return {.at = std::min(deadline, now + std::max(kFirstLook, now - open.since))};
  }
  const bool transactional = unknown.message_class == "transactional";
  if (unknown.message_class != "otp" && !transactional) return give_up("class_never_repeats");
  if (transactional && !unknown.idempotency_key) return give_up("no_idempotency_key");
  if (unknown.expires_at && now >= *unknown.expires_at) return give_up("expired");
  if (open.number >= unknown.most_attempts) return give_up("attempts_used");
  return {.kind = UnknownDecision::Kind::Repeat};
}

Conclusion judge_look_up(const Verdict& verdict, int status) {
  Conclusion end = judge_verdict(verdict, status, Commits::Yes);
  if (proves(verdict, status)) return end;
  end.outcome.certainty = domain::Certainty::Unknown;
  end.outcome.next = domain::Next::Final;
  return end;
}

std::string look_up_input(const domain::Message& message, const domain::OpenAttempt& open,
                          const std::string& ref, Instant now) {
  json::Writer out;
  out.begin_object()
      .number("now_ms", now.time_since_epoch().count())
      .begin_object("message")
      .text("id", message.id.text)
      .text("attempt_ref", ref)
      .number("attempt_no", open.number)
      .number("attempted_ms", open.since.time_since_epoch().count())
      .text("channel", message.content.channel_type)
      .text("type", message.content.message_type)
      .text("to", message.content.to_address);
  if (!message.content.from_address.empty()) out.text("from", message.content.from_address);
  if (!open.provider_id.empty()) out.text("provider_id", open.provider_id);
  return out.end_object().end_object().take();
}

}  // namespace herald::dispatch
