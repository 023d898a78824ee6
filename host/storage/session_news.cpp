#include "host/storage/session_news.hpp"

#include <algorithm>
#include <bit>
#include <tuple>
#include <vector>

namespace herald::storage {
namespace {

constexpr std::size_t kMostSessions = 64;  ///< in one statement

/// One conversation. The types are told, so that MySQL compares the ids in their own character set.
constexpr std::string_view kNewsSqlite =
    "select ? as session, cast(? as integer) as messages, cast(? as integer) as inbound, ? as inbound_at, "
    "? as latest_at, ? as latest, ? as latest_status, ? as latest_channel, ? as latest_direction, "
    "? as new_contact, ? as new_lead, ? as noted_at";
constexpr std::string_view kNewsMysql =
    "select cast(? as char(36) character set ascii) as session, cast(? as signed) as messages, "
    "cast(? as signed) as inbound, cast(? as char(23) character set ascii) as inbound_at, "
    "cast(? as char(23) character set ascii) as latest_at, cast(? as char(36) character set ascii) as "
    "latest, "
    "? as latest_status, ? as latest_channel, ? as latest_direction, ? as new_contact, ? as new_lead, "
    "cast(? as char(23) character set ascii) as noted_at";

/// What is told of is the latest message, or a newer one.
const std::string kNewer =
    "(d.latest_at, d.latest) >= (coalesce(s.last_message_at, ''), coalesce(s.last_message_id, ''))";
/// MySQL sets column after column and reads what it has set: those that kNewer compares come last.
const std::string kSetNews =
    "status = case when s.closed_at is null and " + kNewer +
    " then d.latest_status else s.status end, channel_type = case when " + kNewer +
    " then d.latest_channel else s.channel_type end, direction = case when " + kNewer +
    " then d.latest_direction else s.direction end, message_count = s.message_count + d.messages, "
    "unread_count = s.unread_count + d.inbound, "
    "last_inbound_at = case when d.inbound_at is null or d.inbound_at <= s.last_inbound_at "
    "then s.last_inbound_at else d.inbound_at end, "
    "contact_ref = coalesce(s.contact_ref, d.new_contact), lead_id = coalesce(s.lead_id, d.new_lead), "
    "updated_at = d.noted_at, last_message_id = case when " +
    kNewer +
    " then d.latest else s.last_message_id end, "
    "last_message_at = case when d.latest_at > coalesce(s.last_message_at, '') "
    "then d.latest_at else s.last_message_at end";

std::string statement_of(Dialect dialect, std::size_t sessions) {
  const bool sqlite = dialect == Dialect::Sqlite;
  std::string table;
  for (std::size_t i = 0; i < sessions; ++i) {
    if (i > 0) table += " union all ";
    table += sqlite ? kNewsSqlite : kNewsMysql;
  }
  if (sqlite)
    return "update communication_session as s set " + kSetNews + " from (" + table +
           ") as d where d.session = s.id";
  return "update communication_session s join (" + table + ") d on d.session = s.id set " + kSetNews;
}

void append_cells(Row& cells, const std::string& session, const SessionNews& news, Instant now) {
  cells.insert(cells.end(),
               {session, news.messages, news.inbound, news.inbound_at, news.latest_at, news.latest,
                news.status, news.channel_type, news.direction, news.contact_ref, news.lead_ref, now});
}

/// The later of two times; null is earlier than all.
Cell later(const Cell& a, const Cell& b) {
  if (a.null || b.null) return a.null ? b : a;
  return a.text < b.text ? b : a;
}

}  // namespace

void add_news(SessionNews& sum, const SessionNews& more) {
  sum.messages += more.messages;
  sum.inbound += more.inbound;
  sum.inbound_at = later(sum.inbound_at, more.inbound_at);
  const bool newer = std::tie(more.latest_at.text, more.latest) >= std::tie(sum.latest_at.text, sum.latest);
  // The other one's references fill what the newer one does not name.
  const Cell contact = newer ? sum.contact_ref : more.contact_ref;
  const Cell lead = newer ? sum.lead_ref : more.lead_ref;
  if (newer) {
    sum.latest_at = more.latest_at;
    sum.latest = more.latest;
    sum.status = more.status;
    sum.channel_type = more.channel_type;
    sum.direction = more.direction;
    sum.contact_ref = more.contact_ref;
    sum.lead_ref = more.lead_ref;
  }
  if (sum.contact_ref.null) sum.contact_ref = contact;
  if (sum.lead_ref.null) sum.lead_ref = lead;
}

std::pair<std::string, Row> news_statement(Dialect dialect, const SessionsNews& news, Instant now) {
  Row cells;
  for (const auto& [session, one] : news) append_cells(cells, session, one, now);
  return {statement_of(dialect, news.size()), std::move(cells)};
}

void write_news(Connection& db, const SessionsNews& news, Instant now) {
  auto next = news.begin();
  for (std::size_t left = news.size(); left > 0;) {
    // Powers of two, so that a handful of prepared statements serves every number.
    const std::size_t size = std::min(std::bit_floor(left), kMostSessions);
    Row cells;
    for (std::size_t i = 0; i < size; ++i, ++next) append_cells(cells, next->first, next->second, now);
    db.execute(statement_of(db.dialect(), size), cells);
    left -= size;
  }
}

}  // namespace herald::storage
