#include "host/storage/media.hpp"

#include <algorithm>

#include "host/base/json_text.hpp"
#include "host/storage/media_rows.hpp"
#include "host/storage/message_lists.hpp"
#include "host/storage/step.hpp"

namespace herald::storage {
namespace {

using domain::Medium;

const std::string kMediumHead = "select " + std::string{kMediumColumns} +
                                " from communication_attachment a left join `blob` b on b.id = a.blob_id ";
const std::string kFindMedium = kMediumHead + "where a.id = ? and a.tenant_id = ? and a.deleted_at is null";
const std::string kListMedia = kMediumHead +
                               "where a.tenant_id = ? and a.deleted_at is null and a.created_at <= ? and "
                               "(a.created_at < ? or a.id < ?) order by a.created_at desc, a.id desc limit ";
const std::string kMediaOfMessage =
    kMediumHead + "where a.message_id = ? and a.tenant_id = ? and a.deleted_at is null order by a.position";
const std::string kDueFetches =
    "select w.tries, m.channel_id, " + std::string{kMediumColumns} +
    " from media_work w join communication_attachment a on a.id = w.media_id "
    "join communication_message m on m.id = a.message_id left join `blob` b on b.id = a.blob_id "
    "where w.kind = 'FETCH' and w.due_at <= ? order by w.due_at, w.media_id limit ";
constexpr std::size_t kFetchColumns = 2;  ///< before those of the medium
const std::string kDueExpiries =
    "select " + std::string{kMediumColumns} +
    " from media_work w join communication_attachment a on a.id = w.media_id "
    "left join `blob` b on b.id = a.blob_id "
    "where w.kind = 'EXPIRE' and w.due_at <= ? order by w.due_at, w.media_id limit ";

constexpr std::string_view kHoldsBytes = "select 1 from `blob` where tenant_id = ? and digest = ?";
constexpr std::string_view kForgetWork = "delete from media_work where media_id = ?";
constexpr std::string_view kFetchAgain =
    "update media_work set due_at = ?, tries = tries + 1, updated_at = ? where media_id = ?";
constexpr std::string_view kForgetMedium = "delete from communication_attachment where id = ?";
constexpr std::string_view kForgetBlob =
    "delete from `blob` where tenant_id = ? and digest = ? and id not in "
    "(select blob_id from communication_attachment where blob_id is not null and tenant_id = ?)";
constexpr std::string_view kStored =
    "update communication_attachment set status = 'STORED', reason = '', blob_id = ?, content_type = ?, "
    "size_bytes = ?, media_type = ?, file_name = ?, updated_at = ? where id = ?";
constexpr std::string_view kFailed =
    "update communication_attachment set status = 'FAILED', reason = ?, updated_at = ? where id = ?";

void journal_medium(Batch& batch, const Medium& medium, std::string type, const domain::Origin& origin,
                    std::string data) {
  batch.journal(domain::shard_of(medium.id.text), {.type = std::move(type),
                                                   .tenant = medium.tenant,
                                                   .actor = origin.actor,
                                                   .subject_kind = "media",
                                                   .subject = medium.id.text,
                                                   .cause = origin.request_id,
                                                   .data_json = std::move(data),
                                                   .at = batch.now()});
}

std::string bytes_data(const Medium& medium) {
  return "{\"sha256\":" + quote_json(medium.bytes.digest) + ",\"size\":" + std::to_string(medium.bytes.size) +
         ",\"content_type\":" + quote_json(medium.bytes.content_type) +
         (medium.message.empty() ? "" : ",\"message\":" + quote_json(medium.message.text)) + "}";
}

const domain::Origin& host_itself() {
  static const domain::Origin origin{.actor = "herald"};
  return origin;
}

Error unknown_medium() {
  return {.code = Errc::NotFound, .reason = "unknown_media", .detail = "there is no such media"};
}

template <class T, class Read>
std::vector<T> rows_as(const std::vector<Row>& rows, Read read) {
  std::vector<T> out;
  out.reserve(rows.size());
  std::ranges::transform(rows, std::back_inserter(out), read);
  return out;
}

}  // namespace

void StoredMedia::keep(Medium medium, domain::Origin origin, domain::Completion<Medium> done) {
  submit_step<Medium>(
      writer_, [medium](Batch& batch) { want_media(batch, {medium}); },
      [medium, origin](Batch& batch) -> Result<Medium> {
        add_medium(batch, medium, "upload");
        journal_medium(batch, medium, "media.uploaded", origin, bytes_data(medium));
        Medium kept = medium;
        kept.created_at = batch.now();
        return kept;
      },
      std::move(done));
}

Result<std::optional<Medium>> StoredMedia::find(const domain::TenantId& tenant, const domain::MediaId& id) {
  return pool_.read<std::optional<Medium>>([&](Connection& db) {
    const auto rows = db.query(kFindMedium, kMediumColumnCount, Row{id.text, tenant.text});
    return rows.empty() ? std::nullopt : std::optional{read_medium(rows[0])};
  });
}

Result<domain::Page<Medium>> StoredMedia::list(const domain::TenantId& tenant,
                                               const domain::MessageId& message, const std::string& cursor,
                                               int limit) {
  limit = std::max(limit, 1);
  const ListPlace after = read_place(cursor);
  return pool_.read<domain::Page<Medium>>([&](Connection& db) {
    if (!message.empty())
      return domain::Page<Medium>{
          .items = rows_as<Medium>(
              db.query(kMediaOfMessage, kMediumColumnCount, Row{message.text, tenant.text}), read_medium)};
    domain::Page<Medium> page{
        .items = rows_as<Medium>(db.query(kListMedia + std::to_string(limit + 1), kMediumColumnCount,
                                          Row{tenant.text, after.at, after.at, after.id}),
                                 read_medium)};
    if (page.items.size() > static_cast<std::size_t>(limit)) {
      page.items.pop_back();
      page.next_cursor = to_text(ListPlace{to_sql(page.items.back().created_at), page.items.back().id.text});
    }
    return page;
  });
}

void StoredMedia::remove(domain::TenantId tenant, domain::MediaId id, domain::Origin origin,
                         domain::Completion<Medium> done) {
  submit_step<Medium>(
      writer_, [tenant, id](Batch& batch) { batch.uploads.want({tenant, id}); },
      [tenant, id, origin](Batch& batch) -> Result<Medium> {
        const UploadState* state = batch.uploads.find({tenant, id});
        if (state == nullptr) return unknown_medium();
        if (!state->message.empty())
          return Error{.code = Errc::Conflict,
                       .reason = "media_in_use",
                       .detail = "it belongs to a message and goes with it"};
        Medium medium{.id = id, .tenant = tenant, .bytes = {.digest = state->digest}};
        batch.execute(kForgetWork, {id});
        batch.execute(kForgetMedium, {id});
        batch.execute(kForgetBlob, {tenant, state->digest, tenant});
        journal_medium(batch, medium, "media.deleted", origin,
                       "{\"sha256\":" + quote_json(state->digest) + "}");
        batch.uploads.drop({tenant, id});
        return medium;
      },
      std::move(done));
}

Result<bool> StoredMedia::holds(const domain::TenantId& tenant, const std::string& digest) {
  return pool_.read<bool>(
      [&](Connection& db) { return !db.query(kHoldsBytes, 1, Row{tenant.text, digest}).empty(); });
}

Result<std::vector<domain::MediaFetch>> StoredMedia::fetches(Instant now, int limit) {
  if (!domain::keeps_house(served_)) return std::vector<domain::MediaFetch>{};
  return pool_.read<std::vector<domain::MediaFetch>>([&](Connection& db) {
    return rows_as<domain::MediaFetch>(
        db.query(kDueFetches + std::to_string(limit), kMediumColumnCount + kFetchColumns, Row{now}),
        [](const Row& row) {
          return domain::MediaFetch{.medium = read_medium(Row{row.begin() + kFetchColumns, row.end()}),
                                    .channel = domain::ChannelId{row[1].text},
                                    .tries = static_cast<int>(row[0].number())};
        });
  });
}

void StoredMedia::fetched(Medium medium, domain::Completion<Done> done) {
  submit_step<Done>(
      writer_, [medium](Batch& batch) { want_media(batch, {medium}); },
      [medium](Batch& batch) -> Result<Done> {
        const std::string blob = blob_for(batch, medium, "inbound");
        batch.execute(kStored, {blob, medium.bytes.content_type, medium.bytes.size, medium.media_type,
                                medium.name, batch.now(), medium.id});
        batch.execute(kForgetWork, {medium.id});
        journal_medium(batch, medium, "media.stored", host_itself(), bytes_data(medium));
        return Done{};
      },
      std::move(done));
}

void StoredMedia::not_fetched(Medium medium, std::string reason, std::optional<Instant> again,
                              domain::Completion<Done> done) {
  submit_step<Done>(
      writer_, [](Batch&) {},
      [medium, reason, again](Batch& batch) -> Result<Done> {
        if (again) {
          batch.execute(kFetchAgain, {*again, batch.now(), medium.id});
          return Done{};
        }
        batch.execute(kFailed, {reason, batch.now(), medium.id});
        batch.execute(kForgetWork, {medium.id});
        journal_medium(batch, medium, "media.failed", host_itself(),
                       "{\"reason\":" + quote_json(reason) + "}");
        return Done{};
      },
      std::move(done));
}

Result<std::vector<Medium>> StoredMedia::expired(Instant now, int limit) {
  return pool_.read<std::vector<Medium>>([&](Connection& db) {
    return rows_as<Medium>(db.query(kDueExpiries + std::to_string(limit), kMediumColumnCount, Row{now}),
                           read_medium);
  });
}

}  // namespace herald::storage
