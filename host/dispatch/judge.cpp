#include "host/dispatch/judge.hpp"

#include <algorithm>
#include <array>

namespace herald::dispatch {
namespace {

using domain::Certainty;
using domain::Next;

constexpr std::array<std::string_view, 10> kClasses{
    "invalid_recipient", "blocked",       "content_rejected", "quota",   "auth", "config",
    "transient",         "provider_down", "unsupported",      "internal"};

constexpr std::chrono::milliseconds kLongestWait{std::chrono::hours{24}};

/// An open word list closes here: what we do not know counts as our defect.
std::string known_class(const std::string& text, std::string_view preset) {
  if (text.empty()) return std::string{preset};
  return std::ranges::find(kClasses, text) != kClasses.end() ? text : "internal";
}

Conclusion conclude(Certainty certainty, Next next, std::string error_class, const Verdict& verdict) {
  return {.outcome = {.certainty = certainty,
                      .next = next,
                      .provider_id = verdict.provider_id,
                      .error_class = std::move(error_class),
                      .error_code = verdict.code,
                      .error_text = verdict.text,
                      .detail = verdict.detail,
                      .segments = verdict.segments,
                      .cost = verdict.cost}};
}

bool is_e164(std::string_view text) {
  constexpr std::size_t kShortest = 8, kLongest = 16;  // with the plus
  return text.size() >= kShortest && text.size() <= kLongest && text.front() == '+' &&
         text.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

bool is_success(int status) { return status >= 200 && status < 300; }

/// A gateway in between spoke, not the provider: its word proves nothing about the provider's deeds.
bool gateway_spoke(int status) { return status == 502 || status == 504; }

/// Failures on our side that trying again cannot mend.
bool final_failure(const std::string& failure) {
  return failure == "guard_refused" || failure == "bad_url" || failure == "bad_request";
}

Conclusion not_sent(const Verdict& verdict, Next next, std::string_view preset_class) {
  Conclusion end =
      conclude(Certainty::NotSent, next, known_class(verdict.error_class, preset_class), verdict);
  if (verdict.after_ms)
    end.wait =
        std::chrono::milliseconds{std::clamp<std::int64_t>(*verdict.after_ms, 0, kLongestWait.count())};
  return end;
}

/// What says nothing about the far side: our own rules, an overload of this node, its stop.
bool our_own_failure(const std::string& failure) {
  return final_failure(failure) || failure == "start_deadline" || failure == "shutdown" ||
         failure == "internal" || failure == "body_missing";
}

/// The provider has looked at this message and not liked it: the channel works.
bool recipients_error(const Verdict& verdict) {
  const std::string& c = verdict.error_class;
  return verdict.kind == "rejected" && (c.empty() || c == "invalid_recipient" || c == "blocked" ||
                                        c == "content_rejected" || c == "unsupported");
}

Health verdict_health(const Verdict& verdict, int status) {
  if (verdict.kind == "auth_failed" || verdict.error_class == "auth") return Health::Bad;
  if (status == 0) return Health::Unproven;
  return status >= 500 && !recipients_error(verdict) ? Health::Bad : Health::Good;
}

Conclusion transport_end(const domain::OutboundAnswer& answer, Commits commits) {
  Verdict words{.code = answer.failure, .text = answer.text};
  if (answer.reached == domain::Reached::NotStarted && commits == Commits::No) {
    return conclude(Certainty::NotSent, final_failure(answer.failure) ? Next::Final : Next::Retry,
                    final_failure(answer.failure) ? "config" : "transient", words);
  }
  if (commits == Commits::Yes) return conclude(Certainty::Unknown, Next::Final, "transient", words);
  return conclude(Certainty::NotSent, Next::Retry, "transient", words);
}

Conclusion verdict_end(const Verdict& verdict, int status, Commits commits) {
  const bool accepted = verdict.kind == "accepted";
  const bool contradiction = status != 0 && accepted && !is_success(status);
  if (commits == Commits::Yes && (contradiction || gateway_spoke(status)))
    return conclude(Certainty::Unknown, Next::Final, known_class(verdict.error_class, "provider_down"),
                    verdict);
  if (accepted && status != 0) {
    Conclusion end = conclude(Certainty::Accepted, Next::Final, "", verdict);
    if (is_e164(verdict.address)) end.outcome.reached_at = verdict.address;
    return end;
  }
  if (verdict.kind == "rejected") return not_sent(verdict, Next::Final, "content_rejected");
  if (verdict.kind == "retry") return not_sent(verdict, Next::Retry, "transient");
  if (verdict.kind == "auth_failed") return not_sent(verdict, Next::Final, "auth");
  if (verdict.kind == "rate_limited") {
    Conclusion end = not_sent(verdict, Next::Retry, "quota");
    end.pause_channel = verdict.scope == "account" && end.wait.has_value();
    return end;
  }
  if (commits == Commits::Yes)
    return conclude(Certainty::Unknown, Next::Final, known_class(verdict.error_class, "transient"), verdict);
  return not_sent(verdict, Next::Retry, "internal");
}

}  // namespace

Conclusion judge_transport(const domain::OutboundAnswer& answer, Commits commits) {
  Conclusion end = transport_end(answer, commits);
  end.health = our_own_failure(answer.failure) ? Health::Unproven : Health::Bad;
  return end;
}

Conclusion judge_verdict(const Verdict& verdict, int status, Commits commits) {
  Conclusion end = verdict_end(verdict, status, commits);
  end.health = verdict_health(verdict, status);
  return end;
}

Conclusion judge_files(const Error& error) {
  const bool final = error.code == Errc::Invalid;
  return not_sent(
      {.error_class = final ? "content_rejected" : "transient", .code = error.reason, .text = error.detail},
      final ? Next::Final : Next::Retry, "transient");
}

Conclusion judge_failure(const Error& error, Commits commits) {
  const Verdict words{.code = error.reason, .text = error.detail};
  if (commits == Commits::Yes) return conclude(Certainty::Unknown, Next::Final, "internal", words);
  Conclusion end = conclude(Certainty::NotSent, Next::Retry, "internal", words);
  if (error.retry_after_ms) end.wait = std::chrono::milliseconds{*error.retry_after_ms};
  return end;
}

}  // namespace herald::dispatch
