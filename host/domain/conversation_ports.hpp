#pragma once
#include <optional>
#include <string>
#include <vector>

#include "host/domain/consumer_ports.hpp"
#include "host/domain/conversation.hpp"
#include "host/domain/ports.hpp"

namespace herald::domain {

/// What a list of conversations is narrowed to; empty members narrow nothing. [value]
struct ConversationFilter {
  std::string channel_type{};
  std::string status{};
  std::string agent_ref{};
  std::string lead_ref{};
  std::string contact_ref{};
  std::string direction{};
  std::optional<bool> unread{};
  std::optional<bool> starred{};
  std::optional<bool> archived{};
};

struct ConversationView {
  Conversation conversation{};
  Correspondent contact{};
};

/// What a person changes of a conversation; absent members stay as they are. [value]
struct ConversationChange {
  ConversationId id{};
  TenantId tenant{};
  std::optional<std::int64_t> revision{};  ///< set: only if it is still this one
  std::optional<bool> starred{};
  std::optional<bool> archived{};
  std::optional<std::string> agent_ref{};  ///< empty: nobody
  std::optional<std::string> lead_ref{};
  std::optional<std::string> subject{};
  bool close{false};
  Origin origin{};
};

/// Somebody has read a conversation. [value]
struct ConversationReading {
  ConversationId id{};
  TenantId tenant{};
  /// The newest message that was seen: all up to it are read, also those that are not counted yet. Empty:
  /// those that unread_count shows, so that one which nobody can have seen stays unread.
  MessageId up_to{};
  Origin origin{};
};

/// The conversations of tenants. Writes journal themselves, and not when they change nothing. [any thread]
/// Errors: NotFound/"unknown_session", Unavailable.
class Conversations {
 public:
  virtual ~Conversations() = default;
  /// Newest activity first.
  virtual Result<Page<Conversation>> list(const TenantId& tenant, const ConversationFilter& filter,
                                          const std::string& cursor, int limit) = 0;
  virtual Result<ConversationView> find(const TenantId& tenant, const ConversationId& id) = 0;
  /// Stale/"revision_changed". Closing lets the contact go: its next message opens a new conversation.
  /// Closing twice is success.
  virtual void update(ConversationChange change, Completion<Done> done) = 0;
  /// NotFound/"unknown_message" when `up_to` is none of its messages.
  virtual void read(ConversationReading reading, Completion<Done> done) = 0;
};

/// A message that entries of the journal tell of. [value]
struct MessageNews {
  MessageId message{};
  bool fresh{false};  ///< they hold its beginning: it is to be counted
};

/// Keeps the sums of conversations. [any thread]
class ConversationSums {
 public:
  virtual ~ConversationSums() = default;
  /// Applies what the entries of these moves tell and moves the cursors, in one transaction. Additive, so
  /// that other nodes may do the same for their shards. Conflict/"cursor_moved", Unavailable; then nothing is
  /// done.
  virtual void apply(std::vector<CursorMove> moves, std::vector<MessageNews> news, Completion<Done> done) = 0;
};

}  // namespace herald::domain
