#pragma once
#include <map>
#include <string>
#include <vector>

#include "host/domain/ledger.hpp"

namespace herald::domain {

/// Consequences of consequences end here: the greatest depth that an event or a command may have.
inline constexpr int kDeepest = 8;

/// How far a consumer has come in one shard of the journal. [value]
struct ConsumerPlace {
  int shard{0};
  std::int64_t seq{0};        ///< the last entry that is done
  std::int64_t tried_seq{0};  ///< an entry that calls were begun for …
  int tries{0};               ///< … so often, as far as it is known
};

/// A move of a cursor, part of the transaction that the entries in between led to. [value]
struct CursorMove {
  std::string consumer{};
  int shard{0};
  std::int64_t from{0};
  std::int64_t to{0};
};

/// An event that its consumer could not take. [value]
struct EventAside {
  std::string consumer{};
  TenantId tenant{};
  int shard{0};
  std::int64_t seq{0};
  std::string type{};
  std::string subject{};
  int tries{0};
  std::string reason{};  ///< machine word
  Instant at{};          ///< when it was put aside
};

/// Cursors of those who read the journal in order, one per shard that this node owns. [any thread]
/// Errors: Unavailable.
class JournalConsumers {
 public:
  virtual ~JournalConsumers() = default;
  /// The ends of this node's shards.
  virtual Result<std::map<int, std::int64_t>> heads() = 0;
  /// Where a consumer stands. One that is new begins at `heads`, for good.
  virtual void open(std::string consumer, std::map<int, std::int64_t> heads,
                    Completion<std::vector<ConsumerPlace>> done) = 0;
  /// Conflict/"cursor_moved" when the cursor is not at `from`; so with the others.
  virtual void advance(CursorMove move, Completion<Done> done) = 0;
  /// A call is about to begin that the process may not survive: remembered before it is made.
  virtual void note_try(CursorMove move, int tries, Completion<Done> done) = 0;
  /// Passes over one event for good.
  virtual void put_aside(EventAside event, CursorMove move, Completion<Done> done) = 0;
  /// The newest ones of a consumer.
  virtual Result<std::vector<EventAside>> aside(const std::string& consumer, int limit) = 0;
  /// The depth of the entry that a subject began with; 0 when the journal has none.
  virtual Result<int> depth(const TenantId& tenant, const std::string& subject) = 0;
};

/// A message that a plugin ordered: what POST /communication/messages would take. [value]
struct SendCommand {
  std::string id{};
  TenantId tenant{};
  std::string plugin{};
  std::string key{};   ///< plugin/shard/seq/n: its idempotency key
  std::string body{};  ///< JSON object
  std::string cause{};
  int depth{0};
  std::string reason{};  ///< of one that failed
  std::string detail{};
  Instant at{};
};

/// Commands that were committed with what led to them, until they are done. [any thread]
/// Errors: Unavailable.
class CommandQueue {
 public:
  virtual ~CommandQueue() = default;
  /// In order of ids, those after `after`.
  virtual Result<std::vector<SendCommand>> pending(const std::string& after, int limit) = 0;
  virtual void finish(std::string id, Completion<Done> done) = 0;
  /// Kept without its body, for the operator.
  virtual void fail(std::string id, Error why, Completion<Done> done) = 0;
  /// The newest ones of a plugin.
  virtual Result<std::vector<SendCommand>> failed(const std::string& plugin, int limit) = 0;
};

/// Where ordered messages enter: the same door as that of the REST API. [any thread, blocks]
class Entrance {
 public:
  virtual ~Entrance() = default;
  /// Accepts the message once, however often it is asked. Errors: those of POST /communication/messages.
  virtual Result<Done> send(const SendCommand& command) = 0;
};

}  // namespace herald::domain
