#include "host/storage/batch.hpp"

#include "host/storage/hopeless.hpp"
#include "host/storage/selects.hpp"
#include "host/storage/tables.hpp"

namespace herald::storage {
namespace {

constexpr std::string_view kSelectHead =
    "select seq, chain_hash from journal where shard = ? order by seq desc limit 1";

/// Neither revision nor updated_at: a use is no change of the template.
constexpr std::string_view kCountTemplateUse =
    "update message_template set usage_count = usage_count + ?, last_used_at = ? where tenant_id = ? and id "
    "= ?";

std::string pair_text(const std::string& channel, const std::string& provider_id) {
  return channel + '\x1f' + provider_id;
}

Row parked_row(const std::string& tenant, const ParkedState& parked, Instant now) {
  const domain::Receipt& receipt = parked.receipt;
  return {parked.id,
          tenant,
          receipt.channel,
          receipt.provider_id,
          receipt.attempt_ref,
          to_text(receipt.state),
          receipt.error_class,
          receipt.error_code,
          receipt.error_text,
          receipt.detail,
          receipt.occurred_at,
          receipt.segments,
          Cell{receipt.cost ? std::optional{receipt.cost->micros} : std::nullopt},
          Cell{receipt.cost ? std::optional{receipt.cost->currency} : std::nullopt},
          now};
}

Row journal_row(const domain::JournalEntry& entry) {
  const domain::Event& event = entry.event;
  return {entry.shard,        entry.seq,          event.type,      event.tenant.text,
          event.actor,        event.subject_kind, event.subject,   event.subject_version,
          event.cause,        event.depth,        event.data_json, entry.salt,
          entry.content_hash, entry.chain_hash,   event.at};
}

}  // namespace

Batch::Batch(Connection& db, Instant now, domain::ShardSet owned)
    : addresses{kSelectAddress, read_address},
      contacts{kSelectContact, read_contact},
      idempotency{kSelectIdempotency, read_idempotency},
      references{kSelectReference, read_present},
      known_as{kSelectKnownAs, read_known_as},
      suppressions{kSelectSuppression, read_barrier},
      preferences{kSelectPreference, read_preference_state},
      wishes_of{kSelectWishOfContact, read_wish_of_contact},
      standing{kSelectStanding, read_standing},
      channels{kSelectChannel, read_channel_state},
      channel_names{kSelectChannelName, read_present},
      tenants{kSelectTenant, read_present},
      user_emails{kSelectUserEmail, read_present},
      users{kSelectUser, read_tenant_of},
      api_keys{kSelectApiKey, read_tenant_of},
      elements{kSelectElement, read_present},
      element_rows{kSelectElementRow, read_element_state},
      webhooks{kSelectWebhook, read_webhook_state},
      backlogs{kSelectBacklog, read_backlog_state},
      messages{kSelectMessage, read_message_state},
      attempts{kSelectAttempt, read_attempt_state},
      open_attempts{kSelectOpenAttempt, read_present},
      cursors{kSelectCursor, read_cursor_state},
      jobs{kSelectJob, read_job_state},
      leases{kSelectLease, read_lease_owner},
      fences{kSelectFence, read_fence},
      blobs{kSelectBlob, read_blob_state},
      uploads{kSelectUpload, read_upload_state},
      sessions{kSelectSession, read_session_state},
      records{db},
      db_{db},
      now_{now},
      owned_{owned} {}

void Batch::journal(int shard, domain::Event event) {
  if (!owns(shard)) {
    const std::vector<int> own = owned_.list();
    if (own.empty()) throw StorageFailure{FailureKind::Busy, "no_shard", "this node owns no shard"};
    shard = own[static_cast<std::size_t>(shard) % own.size()];
  }
  events_.push_back({shard, std::move(event)});
}

ChannelState* Batch::find_channel(const domain::TenantId& tenant, const domain::ChannelId& channel) {
  ChannelState* found = channels.find({channel});
  return found != nullptr && found->tenant == tenant.text ? found : nullptr;
}

void Batch::want_provider_id(const std::string& channel, const std::string& provider_id) {
  if (provider_id.empty() || !attempt_of_.try_emplace(pair_text(channel, provider_id)).second) return;
  wanted_provider_ids_.push_back({channel, provider_id});
}

AttemptState* Batch::find_by_provider_id(const std::string& channel, const std::string& provider_id) {
  const auto found = attempt_of_.find(pair_text(channel, provider_id));
  if (found == attempt_of_.end() || found->second.empty()) return nullptr;
  return attempts.find({found->second});
}

void Batch::learn_provider_id(const AttemptState& attempt) {
  attempt_of_.insert_or_assign(pair_text(attempt.channel, attempt.provider_id), attempt.id);
}

std::vector<ParkedState> Batch::take_parked(const std::string& channel, const std::string& provider_id) {
  const auto found = parked_.find(pair_text(channel, provider_id));
  if (found == parked_.end()) return {};
  std::vector<ParkedState> taken = std::move(found->second);
  parked_.erase(found);
  for (const ParkedState& parked : taken) remove(kDeleteParked, {parked.id});
  return taken;
}

void Batch::park(const std::string& tenant, ParkedState parked) {
  insert(kInsertParked, parked_row(tenant, parked, now_));
  auto& waiting = parked_[pair_text(parked.receipt.channel.text, parked.receipt.provider_id)];
  waiting.push_back(std::move(parked));
}

void Batch::update(const Update& statement, Row row) {
  Changes& changes = updates_[&statement];
  const auto [place, fresh] = changes.place.try_emplace(row.back().text, changes.rows.size());
  if (fresh) {
    changes.rows.push_back(std::move(row));
  } else {
    changes.rows[place->second] = std::move(row);
  }
}

void Batch::set_open_conversation(const std::string& contact, const std::string& session) {
  for (const auto* places : {&addresses, &contacts})
    for (const auto& [key, place] : *places)
      if (place && place->contact == contact) place->conversation = session;
}

void Batch::let_go(const std::string& session) {
  for (const auto* places : {&addresses, &contacts})
    for (const auto& [key, place] : *places)
      if (place && place->conversation == session) place->conversation.clear();
}

void Batch::load_barriers() {
  known_as.load(db_);
  for (const auto& [address, channel_type] : barriers_) {
    const KnownAsState* other = known_as.find(address);
    if (other == nullptr) continue;
    for (const std::string& type : {std::string{}, channel_type})
      suppressions.want({address[0], address[1], other->normalised, type});
  }
  barriers_.clear();
  suppressions.load(db_);
}

void Batch::load_provider_ids() {
  for (const Row& row : select_keyed(db_, kSelectAttemptByProviderId, wanted_provider_ids_)) {
    attempt_of_.insert_or_assign(pair_text(row[0].text, row[1].text), row[2].text);
    attempts.want({row[2]});
  }
  for (const Row& row : select_keyed(db_, kSelectParked, wanted_provider_ids_)) {
    ParkedState parked = read_parked(row);
    if (may_be_hopeless(parked.receipt.error_class)) watch_hopeless();
    parked_[pair_text(row[0].text, row[1].text)].push_back(std::move(parked));
  }
  wanted_provider_ids_.clear();
}

void Batch::load() {
  addresses.load(db_);
  contacts.load(db_);
  idempotency.load(db_);
  references.load(db_);
  load_barriers();
  preferences.load(db_);
  wishes_of.load(db_);
  channels.load(db_);
  channel_names.load(db_);
  tenants.load(db_);
  user_emails.load(db_);
  users.load(db_);
  api_keys.load(db_);
  elements.load(db_);
  element_rows.load(db_);
  webhooks.load(db_);
  backlogs.load(db_);
  cursors.load(db_);
  jobs.load(db_);
  leases.load(db_);
  fences.load(db_);
  blobs.load(db_);
  uploads.load(db_);
  sessions.load(db_);
  if (!wanted_provider_ids_.empty()) load_provider_ids();
  attempts.load(db_);
  for (const auto& [key, attempt] : attempts)
    if (attempt) messages.want({attempt->message});
  messages.load(db_);
  open_attempts.load(db_);  // after the messages, whose lock keeps other writers from beginning one
  if (hopeless_)
    for (const auto& [key, message] : messages)
      if (message) want_hopeless(*this, *message);
  standing.load(db_);
  records.load();
}

void Batch::load_heads(std::map<int, domain::ChainHead>& heads) {
  for (const Pending& pending : events_) {
    if (heads.contains(pending.shard)) continue;
    const std::vector<Row> rows = db_.query(kSelectHead, 2, Row{pending.shard});
    heads[pending.shard] =
        rows.empty() ? domain::ChainHead{} : domain::ChainHead{rows[0][0].number(), rows[0][1].text};
  }
}

std::vector<Row> Batch::seal_events(domain::EventSealer& sealer, std::map<int, domain::ChainHead>& heads) {
  std::vector<Row> rows;
  rows.reserve(events_.size());
  for (Pending& pending : events_) {
    domain::ChainHead& head = heads[pending.shard];
    const domain::JournalEntry entry = sealer.seal(pending.shard, head, std::move(pending.event));
    head = {entry.seq, entry.chain_hash};
    rows.push_back(journal_row(entry));
  }
  return rows;
}

void Batch::write(domain::EventSealer& sealer, std::map<int, domain::ChainHead>& heads) {
  load_heads(heads);
  if (!events_.empty()) inserts_[&kInsertJournal] = seal_events(sealer, heads);
  for (const auto& [statement, rows] : inserts_) insert_rows(db_, *statement, rows);
  for (const auto& [statement, changes] : updates_) update_rows(db_, *statement, changes.rows);
  for (const auto& [statement, keys] : deletes_) delete_rows(db_, *statement, keys);
  for (const auto& [sql, values] : statements_) db_.execute(sql, values);
  for (const auto& [key, uses] : template_uses_)
    db_.execute(kCountTemplateUse, Row{uses, now_, key.first, key.second});
  write_news(db_, session_news_, now_);
  records.write();
}

}  // namespace herald::storage
