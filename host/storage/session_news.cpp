#include "host/storage/session_news.hpp"

#include <tuple>
#include <vector>

#include "host/storage/statement.hpp"

namespace herald::storage {
namespace {

/// What is told of is the latest message, or a newer one.
const std::string kNewer = "(?, ?) >= (coalesce(last_message_at, ''), coalesce(last_message_id, ''))";

/// The later of two times; null is earlier than all.
Cell later(const Cell& a, const Cell& b) {
  if (a.null || b.null) return a.null ? b : a;
  return a.text < b.text ? b : a;
}

}  // namespace

// MySQL sets column after column and reads what it has set: those that kNewer compares come last. To SQLite
// `signed` is a number as well.
const std::string kAddNews =
    "update communication_session set status = case when closed_at is null and " + kNewer +
    " then ? else status end, channel_type = case when " + kNewer +
    " then ? else channel_type end, direction = case when " + kNewer +
    " then ? else direction end, message_count = message_count + cast(? as signed), "
    "unread_count = unread_count + cast(? as signed), "
    "last_inbound_at = case when ? is null or ? <= last_inbound_at then last_inbound_at else ? end, "
    "contact_ref = coalesce(contact_ref, ?), lead_id = coalesce(lead_id, ?), updated_at = ?, "
    "last_message_id = case when " +
    kNewer +
    " then ? else last_message_id end, "
    "last_message_at = case when ? > coalesce(last_message_at, '') then ? else last_message_at end "
    "where id = ?";

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

Row news_cells(const std::string& session, const SessionNews& news, Instant now) {
  const Cell& at = news.latest_at;
  const Cell latest{news.latest};
  return {at,
          latest,
          news.status,
          at,
          latest,
          news.channel_type,
          at,
          latest,
          news.direction,
          news.messages,
          news.inbound,
          news.inbound_at,
          news.inbound_at,
          news.inbound_at,
          news.contact_ref,
          news.lead_ref,
          now,
          at,
          latest,
          latest,
          at,
          at,
          session};
}

void write_news(Connection& db, const SessionsNews& news, Instant now) {
  if (news.empty()) return;
  std::vector<Row> rows;
  rows.reserve(news.size());
  for (const auto& [session, one] : news) rows.push_back(news_cells(session, one, now));
  db.prepare(kAddNews).execute_each(rows);
}

}  // namespace herald::storage
