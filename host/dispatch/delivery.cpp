#include "host/dispatch/delivery.hpp"

#include <algorithm>

namespace herald::dispatch {
namespace {

constexpr std::size_t kLongestCode = 64;
constexpr std::size_t kLongestDetail = 200;
constexpr std::size_t kLongestText = 1000;
constexpr std::size_t kLongestProviderId = 255;

void hide(std::string& text, const std::string& secret) {
  if (secret.size() < 4) return;
  for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at + 3))
    text.replace(at, secret.size(), "***");
}

/// Cuts at a character, not inside one.
void cut(std::string& text, std::size_t most) {
  if (text.size() <= most) return;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xc0U) == 0x80U) --most;
  text.resize(most);
}

}  // namespace

Conclusion judge(const Delivery& delivery, const Verdict& verdict) {
  if (delivery.purpose == Delivery::Purpose::LookUp) return judge_look_up(verdict, delivery.status);
  return judge_verdict(verdict, delivery.status, delivery.commits);
}

domain::Settlement settlement_of(const Delivery& delivery, domain::Outcome outcome,
                                 std::optional<Instant> retry_at) {
  const domain::Message& message = delivery.work.message;
  return {.attempt = delivery.attempt.id,
          .message = message.id,
          .tenant = message.tenant,
          .channel = message.channel,
          .outcome = std::move(outcome),
          .retry_at = retry_at};
}

domain::OpenAttempt open_attempt(const Delivery& delivery, const domain::Outcome& outcome) {
  return {.id = delivery.attempt.id,
          .repeats = delivery.repeats,
          .number = delivery.attempt.number,
          .state = outcome.certainty == domain::Certainty::Unknown ? domain::AttemptState::Unknown
                                                                   : domain::AttemptState::NotSent,
          .provider_id = outcome.provider_id,
          .since = delivery.begun_at};
}

std::string op_of(const Delivery& delivery) {
  return delivery.purpose == Delivery::Purpose::LookUp ? "lookup" : "send";
}

domain::ProviderStep step_of(const Delivery& delivery) {
  return {.tenant = delivery.work.message.tenant,
          .op = op_of(delivery),
          .input = delivery.input,
          .account = delivery.account->account_json,
          .state = delivery.state};
}

domain::OutboundRequest depart(Delivery& delivery, Planned planned) {
  ++delivery.requests;
  delivery.earlier = delivery.commits;
  if (planned.commits) delivery.commits = Commits::Yes;
  if (planned.state) delivery.state = std::move(*planned.state);
  std::ranges::move(planned.redact, std::back_inserter(delivery.redact));
  const std::chrono::seconds longest{delivery.account->channel.timeout_seconds};
  planned.request.timeout =
      std::clamp<std::chrono::milliseconds>(planned.request.timeout, std::chrono::milliseconds{1}, longest);
  planned.request.start_by = delivery.start_by;
  return std::move(planned.request);
}

void redact(domain::Outcome& outcome, const Delivery& delivery) {
  for (std::string* text : {&outcome.error_text, &outcome.error_code, &outcome.detail}) {
    for (const std::string& secret : delivery.redact) hide(*text, secret);
    if (delivery.account)
      for (const std::string& secret : delivery.account->secrets) hide(*text, secret);
  }
  cut(outcome.error_text, kLongestText);
  cut(outcome.error_code, kLongestCode);
  cut(outcome.detail, kLongestDetail);
  cut(outcome.provider_id, kLongestProviderId);
  if (outcome.currency.size() != 3) outcome.currency.clear(), outcome.cost_micros.reset();
}

}  // namespace herald::dispatch
