#include "host/storage/messages.hpp"

#include <algorithm>

#include "host/storage/charge.hpp"
#include "host/storage/journal_rows.hpp"
#include "host/storage/message_lists.hpp"
#include "host/storage/message_rows.hpp"
#include "host/storage/work_among.hpp"

namespace herald::storage {
namespace {

const std::string kFindMessage =
    "select " + std::string{kMessageColumns} +
    " from communication_message m where m.id = ? and m.tenant_id = ? and m.deleted_at is null";

constexpr std::string_view kFindAttempts =
    "select id, message_id, tenant_id, channel_id, number, state, provider_message_id, error_class, "
    "error_code, error_text, "
    "detail, created_at, settled_at, segments, cost_micros, currency from delivery_attempt where message_id "
    "= ? order by number";

const std::string kFindTimeline = "select " + std::string{kJournalColumns} +
                                  " from journal where tenant_id = ? and subject_id = ? order by shard, seq";

/// With the last attempt of a message whose outcome is unknown.
const std::string kWorkOf =
    "select w.due_at, a.id, a.repeats, a.number, a.state, a.provider_message_id, a.created_at, " +
    std::string{kMessageColumns} +
    " from work_item w join communication_message m on m.id = w.message_id "
    "left join delivery_attempt a on m.status = 'UNKNOWN' and a.message_id = m.id and a.number = m.attempts "
    "where w.channel_id = ? and w.due_at <= ? and (w.due_at > ? or (w.due_at = ? and w.message_id > ?)) "
    "and m.status in ('QUEUED', 'SCHEDULED', 'HELD', 'UNKNOWN')";
constexpr std::string_view kInTurn = " order by w.due_at, w.message_id limit ";

/// From one channel to the next through the index: a backlog of a million rows is one step.
const std::string kChannelsWithWork =
    "with recursive c (id) as (select min(channel_id) from work_item union all "
    "select (select min(w.channel_id) from work_item w where w.channel_id > c.id) from c "
    "where c.id is not null) "
    "select c.id from c where c.id is not null and "
    "(select min(w.due_at) from work_item w where w.channel_id = c.id) <= ?";

const std::string kUnsettled =
    "select a.id, a.message_id, a.tenant_id, a.channel_id, a.number, a.state, a.provider_message_id, "
    "a.error_class, "
    "a.error_code, a.error_text, a.detail, a.created_at, a.settled_at, a.segments, a.cost_micros, a.currency "
    "from work_item w "
    "join communication_message m on m.id = w.message_id join delivery_attempt a on a.message_id = m.id "
    "where m.status = 'SENDING' and a.state = 'INTENT'";
constexpr std::size_t kAttemptColumnCount = 16;

domain::Attempt read_attempt(const Row& row) {
  return {.id = domain::AttemptId{row[0].text},
          .message = domain::MessageId{row[1].text},
          .tenant = domain::TenantId{row[2].text},
          .channel = domain::ChannelId{row[3].text},
          .number = static_cast<int>(row[4].number()),
          .state = domain::attempt_state(row[5].text).value(),
          .provider_id = row[6].text,
          .error_class = row[7].text,
          .error_code = row[8].text,
          .error_text = row[9].text,
          .detail = row[10].text,
          .created_at = row[11].instant().value(),
          .settled_at = row[12].instant(),
          .segments = static_cast<int>(row[13].number()),
          .cost = cost_in(row[14], row[15])};
}

constexpr std::size_t kWorkColumnCount = 7;  ///< before those of the message

domain::Work read_work(const Row& row) {
  domain::Work work{.message = read_message(Row{row.begin() + kWorkColumnCount, row.end()}),
                    .due_at = row[0].instant().value()};
  if (row[1].null) return work;
  work.open = domain::OpenAttempt{.id = domain::AttemptId{row[1].text},
                                  .repeats = domain::AttemptId{row[2].text},
                                  .number = static_cast<int>(row[3].number()),
                                  .state = domain::attempt_state(row[4].text).value(),
                                  .provider_id = row[5].text,
                                  .since = row[6].instant().value()};
  return work;
}

template <class T, class Read>
std::vector<T> read_all(const std::vector<Row>& rows, Read read) {
  std::vector<T> out;
  out.reserve(rows.size());
  std::ranges::transform(rows, std::back_inserter(out), read);
  return out;
}

}  // namespace

Result<domain::MessageView> PoolMessages::find(const domain::TenantId& tenant, const domain::MessageId& id) {
  auto found = pool_.read<std::optional<domain::MessageView>>(
      [&](Connection& db) -> std::optional<domain::MessageView> {
        const std::vector<Row> rows = db.query(kFindMessage, kMessageColumnCount, Row{id.text, tenant.text});
        if (rows.empty()) return std::nullopt;
        return domain::MessageView{
            .message = read_message(rows[0]),
            .attempts = read_all<domain::Attempt>(db.query(kFindAttempts, kAttemptColumnCount, Row{id.text}),
                                                  read_attempt),
            .timeline = read_all<domain::JournalEntry>(
                db.query(kFindTimeline, kJournalColumnCount, Row{tenant.text, id.text}), read_entry)};
      });
  if (!found) return found.error();
  if (!*found)
    return Error{.code = Errc::NotFound, .reason = "unknown_message", .detail = "there is no such message"};
  return **std::move(found);
}

Result<domain::Page<domain::Message>> PoolMessages::list(const domain::TenantId& tenant,
                                                         const domain::MessageFilter& filter,
                                                         const std::string& cursor, int limit) {
  limit = std::max(limit, 1);
  const ListQuery query = list_query(tenant, filter, read_place(cursor));
  return pool_.read<domain::Page<domain::Message>>([&](Connection& db) {
    const std::vector<Row> rows =
        db.query(query.sql + std::to_string(limit + 1), kMessageColumnCount, query.cells);
    domain::Page<domain::Message> page{.items = read_all<domain::Message>(rows, read_message)};
    if (page.items.size() > static_cast<std::size_t>(limit)) {
      page.items.pop_back();
      const domain::Message& last = page.items.back();
      page.next_cursor = to_text(ListPlace{to_sql(last.created_at), last.id.text});
    }
    return page;
  });
}

ListQuery channels_query(Instant until) { return {kChannelsWithWork, {until}}; }

std::string work_sql(domain::ShardSet shards) { return kWorkOf + work_among(shards) + std::string{kInTurn}; }

Row work_cells(const domain::ChannelId& channel, Instant until, const domain::WorkPlace& after) {
  return {channel, until, after.due_at, after.due_at, after.message.text};
}

Result<std::vector<domain::ChannelId>> PoolMessages::channels(Instant until) {
  const ListQuery query = channels_query(until);
  return pool_.read<std::vector<domain::ChannelId>>([&](Connection& db) {
    return read_all<domain::ChannelId>(db.query(query.sql, 1, query.cells),
                                       [](const Row& row) { return domain::ChannelId{row[0].text}; });
  });
}

Result<std::vector<domain::Work>> PoolMessages::load(const domain::ChannelId& channel, Instant until,
                                                     const domain::WorkPlace& after, int limit) {
  const std::string sql = work_sql(domain::shards_of(served_)) + std::to_string(limit);
  const Row cells = work_cells(channel, until, after);
  return pool_.read<std::vector<domain::Work>>([&](Connection& db) {
    return read_all<domain::Work>(db.query(sql, kMessageColumnCount + kWorkColumnCount, cells), read_work);
  });
}

Result<std::vector<domain::Attempt>> PoolMessages::unsettled(domain::ShardSet shards) {
  return pool_.read<std::vector<domain::Attempt>>([&](Connection& db) {
    return read_all<domain::Attempt>(db.query(kUnsettled + work_among(shards), kAttemptColumnCount),
                                     read_attempt);
  });
}

}  // namespace herald::storage
