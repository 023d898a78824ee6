#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "host/base/result.hpp"
#include "host/domain/event.hpp"
#include "host/domain/message.hpp"
#include "host/domain/outcome.hpp"
#include "host/domain/webhook.hpp"

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
};

/// The intent to call a provider, committed before the call (design D3). [value]
struct Intent {
  AttemptId id{};
  MessageId message{};
  TenantId tenant{};
  ChannelId channel{};
  BounceRule bounce_rule{BounceRule::Early};
  AddressKey address{};  ///< checked against suppressions inside the batch (design D13)
};

/// What the batch decided about an intent. [value]
struct IntentVerdict {
  enum class Kind : std::uint8_t { Go, Gone, Suppressed };
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

/// The steps that change a message. Each is one operation of a writer batch: atomic, with its journal rows.
/// Errors besides the ones named: Unavailable (database away, writer fenced), Internal. [any thread]
class Ledger {
 public:
  virtual ~Ledger() = default;
  /// Conflict/"reference_taken", Mismatch/"idempotency_mismatch", NotFound/"unknown_channel".
  virtual void accept(AcceptRequest request, Completion<Accepted> done) = 0;
  virtual void intend(Intent intent, Completion<IntentVerdict> done) = 0;
  virtual void settle(Settlement settlement, Completion<MessageStatus> done) = 0;
  virtual void receive(Webhook webhook, Completion<WebhookApplied> done) = 0;
};

}  // namespace herald::domain
