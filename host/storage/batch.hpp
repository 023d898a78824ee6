#pragma once
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "host/domain/lease_ports.hpp"
#include "host/domain/ports.hpp"
#include "host/storage/keyed.hpp"
#include "host/storage/record_rows.hpp"
#include "host/storage/session_news.hpp"
#include "host/storage/statements.hpp"
#include "host/storage/states.hpp"
#include "host/storage/suppression_states.hpp"

namespace herald::storage {

/// One attempt to commit a set of operations: what they read, what they write. [one thread]
/// Thrown away and rebuilt when the batch has to be run again.
class Batch {
 public:
  /// `owned`: the shards of this writer.
  Batch(Connection& db, Instant now, domain::ShardSet owned = domain::ShardSet::all());

  [[nodiscard]] Instant now() const { return now_; }
  /// This writer owns the shard, as far as this batch has come.
  [[nodiscard]] bool owns(int shard) const { return owned_.has(shard); }
  /// From now on they are not this writer's.
  void give_up(domain::ShardSet shards) { owned_ = owned_ - shards; }

  Keyed<AddressState> addresses;        ///< by (tenant, kind, normalised)
  Keyed<AddressState> contacts;         ///< by (tenant, the caller's contact_id); the oldest one of these
  Keyed<IdempotencyState> idempotency;  ///< by (tenant, key hash)
  Keyed<Present> references;            ///< by (tenant, reference)
  Keyed<KnownAsState> known_as;         ///< by (tenant, kind, normalised)
  Keyed<BarrierState> suppressions;     ///< in force, by (tenant, kind, normalised, channel type)
  Keyed<PreferenceState> preferences;   ///< by (tenant, the caller's contact_id)
  Keyed<PreferenceState> wishes_of;     ///< the same by our id of the contact
  Keyed<OptOutState> standing;          ///< the same by these and their reason
  Keyed<ChannelState> channels;         ///< by id; not deleted
  Keyed<Present> channel_names;         ///< by (tenant, name); not deleted
  Keyed<Present> tenants;               ///< by id
  Keyed<Present> user_emails;           ///< by (tenant, e-mail)
  Keyed<TenantOf> users;                ///< by id; not deleted
  Keyed<TenantOf> api_keys;             ///< by id
  Keyed<Present> elements;              ///< webhook elements by (channel, dedupe key)
  Keyed<ElementState> element_rows;     ///< webhook elements by id
  Keyed<WebhookState> webhooks;         ///< by id
  Keyed<BacklogState> backlogs;         ///< unverified callbacks by channel
  Keyed<MessageState> messages;         ///< by id
  Keyed<AttemptState> attempts;         ///< by id; loading one loads its message
  Keyed<Present> open_attempts;         ///< by message: it has one that is not known to be not sent
  Keyed<CursorState> cursors;           ///< of journal consumers, by (consumer, shard)
  Keyed<domain::JobState> jobs;         ///< by (plugin, name)
  Keyed<std::string> leases;            ///< owners by shard; empty: nobody
  Keyed<domain::Fence> fences;          ///< by writer
  Keyed<BlobState> blobs;               ///< by (tenant, digest)
  Keyed<UploadState> uploads;           ///< files by (tenant, id)
  Keyed<SessionState> sessions;         ///< conversations by (tenant, id)
  RecordRows records;                   ///< of feature plugins' collections

  /// The tenant's channel, wanted by its id.
  [[nodiscard]] ChannelState* find_channel(const domain::TenantId& tenant, const domain::ChannelId& channel);
  /// The attempt that a provider knows under this id.
  void want_provider_id(const std::string& channel, const std::string& provider_id);
  [[nodiscard]] AttemptState* find_by_provider_id(const std::string& channel, const std::string& provider_id);
  /// From now on the attempt is found under this provider id.
  void learn_provider_id(const AttemptState& attempt);
  /// Receipts parked under a wanted provider id; taking them removes them from the table.
  std::vector<ParkedState> take_parked(const std::string& channel, const std::string& provider_id);
  void park(const std::string& tenant, ParkedState parked);

  void insert(const Insert& statement, Row row) { inserts_[&statement].push_back(std::move(row)); }
  /// A later change of the same row by the same statement replaces the earlier one.
  void update(const Update& statement, Row row);
  void remove(const Delete& statement, Row key) { deletes_[&statement].push_back(std::move(key)); }
  /// A statement of its own, run after all others: for what concerns more rows than one knows by key.
  void execute(std::string_view sql, Row values) { statements_.emplace_back(sql, std::move(values)); }
  /// One more message was made from that template; not a change of the template itself.
  void count_template_use(const domain::TenantId& tenant, const std::string& id) {
    ++template_uses_[{tenant.text, id}];
  }
  /// The suppressions of that channel type of the address by which the provider knows whoever has this one.
  /// Its known_as must have been wanted.
  void want_barrier_of_known_as(Row address, std::string channel_type) {
    barriers_.emplace_back(std::move(address), std::move(channel_type));
  }
  /// Failures are told that may lead to suppressions of the addresses of wanted messages.
  void watch_hopeless() { hopeless_ = true; }
  /// To be added to a conversation's sums.
  void tell(const std::string& session, const SessionNews& news) { add_news(session_news_[session], news); }
  /// From now on `session` is the contact's open conversation, whichever address leads to it.
  void set_open_conversation(const std::string& contact, const std::string& session);
  /// From now on nobody's open conversation is `session`.
  void let_go(const std::string& session);
  /// Appends to the journal of `shard`, or where that is another writer's, to one of this writer's own:
  /// nobody else may change a chain. Its place there is found when the batch is written.
  void journal(int shard, domain::Event event);

  /// The keys named so far are read, one SELECT per kind.
  void load();
  /// Everything that was added goes to the database, tables in the order in which foreign keys want them.
  /// `heads` are advanced.
  void write(domain::EventSealer& sealer, std::map<int, domain::ChainHead>& heads);

 private:
  struct Pending {
    int shard;
    domain::Event event;
  };
  struct Changes {
    std::vector<Row> rows{};
    std::unordered_map<std::string, std::size_t> place{};
  };
  void load_barriers();
  void load_provider_ids();
  void load_heads(std::map<int, domain::ChainHead>& heads);
  std::vector<Row> seal_events(domain::EventSealer& sealer, std::map<int, domain::ChainHead>& heads);
  Connection& db_;
  Instant now_;
  domain::ShardSet owned_;
  bool hopeless_{false};
  std::map<const Insert*, std::vector<Row>, InOrder> inserts_;
  std::map<const Update*, Changes> updates_;
  std::map<const Delete*, std::vector<Row>> deletes_;
  std::vector<std::pair<std::string_view, Row>> statements_;
  std::map<std::pair<std::string, std::string>, std::int64_t> template_uses_;  ///< by (tenant, id)
  SessionsNews session_news_;
  std::vector<Pending> events_;
  std::vector<std::pair<Row, std::string>> barriers_;  ///< (tenant, kind, normalised), channel type
  std::vector<Row> wanted_provider_ids_;
  std::unordered_map<std::string, std::string> attempt_of_;  ///< channel ␟ provider id → attempt
  std::unordered_map<std::string, std::vector<ParkedState>> parked_;
};

}  // namespace herald::storage
