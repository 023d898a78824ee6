#pragma once
#include <optional>
#include <string>
#include <vector>

#include "host/domain/channel.hpp"
#include "host/domain/ports.hpp"

namespace herald::domain {

/// A customer of this server; everything else belongs to one. [value]
struct Tenant {
  TenantId id{};
  std::string name{};
  std::string default_region{};  ///< ISO 3166 country for phone numbers without a plus
  std::string status{"ACTIVE"};
  Instant created_at{};
};

/// A person of a tenant. [value]
struct User {
  UserId id{};
  TenantId tenant{};
  std::string email{};
  std::string display_name{};
  std::string role{"agent"};
  std::string status{"ACTIVE"};  ///< or SUSPENDED: tokens of this person are refused
  Instant created_at{};
};

/// A change of a person's status. [value]
struct UserStatus {
  TenantId tenant{};
  UserId id{};
  std::string status{};
};

/// How a subject of a token stands with a tenant. [value]
struct Membership {
  bool tenant_known{};
  bool tenant_active{};
  bool user_suspended{};  ///< a user with this id or e-mail address is
};

/// A credential of a program; only the hash of its text is kept. [value]
struct ApiKey {
  ApiKeyId id{};
  TenantId tenant{};
  std::string name{};
  std::string key_hash{};    ///< hex SHA-256
  std::string key_prefix{};  ///< for people to recognise it
  std::string mode{"LIVE"};
  std::string scopes_json{"[]"};
  std::optional<Instant> expires_at{};
  std::optional<Instant> revoked_at{};
  Instant created_at{};
  bool tenant_active{true};
};

/// Tenants and their credentials. Writes journal themselves. [any thread]
class Accounts {
 public:
  virtual ~Accounts() = default;
  virtual void create(Tenant tenant, Origin origin, Completion<Tenant> done) = 0;
  /// NotFound/"unknown_tenant", Conflict/"email_taken".
  virtual void create(User user, Origin origin, Completion<User> done) = 0;
  /// NotFound/"unknown_tenant".
  virtual void create(ApiKey key, Origin origin, Completion<ApiKey> done) = 0;
  /// NotFound/"unknown_user", also for another tenant's. Setting the same status again is success.
  virtual void change(UserStatus wish, Origin origin, Completion<Done> done) = 0;
  /// NotFound/"unknown_api_key", also when it is not `tenant`'s; an empty one stands for any. Revoking twice
  /// is success.
  virtual void revoke(ApiKeyId id, TenantId tenant, Origin origin, Completion<Done> done) = 0;
  virtual Result<std::vector<Tenant>> tenants() = 0;
  virtual Result<std::optional<Tenant>> find(const TenantId& id) = 0;
  virtual Result<std::optional<User>> find(const TenantId& tenant, const UserId& id) = 0;
  /// The tenant's, oldest first.
  virtual Result<Page<User>> users(const TenantId& tenant, const std::string& cursor, int limit) = 0;
  /// The tenant's, oldest first, revoked ones too.
  virtual Result<Page<ApiKey>> keys(const TenantId& tenant, const std::string& cursor, int limit) = 0;
  /// Cached; a change made on this node is seen at once.
  virtual Result<std::optional<ApiKey>> find_by_hash(const std::string& key_hash) = 0;
  /// Cached like keys; `subject` is a user's id or e-mail address, or what only the issuer knows.
  virtual Result<Membership> membership(const TenantId& tenant, const std::string& subject) = 0;
};

struct ChannelCreated {
  Channel channel{};
  bool replayed{};
};

/// A new state of a channel. [value]
struct ChannelChange {
  Channel channel{};                  ///< whole; its revision is the one that was changed
  std::vector<std::string> fields{};  ///< names of what was changed, for the journal
  Origin origin{};
  std::string event{"channel.updated"};  ///< as the journal calls it
};

/// The wish to delete a channel. [value]
struct ChannelRemoval {
  ChannelId channel{};
  TenantId tenant{};
  std::optional<std::int64_t> revision{};  ///< set: only if it is still this one
  Origin origin{};
};

/// The channels of tenants. [any thread]
class Channels {
 public:
  virtual ~Channels() = default;
  /// The channel's times are the caller's. Conflict/"channel_name_taken", Mismatch/"idempotency_mismatch".
  virtual void create(Channel channel, std::optional<IdempotencyClaim> claim, Origin origin,
                      Completion<ChannelCreated> done) = 0;
  /// Answers the channel with its next revision. NotFound/"unknown_channel", Stale/"revision_changed",
  /// Conflict/"channel_name_taken".
  virtual void update(ChannelChange change, Completion<Channel> done) = 0;
  /// Messages that wait for it end FAILED with reason "channel_deleted" when their turn comes; its name may
  /// be used again. NotFound/"unknown_channel", Stale/"revision_changed".
  virtual void remove(ChannelRemoval removal, Completion<Done> done) = 0;
  /// Any tenant's channel: who asks compares the tenant. Cached.
  virtual Result<std::optional<Channel>> find(const ChannelId& id) = 0;
  /// The tenant's usable channels of a type, best first (priority, then age).
  virtual Result<std::vector<Channel>> usable(const TenantId& tenant, const std::string& channel_type) = 0;
  virtual Result<Page<Channel>> list(const TenantId& tenant, const std::string& channel_type,
                                     const std::string& cursor, int limit) = 0;
  virtual Result<std::vector<Channel>> all() = 0;
};

/// Reads the journal in order, for timelines, export and verification. [any thread]
class JournalReader {
 public:
  virtual ~JournalReader() = default;
  /// Up to `limit` entries of a shard after `seq`, in order.
  virtual Result<std::vector<JournalEntry>> read(int shard, std::int64_t seq, int limit) = 0;
};

}  // namespace herald::domain
