#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace herald::domain {

/// What has been learnt about one attempt; the value is its rank in the lattice (design D4).
enum class AttemptState : std::uint8_t {
  Intent = 0,
  Unknown = 10,
  NotSent = 20,
  Sent = 30,
  Expired = 39,
  Failed = 40,
  Bounced = 41,  ///< ranks 55 where the provider's descriptor says `late_bounce`
  Delivered = 50,
  Read = 60,
};

/// Whether a bounce may follow a delivery report (e-mail).
enum class BounceRule : std::uint8_t { Early, Late };

/// What the API shows for a message.
enum class MessageStatus : std::uint8_t {
  Scheduled,
  Held,
  Queued,
  Sending,
  Unknown,
  Sent,
  Delivered,
  Read,
  Failed,
  Bounced,
  Cancelled,
  Expired,
  Rejected
};

/// Rank of a state; a larger rank absorbs a smaller one.
int rank(AttemptState state, BounceRule rule);
/// The join of two states: commutative, associative, idempotent.
AttemptState join(AttemptState a, AttemptState b, BounceRule rule);

/// The message status that an attempt in `state` contributes; nothing while it says nothing final
/// (Intent, Unknown, NotSent), when the dispatcher decides between QUEUED, SENDING, UNKNOWN and FAILED.
std::optional<MessageStatus> contribution(AttemptState state);
/// The status after an attempt moved to `state`: never goes back once SENT has been reached.
/// Before that, CANCELLED, REJECTED, EXPIRED and FAILED give way to what a receipt proves.
MessageStatus advance(MessageStatus current, AttemptState state, BounceRule rule);
/// True from SENT on, and for CANCELLED, EXPIRED, REJECTED, FAILED: nothing is left for the dispatcher to do.
bool settled(MessageStatus status);
/// FAILED, BOUNCED, CANCELLED, EXPIRED, REJECTED: it has ended and certainly did not arrive.
bool undelivered(MessageStatus status);
/// Still before its first or next attempt: SCHEDULED, HELD, QUEUED.
bool waiting(MessageStatus status);

std::string_view to_text(AttemptState state);
std::string_view to_text(MessageStatus status);
std::optional<AttemptState> attempt_state(std::string_view text);
std::optional<MessageStatus> message_status(std::string_view text);

}  // namespace herald::domain
