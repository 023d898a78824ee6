#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "host/base/result.hpp"
#include "host/domain/event.hpp"
#include "host/domain/message.hpp"
#include "host/domain/outcome.hpp"

namespace herald::domain {

/// Called exactly once, on the writer's thread, after the commit (or refusal). Must not block.
template <class T>
using Completion = std::function<void(Result<T>)>;

/// Who asked for a change and under which request. [value]
struct Origin {
  std::string actor{};
  std::string request_id{};
};

/// Promise to answer a repeated POST alike (design §5). Hashes are hex SHA-256. [value]
struct IdempotencyClaim {
  std::string key_hash{};
  std::string body_hash{};
  Instant expires_at{};
  std::string response{};  ///< what to answer again where the resource may have changed; at most 8 KiB
};

/// An address a contact can be reached at. [value]
struct AddressKey {
  std::string kind{};        ///< phone, email, telegram, whatsapp
  std::string normalised{};  ///< E.164, lower-case domain …
};

/// One message to accept. The ids are made by the caller; contact, address and conversation ids are used
/// only where the batch finds that they do not exist yet (design D13). [value]
struct AcceptRequest {
  Message message{};
  AddressKey address{};
  std::string new_address_id{};
  std::optional<IdempotencyClaim> idempotency{};
  Origin origin{};
};

struct Accepted {
  Message message{};  ///< as created
  bool replayed{};    ///< answered from an earlier request with the same idempotency key
};

/// Committed work for the dispatcher. [value]
struct Work {
  Message message{};
  Instant due_at{};
};

/// Takes committed work over in memory. [any thread]
class WorkSink {
 public:
  virtual ~WorkSink() = default;
  virtual void offer(Work work) = 0;
  /// It is committed that the message has left or ended otherwise (settled()); for who waits for that.
  virtual void ended(const MessageId&, MessageStatus) {}
};

/// The intent to call a provider, committed before the call (design D3). [value]
struct Intent {
  AttemptId id{};
  MessageId message{};
  TenantId tenant{};
  ChannelId channel{};
  BounceRule bounce_rule{BounceRule::Early};
  AddressKey address{};                 ///< checked against suppressions inside the batch (design D13)
  std::optional<Instant> expires_at{};  ///< of the message: from then on it is EXPIRED instead
};

/// What the batch decided about an intent. [value]
struct IntentVerdict {
  enum class Kind : std::uint8_t { Go, Gone, Suppressed, Expired, ChannelDeleted };
  Kind kind{Kind::Go};  ///< Gone: the message no longer wants to be sent (cancelled, settled by a receipt)
  int number{0};        ///< of the attempt, from 1
};

/// The end of an attempt, to be committed. [value]
struct Settlement {
  AttemptId attempt{};
  MessageId message{};
  TenantId tenant{};
  ChannelId channel{};
  Outcome outcome{};
  std::optional<Instant> retry_at{};  ///< set: the message goes back to QUEUED until then
};

/// The wish to have a message not sent. [value]
struct Cancellation {
  MessageId message{};
  TenantId tenant{};
  Origin origin{};
};

/// One element of a provider's callback. [value]
struct WebhookElement {
  std::string dedupe_key{};  ///< unique within the channel; a repeat is counted, not applied
  std::optional<Receipt> receipt{};
  std::string event_json{};  ///< the neutral event as the plugin gave it
  std::string skipped{};     ///< set: why this element is stored but not applied
};

/// A verified callback. [value]
struct Webhook {
  std::string id{};
  TenantId tenant{};
  ChannelId channel{};
  std::string provider{};
  std::string headers_json{};
  std::string body{};
  std::vector<WebhookElement> elements{};
};

struct WebhookApplied {
  int applied{};
  int duplicates{};
  int parked{};
  int skipped{};
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
