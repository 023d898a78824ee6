#include "host/storage/channel_change.hpp"

#include "host/base/json_text.hpp"
#include "host/storage/step.hpp"
#include "host/storage/tables.hpp"

namespace herald::storage {
namespace {

using domain::Channel;

/// The channel's place in the batch, if it is still there and at the revision that was seen.
Result<ChannelState*> present(Batch& batch, const domain::TenantId& tenant, const domain::ChannelId& channel,
                              std::optional<std::int64_t> revision) {
  ChannelState* state = batch.find_channel(tenant, channel);
  if (state == nullptr)
    return Error{.code = Errc::NotFound, .reason = "unknown_channel", .detail = "there is no such channel"};
  if (revision && *revision != state->revision)
    return Error{.code = Errc::Stale,
                 .reason = "revision_changed",
                 .detail = "expected revision " + std::to_string(*revision) + ", found " +
                           std::to_string(state->revision)};
  return state;
}

std::string changed_data(const std::vector<std::string>& fields) {
  std::string list;
  for (const std::string& field : fields) list += (list.empty() ? "" : ",") + quote_json(field);
  return "{\"fields\":[" + list + "]}";
}

domain::Event event_of(const domain::Origin& origin, const domain::ChannelId& channel,
                       const domain::TenantId& tenant) {
  return {.tenant = tenant,
          .actor = origin.actor,
          .subject_kind = "channel",
          .subject = channel.text,
          .cause = origin.request_id};
}

Row update_row(const Channel& c) {
  return {c.channel_name,
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
          c.webhook_registered_at,
          c.updated_at,
          c.id};
}

Result<Channel> update(Batch& batch, const domain::ChannelChange& change) {
  Channel channel = change.channel;
  const auto state = present(batch, channel.tenant, channel.id, channel.revision);
  if (!state) return state.error();
  const std::string& name = channel.channel_name;
  if (name != (*state)->name) {
    if (batch.channel_names.find({channel.tenant, name}) != nullptr)
      return Error{.code = Errc::Conflict,
                   .reason = "channel_name_taken",
                   .detail = "another channel has this name",
                   .problems = {{"/channel_name", "is taken by another channel"}}};
    batch.channel_names.put({channel.tenant, name}, {});
  }
  **state = {.tenant = channel.tenant.text, .name = name, .revision = ++channel.revision};
  channel.updated_at = batch.now();
  batch.update(kUpdateChannel, update_row(channel));
  domain::Event event = event_of(change.origin, channel.id, channel.tenant);
  event.type = change.event;
  event.subject_version = channel.revision;
  event.data_json = changed_data(change.fields);
  event.at = batch.now();
  batch.journal(domain::shard_of(channel.id.text), std::move(event));
  return channel;
}

Result<Done> remove(Batch& batch, const domain::ChannelRemoval& removal) {
  const auto state = present(batch, removal.tenant, removal.channel, removal.revision);
  if (!state) return state.error();
  const std::int64_t revision = (*state)->revision + 1;
  batch.update(kUpdateChannelDeleted, {batch.now(), Cell{}, revision, batch.now(), removal.channel});
  batch.channels.drop({removal.channel});
  domain::Event event = event_of(removal.origin, removal.channel, removal.tenant);
  event.type = "channel.deleted";
  event.subject_version = revision;
  event.at = batch.now();
  batch.journal(domain::shard_of(removal.channel.text), std::move(event));
  return Done{};
}

}  // namespace

void submit_update(Writer& writer, domain::ChannelChange change, domain::Completion<Channel> done) {
  // Shared by the two functions of the step.
  const auto shared = std::make_shared<const domain::ChannelChange>(std::move(change));
  submit_step<Channel>(
      writer,
      [shared](Batch& batch) {
        const Channel& channel = shared->channel;
        batch.channels.want_to_change({channel.id});
        batch.channel_names.want({channel.tenant, channel.channel_name});
      },
      [shared](Batch& batch) { return update(batch, *shared); }, std::move(done));
}

void submit_removal(Writer& writer, domain::ChannelRemoval removal, domain::Completion<Done> done) {
  submit_step<Done>(
      writer, [channel = removal.channel](Batch& batch) { batch.channels.want_to_change({channel}); },
      [removal](Batch& batch) { return remove(batch, removal); }, std::move(done));
}

}  // namespace herald::storage
