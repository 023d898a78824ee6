#include "host/dispatch/dispatcher.hpp"

#include <algorithm>

#include "host/dispatch/traffic.hpp"

namespace herald::dispatch {
namespace {

using domain::IntentVerdict;

constexpr std::chrono::milliseconds kStoreAgain{500};
constexpr std::chrono::seconds kLongestSleep{10};
/// So long a channel may wait for a token before its limits are looked at again, and so old they may be then.
constexpr std::chrono::seconds kLimitsAge{1};

Error plugin_missing(const std::string& provider) {
  return {.code = Errc::Unavailable,
          .reason = "plugin_missing",
          .detail = "no plugin for provider '" + provider + "' is active"};
}

/// Where suppressions of this message's recipient are looked up.
domain::AddressKey address_of(const domain::Message& message) {
  const std::string& type = message.content.channel_type;
  std::string kind = "phone";
  if (type == "EMAIL") kind = "email";
  if (type == "TELEGRAM") kind = "telegram";
  if (type == "WHATSAPP") kind = "whatsapp";
  return {.kind = std::move(kind), .normalised = message.content.to_address};
}

/// Where the provider knows the person by another number than the message's.
std::optional<domain::OtherAddress> other_address(const domain::Message& message, const std::string& reached,
                                                  std::string new_id) {
  const domain::AddressKey known = address_of(message);
  const bool number = known.kind == "whatsapp" || known.kind == "phone";
  if (!number || reached == known.normalised) return std::nullopt;
  return domain::OtherAddress{
      .known = known, .other = {known.kind, reached}, .new_address_id = std::move(new_id)};
}

/// This node's part of what a channel allows, by its shards (design D10).
LaneLimits part_of(LaneLimits whole, const domain::NodeShards* shards) {
  if (shards == nullptr) return whole;
  const double part = std::max(shards->get().count(), 1) / double{domain::kShards};
  return {.rate_per_second = whole.rate_per_second * part,
          .burst = std::max(1.0, whole.burst * part),
          .concurrency = std::max(1, static_cast<int>(whole.concurrency * part))};
}

QueueBounds bounds_of(std::size_t window) {
  const std::size_t quarter = std::max<std::size_t>(window / 4, 1);
  return {.capacity = window, .per_channel = quarter, .reserved = std::min<std::size_t>(quarter, 32)};
}

}  // namespace

Dispatcher::Dispatcher(DispatcherConfig config, DispatcherPorts ports)
    : config_{std::move(config)},
      ports_{ports},
      board_{ports.clock, ports.metrics},
      queue_{bounds_of(config_.window), config_.breaker},
      window_{ports.source} {}

void Dispatcher::offer(domain::Work work) {
  inbox_.put([this, work = std::move(work)]() mutable { enqueue(std::move(work)); });
}

void Dispatcher::explain(domain::Message message, std::function<void(std::optional<domain::Waiting>)> done) {
  inbox_.put([this, message = std::move(message), done = std::move(done)] {
    const bool ours = shards_of(ports_.shards).has(message.shard);
    done(ours ? queue_.waiting(message, ports_.clock.now(), ports_.clock.tick())
              : domain::Waiting{.what = domain::Waiting::What::OtherNode});
  });
}

void Dispatcher::enqueue(domain::Work work) {
  const Instant now = ports_.clock.now();
  if (work.due_at > now + Window::kHorizon) return;  // a look at the database finds it in time
  const domain::ChannelId channel = work.message.channel;
  if (!queue_.add(std::move(work), now)) window_.missed(channel);
}

Tick Dispatcher::step(Tick now) {
  const Tick wake = turn(now);
  idle_ = deliveries_.empty() && settling_ == 0 && consulting_ == 0 && unsettled_.empty();
  queued_ = queue_.size();
  busy_.set(queue_.busy());
  return wake;
}

Tick Dispatcher::turn(Tick now) {
  for (const Task& task : inbox_.take()) task();
  std::vector<Late> due;
  const auto later = std::ranges::partition(unsettled_, [&](const Late& late) { return late.due > now; });
  std::ranges::move(later, std::back_inserter(due));
  unsettled_.erase(later.begin(), later.end());
  for (Late& late : due) settle(std::move(late.settlement), std::move(late.work));
  if (draining_) return next_wake(now);
  if (!window_.step(queue_, ports_.clock.now(), now)) ports_.log.warning("work_not_loaded");
  queue_.advance(ports_.clock.now());
  for (domain::Work& work : queue_.take_expired(ports_.clock.now(), now))
    intend({.purpose = Delivery::Purpose::Expire, .work = std::move(work)}, {});
  renew_limits(now);
  start_deliveries(now);
  return next_wake(now);
}

void Dispatcher::renew_limits(Tick now) {
  if (now - limits_renewed_ < kLimitsAge) return;
  limits_renewed_ = now;
  for (const domain::ChannelId& channel : queue_.slow_channels(now, now + kLimitsAge))
    static_cast<void>(open_account(channel));
}

Tick Dispatcher::next_wake(Tick now) const {
  Tick wake = now + kLongestSleep;
  for (const Late& late : unsettled_) wake = std::min(wake, late.due);
  if (draining_) return wake;
  wake = std::min(wake, window_.next(queue_, now));
  if (const auto due = queue_.next_due())
    wake = std::min(wake, now + std::max<Tick::duration>(*due - ports_.clock.now(), {}));
  if (queue_.in_flight() < config_.max_in_flight)
    if (const auto token = queue_.next_token(now)) wake = std::min({wake, *token, now + kLimitsAge});
  return wake;
}

void Dispatcher::start_deliveries(Tick now) {
  while (queue_.in_flight() < config_.max_in_flight) {
    auto work = queue_.take(now);
    if (!work) return;
    begin(std::move(*work));
  }
}

void Dispatcher::look_again() {
  inbox_.put([this] { window_.look_again(); });
}

void Dispatcher::begin(domain::Work work) {
  if (!shards_of(ports_.shards).has(work.message.shard))
    return queue_.release(work.message, ports_.clock.tick());  // another node's by now
  if (work.message.status == domain::MessageStatus::Unknown) return reconcile(std::move(work));
  consult({.work = std::move(work)});
}

std::shared_ptr<const domain::ProviderAccount> Dispatcher::open_account(const domain::ChannelId& channel) {
  auto account = ports_.accounts.open(channel);
  if (!account) return nullptr;
  queue_.limit(channel,
               part_of({.rate_per_second = (*account)->rate_per_second,
                        .burst = (*account)->burst,
                        .concurrency = (*account)->concurrency},
                       ports_.shards),
               ports_.clock.tick());
  return *account;
}

void Dispatcher::intend(Delivery delivery, domain::PolicyVerdict policy) {
  const domain::AttemptId attempt{make_uuid(ports_.clock.now(), ports_.random)};
  const domain::Message& message = delivery.work.message;
  delivery.account = open_account(message.channel);
  const bool same = delivery.account && delivery.account->traits.idempotency_key && !delivery.repeats.empty();
  delivery.attempt = {.id = attempt, .ref = same ? delivery.repeats : attempt};
  domain::Intent intent{.id = attempt,
                        .message = message.id,
                        .tenant = message.tenant,
                        .channel = message.channel,
                        .address = address_of(message),
                        .channel_type = message.content.channel_type,
                        .contact = message.contact,
                        .contact_ref = message.content.contact_ref,
                        .repeats = delivery.repeats,
                        .policy = std::move(policy)};
  if (delivery.purpose == Delivery::Purpose::Expire) intent.purpose = domain::Intent::Purpose::Expire;
  if (delivery.account) {
    intent.bounce_rule = delivery.account->traits.bounce_rule;
    intent.price_after = delivery.account->traits.price_after;
  }
  deliveries_.emplace(attempt.text, std::move(delivery));
  ports_.ledger.intend(std::move(intent), [this, id = attempt.text](Result<IntentVerdict> verdict) {
    // The limit runs from the commit: a process that was stopped meanwhile must not begin what others gave
    // up.
    inbox_.put([this, id, committed = ports_.clock.tick(), verdict = std::move(verdict)]() mutable {
      intended(id, std::move(verdict), committed);
    });
  });
}

void Dispatcher::intended(const std::string& id, Result<IntentVerdict> verdict, Tick committed) {
  Delivery* delivery = find(id);
  if (!verdict) {
    // Nothing was committed: the work item is still there and comes back with a sweep, but not at once.
    ports_.log.warning("intent_not_stored", {{"attempt", id}, {"reason", verdict.error().reason}});
    window_.missed_until(delivery->work.message.channel, ports_.clock.tick() + kStoreAgain);
    return drop(id);
  }
  if (verdict->kind == IntentVerdict::Kind::Waits)
    window_.missed(delivery->work.message.channel);  // its time was made longer meanwhile
  if (verdict->kind == IntentVerdict::Kind::Held) return put_aside(id, verdict->due_at);
  if (verdict->kind != IntentVerdict::Kind::Go) return drop(id);
  delivery->attempt.number = verdict->number;
  delivery->begun_at = ports_.clock.now();
  delivery->start_by = committed + config_.start_limit;
  if (!delivery->account)
    return conclude(id, judge_failure({.reason = "channel_unusable",
                                       .detail = "the channel or its secrets cannot be read"},
                                      Commits::No));
  if (delivery->account->provider == nullptr)
    return conclude(id, judge_failure(plugin_missing(delivery->account->channel.api_provider), Commits::No));
  if (delivery->not_gathered) return conclude(id, judge_files(*delivery->not_gathered));
  describe(*delivery);
  if (delivery->account->stream != nullptr) return stream(id, *delivery);
  plan(id, *delivery);
}

void Dispatcher::plan(const std::string& id, Delivery& delivery) {
  if (delivery.requests >= kMostRequests)
    return conclude(
        id, judge_failure({.reason = "endless_exchange", .detail = "the plugin planned more than 8 requests"},
                          delivery.commits));
  delivery.account->provider->plan(
      step_of(delivery), ports_.clock.tick() + config_.plugin_limit,
      [this, id](Result<domain::ProviderReply> reply) {
        inbox_.put([this, id, reply = std::move(reply)]() mutable { planned(id, std::move(reply)); });
      });
}

void Dispatcher::planned(const std::string& id, Result<domain::ProviderReply> reply) {
  Delivery* delivery = find(id);
  if (!reply) return conclude(id, judge_failure(reply.error(), delivery->commits));
  auto step = read_plan(*reply, delivery->files);
  if (!step) return conclude(id, judge_failure(step.error(), delivery->commits));
  if (const auto* verdict = std::get_if<Verdict>(&*step)) return conclude(id, judge(*delivery, *verdict));
  if (delivery->purpose == Delivery::Purpose::LookUp && std::get<Planned>(*step).commits)
    return conclude(
        id, judge_failure({.reason = "bad_plan", .detail = "a look-up must not commit"}, delivery->commits));
  domain::OutboundRequest request =
      depart(*delivery, std::get<Planned>(std::move(*step)), config_.slowest_upload);
  delivery->exchange = begin_exchange(*delivery, request, ports_.clock.now());
  delivery->asked_at = ports_.clock.tick();
  ports_.carrier.send(std::move(request), [this, id](domain::OutboundAnswer answer) {
    inbox_.put([this, id, answer = std::move(answer)]() mutable { answered(id, std::move(answer)); });
  });
}

void Dispatcher::answered(const std::string& id, domain::OutboundAnswer answer) {
  Delivery* delivery = find(id);
  note_answer(*delivery->exchange, answer, ports_.clock.tick() - delivery->asked_at);
  if (answer.reached != domain::Reached::Answered)
    return conclude(
        id, judge_transport(answer, answer.reached == domain::Reached::NotStarted ? delivery->earlier
                                                                                  : delivery->commits));
  delivery->status = answer.status;
  delivery->start_by = ports_.clock.tick() + config_.start_limit;
  delivery->account->provider->on_response(
      step_of(*delivery), answer, ports_.clock.tick() + config_.plugin_limit,
      [this, id](Result<domain::ProviderReply> reply) {
        inbox_.put([this, id, reply = std::move(reply)]() mutable { judged(id, std::move(reply)); });
      });
}

void Dispatcher::judged(const std::string& id, Result<domain::ProviderReply> reply) {
  Delivery* delivery = find(id);
  if (!reply) return conclude(id, judge_failure(reply.error(), delivery->commits));
  auto judgement = read_judgement(*reply);
  if (!judgement) return conclude(id, judge_failure(judgement.error(), delivery->commits));
  if (const auto* verdict = std::get_if<Verdict>(&*judgement))
    return conclude(id, judge(*delivery, *verdict));
  log_exchange(*delivery, "continue");
  delivery->state = std::get<Continue>(std::move(*judgement)).state;
  plan(id, *delivery);
}

void Dispatcher::log_exchange(Delivery& delivery, std::string_view verdict) {
  if (delivery.exchange) ports_.exchanges.record(end_exchange(delivery, verdict));
}

int Dispatcher::most_attempts(const domain::ProviderAccount* account) const {
  return account != nullptr ? 1 + account->channel.retry_count : config_.retry.attempts;
}

std::optional<Instant> Dispatcher::retry_time(const Delivery& delivery, const Conclusion& conclusion) {
  const domain::Outcome& outcome = conclusion.outcome;
  const Instant now = ports_.clock.now();
  if (outcome.certainty == domain::Certainty::Unknown)
    return decide(case_of(delivery.work, delivery.account.get()), config_.unknown, now).at;
  if (outcome.certainty != domain::Certainty::NotSent || outcome.next != domain::Next::Retry)
    return std::nullopt;
  RetryPolicy policy = config_.retry;
  policy.attempts = most_attempts(delivery.account.get());
  const auto wait = delay_before(policy, delivery.attempt.number + 1, conclusion.wait, ports_.random);
  if (!wait) return std::nullopt;
  // What would be tried too late is looked at when its time is over, and then ends as expired.
  const Instant expires = delivery.work.message.content.expires_at.value_or(Instant::max());
  return std::min(now + *wait, expires);
}

void Dispatcher::learn(const Delivery& delivery, const Conclusion& conclusion) {
  const domain::Message& message = delivery.work.message;
  if (conclusion.pause_channel) queue_.pause(message.channel, ports_.clock.tick() + *conclusion.wait);
  const std::string& code = conclusion.outcome.error_code;
  const Breaker& breaker = queue_.learn(message, conclusion.health, ports_.clock.tick());
  if (!board_.show(message.channel, breaker, conclusion.health == Health::Bad ? code : "")) return;
  if (breaker.open_until()) {
    ports_.log.warning("channel_held", {{"channel", message.channel.text}, {"reason", code}});
  } else {
    ports_.log.info("channel_works_again", {{"channel", message.channel.text}});
  }
}

void Dispatcher::conclude(const std::string& id, Conclusion conclusion) {
  Delivery delivery = std::move(*find(id));
  deliveries_.erase(id);
  log_exchange(delivery, verdict_word(conclusion.outcome.certainty));
  redact(conclusion.outcome, delivery);
  learn(delivery, conclusion);
  const bool unknown = conclusion.outcome.certainty == domain::Certainty::Unknown;
  if (unknown && delivery.purpose == Delivery::Purpose::LookUp) return undecided(std::move(delivery));
  delivery.work.open = open_attempt(delivery, conclusion.outcome);
  const auto at = retry_time(delivery, conclusion);
  domain::ChannelId next = next_channel(delivery, conclusion, at);
  domain::Settlement settlement =
      settlement_of(delivery, std::move(conclusion.outcome), next.empty() ? at : ports_.clock.now());
  settlement.next_channel = std::move(next);
  if (const std::string& reached = settlement.outcome.reached_at; !reached.empty())
    settlement.other_address =
        other_address(delivery.work.message, reached, make_uuid(ports_.clock.now(), ports_.random));
  settle(std::move(settlement), std::move(delivery.work));
}

void Dispatcher::settle(domain::Settlement settlement, domain::Work work) {
  ++settling_;
  domain::Settlement copy = settlement;
  ports_.ledger.settle(std::move(copy), [this, settlement = std::move(settlement), work = std::move(work)](
                                            Result<domain::MessageStatus> status) mutable {
    inbox_.put([this, settlement = std::move(settlement), work = std::move(work),
                status = std::move(status)]() mutable {
      settled(std::move(settlement), std::move(work), std::move(status));
    });
  });
}

void Dispatcher::settled(domain::Settlement settlement, domain::Work work,
                         Result<domain::MessageStatus> status) {
  --settling_;
  if (!status && status.error().code == Errc::Unavailable) {
    ports_.log.warning("settlement_waits",
                       {{"attempt", settlement.attempt.text}, {"reason", status.error().reason}});
    unsettled_.push_back({ports_.clock.tick() + kStoreAgain, std::move(settlement), std::move(work)});
    return;
  }
  if (!status)
    ports_.log.error("settlement_refused",
                     {{"attempt", settlement.attempt.text}, {"reason", status.error().reason}});
  queue_.release(work.message, ports_.clock.tick());
  const bool waits =
      status && (*status == domain::MessageStatus::Queued || *status == domain::MessageStatus::Unknown);
  if (waits && settlement.retry_at) {
    work.message.status = *status;
    if (!settlement.next_channel.empty()) work.message.channel = settlement.next_channel;
    work.due_at = *settlement.retry_at;
    enqueue(std::move(work));
  }
}

void Dispatcher::drop(const std::string& id) {
  const Delivery& delivery = *find(id);
  queue_.release(delivery.work.message, ports_.clock.tick());
  deliveries_.erase(id);
}

Delivery* Dispatcher::find(const std::string& id) {
  const auto found = deliveries_.find(id);
  HERALD_CHECK(found != deliveries_.end());  // every answer belongs to a delivery that is still here
  return &found->second;
}

}  // namespace herald::dispatch
