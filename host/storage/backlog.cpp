#include "host/storage/backlog.hpp"

#include <algorithm>

#include "host/base/hex.hpp"
#include "host/storage/step.hpp"
#include "host/storage/tables.hpp"

namespace herald::storage {
namespace {

constexpr std::string_view kWaitingChannels =
    "select distinct channel_id from communication_webhook_log where status = 'UNVERIFIED'";

/// The body as hex digits: a reader of text would stop at a zero byte.
const std::string kOldest =
    "select id, tenant_id, channel_id, provider, headers, sealed_request, hex(body), received_at "
    "from communication_webhook_log where status = 'UNVERIFIED' and channel_id = ? and id > ? "
    "order by id limit ";
constexpr std::size_t kOldestColumnCount = 8;

constexpr std::string_view kRefuse =
    "update communication_webhook_log set status = 'SKIPPED', reason = ?, body = x'', sealed_request = null, "
    "unverified_bytes = 0, processed_at = ?, updated_at = ? where id = ? and status = 'UNVERIFIED'";

constexpr std::string_view kGiveUpUnverified =
    "update communication_webhook_log set status = 'FAILED', reason = 'its plugin did not come back in "
    "time', "
    "body = x'', sealed_request = null, unverified_bytes = 0, processed_at = ?, updated_at = ? "
    "where status = 'UNVERIFIED' and received_at < ?";

constexpr std::string_view kGiveUpElements =
    "update webhook_element set status = 'SKIPPED', reason = 'no message with this provider id came in "
    "time', "
    "updated_at = ? where status = 'PENDING' and id in (select id from parked_receipt where created_at < ?)";
constexpr std::string_view kGiveUpParked = "delete from parked_receipt where created_at < ?";

domain::RawWebhook read_raw(const Row& row) {
  return {.id = row[0].text,
          .tenant = domain::TenantId{row[1].text},
          .channel = domain::ChannelId{row[2].text},
          .provider = row[3].text,
          .headers_json = row[4].text,
          .sealed_request = row[5].text,
          .body = from_hex(row[6].text).value_or(""),
          .received_at = row[7].instant().value()};
}

/// What is decided about a callback that cannot be verified yet.
struct Keeping {
  domain::RawWebhook webhook;
  std::int64_t quota;

  [[nodiscard]] Result<Done> decide(Batch& batch) const {
    const domain::RawWebhook& w = webhook;
    BacklogState* backlog = batch.backlogs.find({w.channel});
    if (backlog == nullptr)
      return Error{.code = Errc::NotFound,
                   .reason = "unknown_channel",
                   .detail = "the channel does not exist any more"};
    const auto bytes = static_cast<std::int64_t>(w.body.size() + w.sealed_request.size());
    if (backlog->bytes + bytes > quota)
      return Error{.code = Errc::Limited,
                   .reason = "webhook_quota",
                   .detail = "too many bytes of this channel wait for its plugin"};
    backlog->bytes += bytes;
    batch.insert(kInsertRawWebhook, {w.id, w.tenant, w.channel, w.provider, w.headers_json, w.body,
                                     w.sealed_request, bytes, batch.now(), batch.now(), batch.now()});
    return Done{};
  }
};

}  // namespace

void StoredBacklog::keep(domain::RawWebhook webhook, std::int64_t quota, domain::Completion<Done> done) {
  const auto keeping = std::make_shared<const Keeping>(Keeping{std::move(webhook), quota});
  submit_step<Done>(
      writer_, [keeping](Batch& batch) { batch.backlogs.want({keeping->webhook.channel}); },
      [keeping](Batch& batch) { return keeping->decide(batch); }, std::move(done));
}

Result<std::vector<domain::ChannelId>> StoredBacklog::channels() {
  return pool_.read<std::vector<domain::ChannelId>>([&](Connection& db) {
    std::vector<domain::ChannelId> out;
    for (const Row& row : db.query(kWaitingChannels, 1))
      if (serves(served_, row[0].text)) out.emplace_back(row[0].text);
    return out;
  });
}

Result<std::vector<domain::RawWebhook>> StoredBacklog::oldest(const domain::ChannelId& channel,
                                                              const std::string& after, int limit) {
  return pool_.read<std::vector<domain::RawWebhook>>([&](Connection& db) {
    std::vector<domain::RawWebhook> out;
    std::ranges::transform(
        db.query(kOldest + std::to_string(limit), kOldestColumnCount, Row{channel.text, after}),
        std::back_inserter(out), read_raw);
    return out;
  });
}

void StoredBacklog::refuse(const std::string& id, const std::string& reason, domain::Completion<Done> done) {
  submit_step<Done>(
      writer_, [](Batch&) {},
      [id, reason](Batch& batch) -> Result<Done> {
        batch.execute(kRefuse, {reason, batch.now(), batch.now(), id});
        return Done{};
      },
      std::move(done));
}

void StoredBacklog::give_up(Instant before, domain::Completion<Done> done) {
  submit_step<Done>(
      writer_, [](Batch&) {},
      [before](Batch& batch) -> Result<Done> {
        batch.execute(kGiveUpUnverified, {batch.now(), batch.now(), before});
        batch.execute(kGiveUpElements, {batch.now(), before});
        batch.execute(kGiveUpParked, {before});
        return Done{};
      },
      std::move(done));
}

}  // namespace herald::storage
