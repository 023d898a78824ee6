#pragma once
#include <optional>
#include <string>
#include <vector>

#include "host/domain/event.hpp"
#include "host/domain/ledger.hpp"
#include "host/domain/shards.hpp"

namespace herald::domain {

/// A place in the order of undone work. [value]
struct WorkPlace {
  Instant due_at{};
  MessageId message{};
};

/// Undone work, for start-up and for queues that outgrew memory. [any thread]
class WorkSource {
 public:
  virtual ~WorkSource() = default;
  /// The channels that have items due at or before `until`.
  virtual Result<std::vector<ChannelId>> channels(Instant until) = 0;
  /// Up to `limit` items of a channel due at or before `until`, in order of (due_at, id), that come after
  /// `after`.
  virtual Result<std::vector<Work>> load(const ChannelId& channel, Instant until, const WorkPlace& after,
                                         int limit) = 0;
};

/// One page of a list. [value]
template <class T>
struct Page {
  std::vector<T> items{};
  std::string next_cursor{};  ///< empty on the last page
};

/// What a list of messages is narrowed to; empty members narrow nothing. [value]
struct MessageFilter {
  std::string channel_type{};
  std::string status{};
  std::string contact_ref{};
  std::string reference{};
  std::string channel{};
  std::string direction{};
  std::string lead_ref{};
  std::string conversation{};
  std::optional<Instant> created_from{};  ///< inclusive
  std::optional<Instant> created_to{};    ///< exclusive
};

struct MessageView {
  Message message{};
  std::vector<Attempt> attempts{};
  std::vector<JournalEntry> timeline{};
};

/// Reads of one tenant's messages. [any thread]
class MessageReader {
 public:
  virtual ~MessageReader() = default;
  virtual Result<MessageView> find(const TenantId& tenant, const MessageId& id) = 0;
  virtual Result<Page<Message>> list(const TenantId& tenant, const MessageFilter& filter,
                                     const std::string& cursor, int limit) = 0;
};

/// What an idempotency key stands for. [value]
struct KeptAnswer {
  std::string body_hash{};
  std::string resource{};  ///< id of what the earlier request made
  std::string response{};  ///< as it was answered; empty where the resource is rendered again
};

/// Reads committed promises to answer alike. [any thread]
class KeptAnswers {
 public:
  virtual ~KeptAnswers() = default;
  virtual Result<std::optional<KeptAnswer>> find(const TenantId& tenant, const std::string& key_hash) = 0;
};

/// Puts an event into its place: salt, content hash, chain hash. Pure but for the salt. [one thread]
class EventSealer {
 public:
  virtual ~EventSealer() = default;
  /// The entry that follows `head` in `shard`.
  virtual JournalEntry seal(int shard, const ChainHead& head, Event event) = 0;
};

}  // namespace herald::domain
