#include "host/storage/message_lists.hpp"

#include <array>

#include "host/storage/message_rows.hpp"

namespace herald::storage {
namespace {

using domain::MessageFilter;

const std::string kHead = "select " + std::string{kMessageColumns} +
                          " from communication_message m where m.tenant_id = ? and m.deleted_at is null ";
/// Bounds of the index's last columns, then what no index serves; an empty text matches everything. One
/// `case` holds all of the latter: SQLite takes every further term for a narrower result, and soon for one so
/// small that any index and a sort would do.
const std::string kTail =
    "and m.created_at >= ? and m.created_at <= ? and case when (m.created_at < ? or m.id < ?) "
    "and (? = '' or m.channel_type = ?) and (? = '' or m.direction = ?) and (? = '' or m.status = ?) "
    "and (? = '' or m.channel_id = ?) and (? = '' or m.lead_id = ?) and (? = '' or m.contact_id = ?) "
    "and (? = '' or m.session_id = ?) and (? = '' or m.reference = ?) then 1 else 0 end = 1 "
    "order by m.created_at desc, m.id desc limit ";

const std::string kByTenant = kHead + kTail;

/// A member of the filter that an index begins with, the narrowest first.
struct Path {
  std::string MessageFilter::* member;
  std::string sql;
};
const std::array<Path, 6> kPaths{{
    {&MessageFilter::reference, kHead + "and m.reference = ? " + kTail},
    {&MessageFilter::conversation, kHead + "and m.session_id = ? " + kTail},
    {&MessageFilter::contact_ref, kHead + "and m.contact_id = ? " + kTail},
    {&MessageFilter::lead_ref, kHead + "and m.lead_id = ? " + kTail},
    {&MessageFilter::channel, kHead + "and m.channel_id = ? " + kTail},
    {&MessageFilter::status, kHead + "and m.status = ? " + kTail},
}};

constexpr std::string_view kEarliest = "0000";

/// The list goes on before this place: the cursor's, or the end of the created range, which is exclusive.
ListPlace before(const MessageFilter& filter, const ListPlace& after) {
  if (!filter.created_to || to_sql(*filter.created_to) > after.at) return after;
  return {.at = to_sql(*filter.created_to), .id = ""};
}

void add_tail(Row& cells, const MessageFilter& filter, const ListPlace& after) {
  cells.push_back(filter.created_from ? Cell{*filter.created_from} : Cell{kEarliest});
  const ListPlace place = before(filter, after);
  cells.insert(cells.end(), {place.at, place.at, place.id});
  for (const std::string* text :
       {&filter.channel_type, &filter.direction, &filter.status, &filter.channel, &filter.lead_ref,
        &filter.contact_ref, &filter.conversation, &filter.reference})
    cells.insert(cells.end(), {*text, *text});
}

}  // namespace

ListPlace read_place(const std::string& cursor) {
  const auto bar = cursor.find('|');
  if (bar == std::string::npos) return {};
  return {cursor.substr(0, bar), cursor.substr(bar + 1)};
}

std::string to_text(const ListPlace& place) { return place.at + "|" + place.id; }

ListQuery list_query(const domain::TenantId& tenant, const MessageFilter& filter, const ListPlace& after) {
  for (const Path& path : kPaths) {
    const std::string& value = filter.*path.member;
    if (value.empty()) continue;
    ListQuery query{.sql = path.sql, .cells = {tenant, value}};
    add_tail(query.cells, filter, after);
    return query;
  }
  ListQuery query{.sql = kByTenant, .cells = {tenant}};
  add_tail(query.cells, filter, after);
  return query;
}

}  // namespace herald::storage
