#include "host/storage/deliver.hpp"

#include <algorithm>

#include "host/base/json_text.hpp"
#include "host/storage/charge.hpp"
#include "host/storage/consent.hpp"
#include "host/storage/conversation.hpp"
#include "host/storage/hopeless.hpp"
#include "host/storage/preferences.hpp"
#include "host/storage/price_work.hpp"
#include "host/storage/tables.hpp"
#include "host/storage/transitions.hpp"

namespace herald::storage {
namespace {

using domain::Certainty;
using domain::MessageStatus;

constexpr std::string_view kNode = "node";
constexpr std::string_view kUnresolved = "unresolved";  ///< UNKNOWN, and nobody looks any more

domain::AttemptState attempt_state_of(Certainty certainty) {
  switch (certainty) {
    case Certainty::Accepted:
      return domain::AttemptState::Sent;
    case Certainty::NotSent:
      return domain::AttemptState::NotSent;
    case Certainty::Unknown:
      break;
  }
  return domain::AttemptState::Unknown;
}

/// The status before SENT is reached, from how the attempt ended. Whatever became of a repetition, the
/// attempt that it repeats is as unknown as before.
MessageStatus open_status(const domain::Settlement& settlement, const AttemptState& attempt) {
  if (settlement.outcome.certainty == Certainty::Unknown || !attempt.repeats.empty())
    return MessageStatus::Unknown;
  return settlement.retry_at ? MessageStatus::Queued : MessageStatus::Failed;
}

std::string settle_data(const domain::Settlement& settlement, const AttemptState& attempt) {
  const domain::Outcome& outcome = settlement.outcome;
  std::string data =
      "{\"attempt\":" + quote_json(attempt.id) + ",\"number\":" + std::to_string(attempt.number);
  if (!outcome.error_class.empty()) data += ",\"class\":" + quote_json(outcome.error_class);
  if (!outcome.error_code.empty()) data += ",\"code\":" + quote_json(outcome.error_code);
  if (settlement.retry_at) data += ",\"retry_at\":" + quote_json(to_rfc3339(*settlement.retry_at));
  if (!settlement.next_channel.empty())
    data += ",\"from\":" + quote_json(settlement.channel.text) +
            ",\"to\":" + quote_json(settlement.next_channel.text);
  return data + charge_data({outcome.segments, outcome.cost}) + "}";
}

using IntentKind = domain::IntentVerdict::Kind;

struct IntentEnd {
  MessageStatus status;
  std::string reason;
  std::string error_class{};
};

/// Who decided, as further members; nothing where no policy did.
std::string decider_data(const domain::PolicyVerdict& policy) {
  if (policy.kind == domain::PolicyVerdict::Kind::Allow) return {};
  std::string data = ",\"plugin\":" + quote_json(policy.decider);
  if (policy.until) data += ",\"until\":" + quote_json(to_rfc3339(*policy.until));
  return data;
}

/// How a message ends that is not to be sent any more.
IntentEnd ending_of(IntentKind verdict, const domain::PolicyVerdict& policy) {
  if (verdict == IntentKind::Expired) return {MessageStatus::Expired, "expired"};
  if (verdict == IntentKind::ChannelDeleted) return {MessageStatus::Failed, "channel_deleted", "config"};
  if (verdict == IntentKind::Refused) return {MessageStatus::Rejected, policy.reason, "blocked"};
  if (verdict == IntentKind::DoNotContact) return {MessageStatus::Rejected, "do_not_contact"};
  if (verdict == IntentKind::NotAllowed) return {MessageStatus::Rejected, "channel_not_allowed"};
  return {MessageStatus::Rejected, "suppressed"};
}

}  // namespace

IntendOperation::IntendOperation(domain::Intent intent, std::string node,
                                 domain::Completion<domain::IntentVerdict> done)
    : intent_{std::move(intent)}, node_{std::move(node)}, done_{std::move(done)} {}

void IntendOperation::keys(Batch& batch) const {
  batch.messages.want({intent_.message});
  want_barrier(batch, intent_.tenant, intent_.address, intent_.channel_type);
  want_preferences(batch, intent_);
  batch.channels.want({intent_.channel});
}

/// What the batch knows against calling the provider now.
IntentKind IntendOperation::judge(Batch& batch, const MessageState* message) const {
  if (message == nullptr || !wants_to_be_sent(message->status)) return IntentKind::Gone;
  if (!batch.owns(message->shard)) return IntentKind::Gone;  // another node sends it now
  if (batch.find_channel(intent_.tenant, intent_.channel) == nullptr) return IntentKind::ChannelDeleted;
  if (message->expires_at && *message->expires_at <= batch.now()) return IntentKind::Expired;
  if (intent_.purpose == domain::Intent::Purpose::Expire) return IntentKind::Waits;
  if (find_barrier(batch, intent_.tenant, intent_.address, intent_.channel_type) != nullptr)
    return IntentKind::Suppressed;
  if (const IntentKind wish = wish_of_contact(batch, intent_); wish != IntentKind::Go) return wish;
  using Policy = domain::PolicyVerdict::Kind;
  if (intent_.policy.kind == Policy::Refuse) return IntentKind::Refused;
  return intent_.policy.kind == Policy::Hold ? IntentKind::Held : IntentKind::Go;
}

bool IntendOperation::wants_to_be_sent(MessageStatus status) const {
  if (!intent_.repeats.empty()) return status == MessageStatus::Unknown;
  return domain::waiting(status);
}

void IntendOperation::evaluate(Batch& batch) {
  MessageState* message = batch.messages.find({intent_.message});
  verdict_.kind = judge(batch, message);
  if (verdict_.kind == IntentKind::Gone || verdict_.kind == IntentKind::Waits) return;
  if (verdict_.kind == IntentKind::Go) return begin(batch, *message);
  if (verdict_.kind == IntentKind::Held) return hold(batch, *message);
  end(batch, *message);
}

void IntendOperation::begin(Batch& batch, MessageState& message) {
  verdict_.number = static_cast<int>(++message.attempts);
  const std::string& repeats = intent_.repeats.text;
  const std::int64_t price_after_s = intent_.price_after ? intent_.price_after->count() : 0;
  batch.insert(kInsertAttempt, {intent_.id, intent_.tenant, intent_.message, intent_.channel,
                                message.attempts, node_, to_text(domain::AttemptState::Intent),
                                intent_.bounce_rule == domain::BounceRule::Late ? 1 : 0, repeats,
                                price_after_s, batch.now(), batch.now()});
  batch.attempts.put({intent_.id}, {.id = intent_.id.text,
                                    .message = message.id,
                                    .tenant = message.tenant,
                                    .channel = intent_.channel.text,
                                    .number = message.attempts,
                                    .rule = intent_.bounce_rule,
                                    .repeats = repeats,
                                    .price_after_s = price_after_s});
  if (message.status == MessageStatus::Held) message.reason.clear();
  set_status(batch, message, MessageStatus::Sending);
  store(batch, message);
  if (repeats.empty()) return;
  note(batch, message,
       {.type = "message.repeated",
        .actor = std::string{kNode},
        .data_json =
            "{\"attempt\":" + quote_json(intent_.id.text) + ",\"repeats\":" + quote_json(repeats) + "}"});
}

/// The message waits until a policy is asked again, or its time is over. Repeated holds for the same reason
/// are one entry of the timeline. While an earlier attempt is unknown only the time of the next look moves.
void IntendOperation::hold(Batch& batch, MessageState& message) {
  const domain::PolicyVerdict& policy = intent_.policy;
  const Instant until = policy.until.value_or(batch.now());
  verdict_.due_at = std::min(until, message.expires_at.value_or(Instant::max()));
  batch.update(kUpdateWorkDue, {verdict_.due_at, message.id});
  if (!intent_.repeats.empty()) return;
  const bool told = message.status == MessageStatus::Held && message.reason == policy.reason;
  set_status(batch, message, MessageStatus::Held);
  message.reason = policy.reason;
  message.held_until = Cell{until};
  store(batch, message);
  if (told) return;
  note(batch, message,
       {.type = event_type(MessageStatus::Held),
        .actor = std::string{kNode},
        .data_json = "{\"reason\":" + quote_json(policy.reason) + decider_data(policy) + "}"});
}

/// Which suppression or policy refused it, as further members.
std::string IntendOperation::evidence_data(Batch& batch) const {
  if (verdict_.kind == IntentKind::Refused) return decider_data(intent_.policy);
  if (verdict_.kind != IntentKind::Suppressed) return {};
  const BarrierState* barrier = find_barrier(batch, intent_.tenant, intent_.address, intent_.channel_type);
  return ",\"suppression\":" + quote_json(barrier->suppression);
}

/// The message ends without the attempt that was asked for. While an earlier one is unknown it must not be
/// called rejected or expired (design D4).
void IntendOperation::end(Batch& batch, MessageState& message) const {
  const IntentEnd ending = ending_of(verdict_.kind, intent_.policy);
  const bool unknown = !intent_.repeats.empty();
  if (unknown) {
    ++message.version;
  } else {
    set_status(batch, message, ending.status);
  }
  message.reason = unknown ? std::string{kUnresolved} : ending.reason;
  if (!unknown && !ending.error_class.empty()) message.error_class = ending.error_class;
  if (!unknown && verdict_.kind == IntentKind::Refused) {
    message.error_code = ending.reason;
    message.error_text = intent_.policy.text;
  }
  store(batch, message);
  note(batch, message,
       {.type = unknown ? "message.unresolved" : event_type(ending.status),
        .actor = std::string{kNode},
        .data_json = "{\"reason\":" + quote_json(ending.reason) + evidence_data(batch) + "}"});
  batch.remove(kDeleteWork, {message.id});
}

void IntendOperation::complete(const std::optional<Error>& failure) {
  if (failure) return done_(*failure);
  done_(verdict_);
}

SettleOperation::SettleOperation(domain::Settlement settlement, domain::Completion<MessageStatus> done)
    : settlement_{std::move(settlement)}, done_{std::move(done)} {}

void SettleOperation::keys(Batch& batch) const {
  batch.attempts.want({settlement_.attempt});
  batch.messages.want({settlement_.message});
  batch.want_provider_id(settlement_.channel.text, settlement_.outcome.provider_id);
  if (!settlement_.next_channel.empty()) batch.channels.want({settlement_.next_channel});
  if (settlement_.other_address) want_other_address(batch, settlement_.tenant, *settlement_.other_address);
  if (may_be_hopeless(settlement_.outcome.error_class)) batch.watch_hopeless();
}

void SettleOperation::evaluate(Batch& batch) {
  refused_.reset();
  AttemptState* attempt = batch.attempts.find({settlement_.attempt});
  MessageState* message = batch.messages.find({settlement_.message});
  if (attempt == nullptr || message == nullptr) {
    refused_ = Error{
        .code = Errc::NotFound, .reason = "unknown_attempt", .detail = "there is no such attempt to settle"};
    return;
  }
  const bool waited = waits_for_price(*attempt);
  charged_ = take_charge(*attempt, *message, {settlement_.outcome.segments, settlement_.outcome.cost});
  settle_attempt(batch, *attempt);
  settle_message(batch, *message, *attempt);
  if (settlement_.outcome.certainty == Certainty::NotSent && !settlement_.retry_at)
    suppress_hopeless(batch, {.message = *message,
                              .attempt = *attempt,
                              .id = attempt->id,
                              .cause = attempt->id,
                              .at = batch.now()});
  if (settlement_.other_address) learn_address(batch, settlement_.tenant, *settlement_.other_address);
  if (!attempt->provider_id.empty()) apply_parked(batch, *attempt);
  follow_price(batch, *attempt, waited);
  status_ = message->status;
}

void SettleOperation::settle_attempt(Batch& batch, AttemptState& attempt) const {
  const domain::Outcome& outcome = settlement_.outcome;
  const auto learnt = attempt_state_of(outcome.certainty);
  if (attempt.state != learnt && domain::join(attempt.state, learnt, attempt.rule) == learnt) {
    attempt.state = learnt;
    attempt.error_class = outcome.error_class;
    attempt.error_code = outcome.error_code;
    attempt.error_text = outcome.error_text;
    attempt.detail = outcome.detail;
  }
  if (!outcome.provider_id.empty()) {
    attempt.provider_id = outcome.provider_id;
    batch.learn_provider_id(attempt);
  }
  if (attempt.settled_at.null) attempt.settled_at = Cell{batch.now()};
  store(batch, attempt);
}

void SettleOperation::settle_message(Batch& batch, MessageState& message, const AttemptState& attempt) {
  const bool open = !domain::settled(message.status);
  const bool proven = domain::contribution(attempt.state).has_value();
  const MessageStatus next = proven ? domain::advance(message.status, attempt.state, attempt.rule)
                                    : (open ? open_status(settlement_, attempt) : message.status);
  if (!attempt.provider_id.empty()) message.provider_id = attempt.provider_id;
  const bool waits = next == MessageStatus::Queued || next == MessageStatus::Unknown;
  const bool given_up = next == MessageStatus::Unknown && !settlement_.retry_at;
  if (next != message.status) {
    set_status(batch, message, next);
    message.error_class = attempt.error_class;
    message.error_code = attempt.error_code;
    message.error_text = attempt.error_text;
    const bool rerouted = next == MessageStatus::Queued && reroute(batch, message);
    const std::string type = rerouted                        ? "message.rerouted"
                             : next == MessageStatus::Queued ? "message.retry_scheduled"
                                                             : event_type(next);
    note(batch, message,
         {.type = type, .actor = std::string{kNode}, .data_json = settle_data(settlement_, attempt)});
  } else if (given_up && message.reason != kUnresolved) {
    ++message.version;
    note(batch, message,
         {.type = "message.unresolved",
          .actor = std::string{kNode},
          .data_json = settle_data(settlement_, attempt)});
  } else if (charged_) {
    note_charge(batch, message, attempt, {std::string{kNode}});
  }
  if (given_up) message.reason = std::string{kUnresolved};
  store(batch, message);
  if (waits && settlement_.retry_at) {
    batch.update(kUpdateWorkDue, {settlement_.retry_at, message.id});
  } else {
    batch.remove(kDeleteWork, {message.id});
  }
}

/// The message goes on with another channel, unless that is gone by now.
bool SettleOperation::reroute(Batch& batch, const MessageState& message) const {
  const domain::ChannelId& next = settlement_.next_channel;
  if (next.empty() || batch.find_channel(settlement_.tenant, next) == nullptr) return false;
  batch.update(kUpdateMessageChannel, {next, message.id});
  batch.update(kUpdateWorkChannel, {next, message.id});
  return true;
}

void SettleOperation::complete(const std::optional<Error>& failure) {
  if (failure) return done_(*failure);
  if (refused_) return done_(*refused_);
  done_(status_);
}

}  // namespace herald::storage
