#include "host/storage/channels.hpp"

#include "host/base/json_text.hpp"
#include "host/storage/channel_change.hpp"
#include "host/storage/step.hpp"
#include "host/storage/tables.hpp"

namespace herald::storage {
namespace {

using domain::Channel;

const std::string kColumns =
    "select id, tenant_id, channel_type, channel_name, api_provider, api_url, webhook_url, account_id, "
    "sender_id, "
    "config_json, sealed_secrets, has_api_key, has_api_secret, has_auth_token, has_webhook_secret, "
    "secret_config_keys, "
    "priority, retry_count, timeout_seconds, is_active, revision, created_at, updated_at, "
    "webhook_registered_at from "
    "communication_channel "
    "where deleted_at is null ";
constexpr std::size_t kColumnCount = 24;
const std::string kById = kColumns + "and id = ?";
const std::string kUsable =
    kColumns +
    "and tenant_id = ? and channel_type = ? and is_active = 1 order by priority desc, created_at, id";
const std::string kList =
    kColumns + "and tenant_id = ? and (? = '' or channel_type = ?) and id > ? order by id limit ";
const std::string kAll = kColumns + "order by tenant_id, id";

Channel read_channel(const Row& row) {
  return {.id = domain::ChannelId{row[0].text},
          .tenant = domain::TenantId{row[1].text},
          .channel_type = row[2].text,
          .channel_name = row[3].text,
          .api_provider = row[4].text,
          .api_url = row[5].text,
          .webhook_url = row[6].text,
          .account_id = row[7].text,
          .sender_id = row[8].text,
          .config_json = row[9].text,
          .sealed_secrets = row[10].text,
          .has_api_key = row[11].flag(),
          .has_api_secret = row[12].flag(),
          .has_auth_token = row[13].flag(),
          .has_webhook_secret = row[14].flag(),
          .secret_config_keys = row[15].text,
          .priority = static_cast<int>(row[16].number()),
          .retry_count = static_cast<int>(row[17].number()),
          .timeout_seconds = static_cast<int>(row[18].number()),
          .active = row[19].flag(),
          .revision = row[20].number(),
          .created_at = row[21].instant().value(),
          .updated_at = row[22].instant().value(),
          .webhook_registered_at = row[23].instant()};
}

std::vector<Channel> read_channels(const std::vector<Row>& rows) {
  std::vector<Channel> out;
  for (const Row& row : rows) out.push_back(read_channel(row));
  return out;
}

Row channel_row(const Channel& c) {
  return {c.id,
          c.tenant,
          c.channel_type,
          c.channel_name,
          c.api_provider,
          c.api_url,
          c.webhook_url,
          c.account_id,
          c.sender_id,
          c.config_json,
          c.sealed_secrets,
          int{c.has_api_key},
          int{c.has_api_secret},
          int{c.has_auth_token},
          int{c.has_webhook_secret},
          c.secret_config_keys,
          c.priority,
          c.retry_count,
          c.timeout_seconds,
          int{c.active},
          c.revision,
          c.created_at,
          c.updated_at};
}

/// What a POST that creates a channel decides against the batch.
struct Creation {
  Channel channel;
  std::optional<domain::IdempotencyClaim> claim;
  domain::Origin origin;

  void keys(Batch& batch) const {
    batch.tenants.want({channel.tenant});
    batch.channel_names.want({channel.tenant, channel.channel_name});
    if (claim) batch.idempotency.want({channel.tenant, claim->key_hash});
  }
  Result<domain::ChannelCreated> decide(Batch& batch) const {
    if (claim) {
      if (const IdempotencyState* earlier = batch.idempotency.find({channel.tenant, claim->key_hash})) {
        if (earlier->body_hash != claim->body_hash)
          return Error{.code = Errc::Mismatch,
                       .reason = "idempotency_mismatch",
                       .detail = "this Idempotency-Key was used with another request body"};
        Channel known;
        known.id = domain::ChannelId{earlier->resource};
        return domain::ChannelCreated{.channel = std::move(known), .replayed = true};
      }
    }
    if (batch.tenants.find({channel.tenant}) == nullptr)
      return Error{.code = Errc::NotFound, .reason = "unknown_tenant", .detail = "there is no such tenant"};
    if (batch.channel_names.find({channel.tenant, channel.channel_name}) != nullptr)
      return Error{.code = Errc::Conflict,
                   .reason = "channel_name_taken",
                   .detail = "another channel has this name",
                   .problems = {{"/channel_name", "is taken by another channel"}}};
    return store(batch);
  }
  [[nodiscard]] domain::ChannelCreated store(Batch& batch) const {
    batch.insert(kInsertChannel, channel_row(channel));
    batch.channels.put(
        {channel.id},
        {.tenant = channel.tenant.text, .name = channel.channel_name, .revision = channel.revision});
    batch.channel_names.put({channel.tenant, channel.channel_name}, {});
    if (claim) {
      batch.insert(kInsertIdempotency, {channel.tenant, claim->key_hash, claim->body_hash, 201, channel.id,
                                        batch.now(), claim->expires_at, null_if_empty(claim->response)});
      batch.idempotency.put({channel.tenant, claim->key_hash},
                            {.body_hash = claim->body_hash, .resource = channel.id.text});
    }
    batch.journal(domain::shard_of(channel.id.text),
                  {.type = "channel.created",
                   .tenant = channel.tenant,
                   .actor = origin.actor,
                   .subject_kind = "channel",
                   .subject = channel.id.text,
                   .subject_version = 1,
                   .cause = origin.request_id,
                   .data_json = "{\"channel_type\":" + quote_json(channel.channel_type) +
                                ",\"api_provider\":" + quote_json(channel.api_provider) + "}",
                   .at = batch.now()});
    return {.channel = channel};
  }
};

}  // namespace

void StoredChannels::create(Channel channel, std::optional<domain::IdempotencyClaim> claim,
                            domain::Origin origin, domain::Completion<domain::ChannelCreated> done) {
  const auto creation =
      std::make_shared<const Creation>(std::move(channel), std::move(claim), std::move(origin));
  submit_step<domain::ChannelCreated>(
      writer_, [creation](Batch& batch) { creation->keys(batch); },
      [creation](Batch& batch) { return creation->decide(batch); },
      [this, done = std::move(done)](Result<domain::ChannelCreated> result) {
        forget();
        done(std::move(result));
      });
}

void StoredChannels::update(domain::ChannelChange change, domain::Completion<Channel> done) {
  submit_update(writer_, std::move(change), [this, done = std::move(done)](Result<Channel> result) {
    forget();
    done(std::move(result));
  });
}

void StoredChannels::remove(domain::ChannelRemoval removal, domain::Completion<Done> done) {
  submit_removal(writer_, std::move(removal), [this, done = std::move(done)](Result<Done> result) {
    forget();
    done(std::move(result));
  });
}

Result<std::optional<Channel>> StoredChannels::find(const domain::ChannelId& id) {
  std::uint64_t generation = 0;
  {
    const std::shared_lock lock{mutex_};
    generation = generation_;
    if (const auto found = by_id_.find(id.text); found != by_id_.end()) return std::optional{found->second};
  }
  auto channel = pool_.read<std::optional<Channel>>([&](Connection& db) -> std::optional<Channel> {
    const std::vector<Row> rows = db.query(kById, kColumnCount, Row{id.text});
    return rows.empty() ? std::nullopt : std::optional{read_channel(rows[0])};
  });
  if (!channel || !*channel) return channel;
  const std::unique_lock lock{mutex_};
  if (generation == generation_) by_id_.emplace(id.text, **channel);
  return channel;
}

Result<std::vector<Channel>> StoredChannels::usable(const domain::TenantId& tenant,
                                                    const std::string& channel_type) {
  const std::string key = tenant.text + "/" + channel_type;
  std::uint64_t generation = 0;
  {
    const std::shared_lock lock{mutex_};
    generation = generation_;
    if (const auto found = usable_.find(key); found != usable_.end()) return found->second;
  }
  auto channels = pool_.read<std::vector<Channel>>([&](Connection& db) {
    return read_channels(db.query(kUsable, kColumnCount, Row{tenant.text, channel_type}));
  });
  if (!channels) return channels;
  const std::unique_lock lock{mutex_};
  if (generation == generation_) usable_.emplace(key, *channels);
  return channels;
}

Result<domain::Page<Channel>> StoredChannels::list(const domain::TenantId& tenant,
                                                   const std::string& channel_type, const std::string& cursor,
                                                   int limit) {
  return pool_.read<domain::Page<Channel>>([&](Connection& db) {
    domain::Page<Channel> page{
        .items = read_channels(db.query(kList + std::to_string(limit + 1), kColumnCount,
                                        Row{tenant.text, channel_type, channel_type, cursor}))};
    if (page.items.size() > static_cast<std::size_t>(limit)) {
      page.items.pop_back();
      page.next_cursor = page.items.back().id.text;
    }
    return page;
  });
}

Result<std::vector<Channel>> StoredChannels::all() {
  return pool_.read<std::vector<Channel>>(
      [](Connection& db) { return read_channels(db.query(kAll, kColumnCount)); });
}

void StoredChannels::forget() {
  const std::unique_lock lock{mutex_};
  by_id_.clear();
  usable_.clear();
  ++generation_;
}

}  // namespace herald::storage
