#include "host/dispatch/dispatcher.hpp"

// What the dispatcher does about attempts whose outcome nobody knows (design D3).

namespace herald::dispatch {

UnknownCase Dispatcher::case_of(const domain::Work& work, const domain::ProviderAccount* account) const {
  const domain::MessageContent& content = work.message.content;
  UnknownCase unknown{.message_class = content.message_class,
                      .open = *work.open,
                      .expires_at = content.expires_at,
                      .most_attempts = most_attempts(account)};
  if (account == nullptr) return unknown;
  unknown.lookup = account->traits.lookup && account->provider != nullptr;
  unknown.idempotency_key = account->traits.idempotency_key;
  return unknown;
}

void Dispatcher::reconcile(domain::Work work) {
  HERALD_CHECK(work.open);
  const domain::OpenAttempt open = *work.open;
  auto account = open_account(work.message.channel);
  Delivery delivery{.purpose = Delivery::Purpose::LookUp,
                    .work = std::move(work),
                    .repeats = open.repeats,
                    .begun_at = open.since,
                    .account = std::move(account),
                    .earlier = Commits::Yes,  // the request in question
                    .commits = Commits::Yes,
                    .start_by = ports_.clock.tick() + config_.start_limit};
  const UnknownCase unknown = case_of(delivery.work, delivery.account.get());
  delivery.attempt = {.id = open.id,
                      .number = open.number,
                      .ref = unknown.idempotency_key && !open.repeats.empty() ? open.repeats : open.id};
  // Of a repetition that was not sent the provider can tell nothing more: what it repeats is as unknown as
  // before.
  const bool not_sent = open.state == domain::AttemptState::NotSent;
  if (!unknown.lookup || not_sent) return undecided(std::move(delivery));
  delivery.input = look_up_input(delivery.work.message, open, delivery.attempt.ref.text, ports_.clock.now());
  const auto place = deliveries_.emplace(open.id.text, std::move(delivery)).first;
  plan(place->first, place->second);
}

/// Nothing has told: time and the message's class decide.
void Dispatcher::undecided(Delivery delivery) {
  const UnknownCase unknown = case_of(delivery.work, delivery.account.get());
  const UnknownDecision decision = decide(unknown, config_.unknown, ports_.clock.now());
  if (decision.kind == UnknownDecision::Kind::Repeat) {
    const domain::AttemptId first = unknown.open.repeats.empty() ? unknown.open.id : unknown.open.repeats;
    return consult({.work = std::move(delivery.work), .repeats = first});
  }
  domain::Settlement settlement = settlement_of(
      delivery, {.certainty = domain::Certainty::Unknown, .error_code = decision.reason}, std::nullopt);
  if (decision.kind == UnknownDecision::Kind::Wait) settlement.retry_at = decision.at;
  settle(std::move(settlement), std::move(delivery.work));
}

}  // namespace herald::dispatch
