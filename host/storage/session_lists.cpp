#include "host/storage/session_lists.hpp"

#include <algorithm>
#include <array>

namespace herald::storage {
namespace {

using domain::ConversationFilter;

const std::string kSessionHead =
    "select " + std::string{kSessionColumns} +
    " from communication_session s where s.tenant_id = ? and s.deleted_at is null ";
/// As in the lists of messages: the bound of the index, then one `case` with what no index serves.
const std::string kSessionTail =
    "and s.last_message_at <= ? and case when (s.last_message_at < ? or s.id < ?) "
    "and (? = '' or s.channel_type = ?) and (? = '' or s.status = ?) and (? = '' or s.direction = ?) "
    "and (? = '' or s.agent_id = ?) and (? = '' or s.lead_id = ?) and (? = '' or s.contact_ref = ?) "
    "and (? = '' or case when s.unread_count > 0 then 'yes' else 'no' end = ?) "
    "and (? = '' or case when s.is_starred = 1 then 'yes' else 'no' end = ?) "
    "and (? = '' or case when s.is_archived = 1 then 'yes' else 'no' end = ?) then 1 else 0 end = 1 "
    "order by s.last_message_at desc, s.id desc limit ";
const std::string kSessionsOfTenant = kSessionHead + kSessionTail;

/// A member of the filter that an index begins with, the narrowest first.
struct SessionPath {
  std::string ConversationFilter::* member;
  std::string sql;
};
const std::array<SessionPath, 3> kSessionPaths{{
    {&ConversationFilter::contact_ref, kSessionHead + "and s.contact_ref = ? " + kSessionTail},
    {&ConversationFilter::lead_ref, kSessionHead + "and s.lead_id = ? " + kSessionTail},
    {&ConversationFilter::agent_ref, kSessionHead + "and s.agent_id = ? " + kSessionTail},
}};

std::string yes_or_no(const std::optional<bool>& wish) {
  if (!wish) return {};
  return *wish ? "yes" : "no";
}

void add_session_tail(Row& cells, const ConversationFilter& filter, const ListPlace& after) {
  cells.insert(cells.end(), {after.at, after.at, after.id});
  for (const std::string* text : {&filter.channel_type, &filter.status, &filter.direction, &filter.agent_ref,
                                  &filter.lead_ref, &filter.contact_ref})
    cells.insert(cells.end(), {*text, *text});
  for (const std::optional<bool>* wish : {&filter.unread, &filter.starred, &filter.archived})
    cells.insert(cells.end(), {yes_or_no(*wish), yes_or_no(*wish)});
}

}  // namespace

domain::Conversation read_conversation(const Row& row) {
  return {.id = domain::ConversationId{row[0].text},
          .tenant = domain::TenantId{row[1].text},
          .contact = domain::ContactId{row[2].text},
          .contact_ref = row[3].text,
          .channel_type = row[4].text,
          .status = row[5].text,
          .direction = row[6].text,
          .agent_ref = row[7].text,
          .lead_ref = row[8].text,
          .subject = row[9].text,
          .message_count = row[10].number(),
          .unread_count = std::max(row[11].number(), std::int64_t{0}),
          .starred = row[12].flag(),
          .archived = row[13].flag(),
          .last_message_at = row[14].instant(),
          .last_inbound_at = row[15].instant(),
          .assigned_at = row[16].instant(),
          .opened_at = row[17].instant(),
          .closed_at = row[18].instant(),
          .revision = row[19].number(),
          .created_at = row[20].instant().value(),
          .updated_at = row[21].instant().value()};
}

ListQuery session_query(const domain::TenantId& tenant, const ConversationFilter& filter,
                        const ListPlace& after) {
  for (const SessionPath& path : kSessionPaths) {
    const std::string& value = filter.*path.member;
    if (value.empty()) continue;
    ListQuery query{.sql = path.sql, .cells = {tenant, value}};
    add_session_tail(query.cells, filter, after);
    return query;
  }
  ListQuery query{.sql = kSessionsOfTenant, .cells = {tenant}};
  add_session_tail(query.cells, filter, after);
  return query;
}

}  // namespace herald::storage
