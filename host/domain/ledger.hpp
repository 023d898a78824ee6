#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "host/base/result.hpp"
#include "host/domain/event.hpp"
#include "host/domain/intent.hpp"
#include "host/domain/media.hpp"
#include "host/domain/message.hpp"
#include "host/domain/outcome.hpp"
#include "host/domain/policy.hpp"
#include "host/domain/webhook.hpp"

namespace herald::domain {

/// Called exactly once, on the writer's thread, after the commit (or refusal). Must not block.
template <class T>
using Completion = std::function<void(Result<T>)>;

/// Who asked for a change and under which request. [value]
struct Origin {
  std::string actor{};
  std::string request_id{};
  int depth{0};  ///< of the event that led here, and one more
};

/// Promise to answer a repeated POST alike (design §5). Hashes are hex SHA-256. [value]
struct IdempotencyClaim {
  std::string key_hash{};
  std::string body_hash{};
  Instant expires_at{};
  std::string response{};  ///< what to answer again where the resource may have changed; at most 8 KiB
};

/// Who chose a message's channel. Unless it was the caller, another one of its type may take its place.
enum class ChosenBy : std::uint8_t {
  Caller,      ///< named it
  Type,        ///< the caller named its type
  Preference,  ///< the contact prefers its type
};

/// One message to accept. The ids are made by the caller; contact, address and conversation ids are used
/// only where the batch finds that they do not exist yet (design D13). [value]
struct AcceptRequest {
  Message message{};
  AddressKey address{};
  std::string new_address_id{};
  std::optional<IdempotencyClaim> idempotency{};
  std::vector<Medium> media{};  ///< its attachments, with fresh ids
  ChosenBy chosen_by{ChosenBy::Caller};
  std::string decider{};  ///< of a message that is REJECTED or HELD from the start: who says so
  Origin origin{};
};

struct Accepted {
  Message message{};  ///< as created
  bool replayed{};    ///< answered from an earlier request with the same idempotency key
};

/// The last attempt of a message whose outcome is unknown. [value]
struct OpenAttempt {
  AttemptId id{};
  AttemptId repeats{};  ///< the first unknown attempt, when this one repeats it
  int number{0};
  AttemptState state{AttemptState::Unknown};  ///< or NOT_SENT: the repetition was not sent
  std::string provider_id{};
  Instant since{};
};

/// Committed work for the dispatcher: to be sent, or (status UNKNOWN, with `open`) to be reconciled. [value]
struct Work {
  Message message{};
  Instant due_at{};
  std::optional<OpenAttempt> open{};
};

/// Takes committed work over in memory. [any thread]
class WorkSink {
 public:
  virtual ~WorkSink() = default;
  virtual void offer(Work work) = 0;
  /// It is committed that the message has left or ended otherwise (settled()); for who waits for that.
  virtual void ended(const MessageId&, MessageStatus) {}
};

/// A further address of the person that a message went to. [value]
struct OtherAddress {
  AddressKey known{};  ///< the message's own
  AddressKey other{};
  std::string new_address_id{};
};

/// The end of an attempt, to be committed. [value]
struct Settlement {
  AttemptId attempt{};
  MessageId message{};
  TenantId tenant{};
  ChannelId channel{};
  Outcome outcome{};
  /// When it is looked at again. Not sent: the message goes back to QUEUED until then. Unknown: it is
  /// reconciled then; without a time nobody will, and it stays UNKNOWN until a receipt resolves it.
  std::optional<Instant> retry_at{};
  ChannelId next_channel{};  ///< that it goes on with at `retry_at`, where it was not sent; empty: the same
  std::optional<OtherAddress> other_address{};  ///< becomes the contact's too, unless somebody has it
};

/// The wish to have a message not sent. [value]
struct Cancellation {
  MessageId message{};
  TenantId tenant{};
  Origin origin{};
};

/// The steps that change a message. Each is one operation of a writer batch: atomic, with its journal rows.
/// Errors besides the ones named: Unavailable (database away, writer fenced), Internal. [any thread]
class Ledger {
 public:
  virtual ~Ledger() = default;
  /// Conflict/"reference_taken", "not_resendable", Mismatch/"idempotency_mismatch",
  /// NotFound/"unknown_channel", "unknown_message" (that is to be sent again).
  virtual void accept(AcceptRequest request, Completion<Accepted> done) = 0;
  virtual void intend(Intent intent, Completion<IntentVerdict> done) = 0;
  virtual void settle(Settlement settlement, Completion<MessageStatus> done) = 0;
  /// Only while no attempt is open or above NOT_SENT (design D4): NotFound/"unknown_message",
  /// Conflict/"not_cancellable". Cancelling twice is success.
  virtual void cancel(Cancellation cancellation, Completion<MessageStatus> done) = 0;
  virtual void receive(Webhook webhook, Completion<WebhookApplied> done) = 0;
};

}  // namespace herald::domain
