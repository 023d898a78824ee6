#include "host/storage/conversations.hpp"

#include <algorithm>

#include "host/storage/session_change.hpp"
#include "host/storage/session_lists.hpp"

namespace herald::storage {
namespace {

const std::string kFindSession = "select " + std::string{kSessionColumns} +
                                 " from communication_session s where s.id = ? and s.tenant_id = ? and "
                                 "s.deleted_at is null";
constexpr std::string_view kFindCorrespondent =
    "select id, contact_ref, display_name, language, time_zone from contact where id = ?";
constexpr std::string_view kFindAddresses =
    "select kind, normalised from contact_address where contact_id = ? and tenant_id = ? order by "
    "created_at, id";
constexpr std::string_view kFindPlace =
    "select created_at from communication_message where id = ? and session_id = ? and tenant_id = ?";
constexpr std::string_view kCountInbound =
    "select count(*) from communication_message where session_id = ? and tenant_id = ? and "
    "direction = 'INBOUND' and created_at <= ? and (created_at < ? or id <= ?)";

domain::Correspondent read_correspondent(Connection& db, const domain::Conversation& conversation) {
  domain::Correspondent out{.id = conversation.contact};
  const std::vector<Row> rows = db.query(kFindCorrespondent, 5, Row{conversation.contact});
  if (rows.empty()) return out;
  out.contact_ref = rows[0][1].text;
  out.display_name = rows[0][2].text;
  out.language = rows[0][3].text;
  out.time_zone = rows[0][4].text;
  for (const Row& row : db.query(kFindAddresses, 2, Row{conversation.contact, conversation.tenant}))
    out.addresses.push_back({.kind = row[0].text, .normalised = row[1].text});
  return out;
}

}  // namespace

Result<domain::Page<domain::Conversation>> StoredConversations::list(const domain::TenantId& tenant,
                                                                     const domain::ConversationFilter& filter,
                                                                     const std::string& cursor, int limit) {
  limit = std::max(limit, 1);
  const ListQuery query = session_query(tenant, filter, read_place(cursor));
  return pool_.read<domain::Page<domain::Conversation>>([&](Connection& db) {
    domain::Page<domain::Conversation> page;
    std::ranges::transform(db.query(query.sql + std::to_string(limit + 1), kSessionColumnCount, query.cells),
                           std::back_inserter(page.items), read_conversation);
    if (page.items.size() > static_cast<std::size_t>(limit)) {
      page.items.pop_back();
      const domain::Conversation& last = page.items.back();
      page.next_cursor =
          to_text(ListPlace{to_sql(last.last_message_at.value_or(last.created_at)), last.id.text});
    }
    return page;
  });
}

Result<domain::ConversationView> StoredConversations::find(const domain::TenantId& tenant,
                                                           const domain::ConversationId& id) {
  auto found = pool_.read<std::optional<domain::ConversationView>>(
      [&](Connection& db) -> std::optional<domain::ConversationView> {
        const std::vector<Row> rows = db.query(kFindSession, kSessionColumnCount, Row{id, tenant});
        if (rows.empty()) return std::nullopt;
        domain::ConversationView view{.conversation = read_conversation(rows[0])};
        view.contact = read_correspondent(db, view.conversation);
        return view;
      });
  if (!found) return found.error();
  if (!*found) return unknown_session();
  return **std::move(found);
}

void StoredConversations::update(domain::ConversationChange change, domain::Completion<Done> done) {
  submit_change(writer_, std::move(change), std::move(done));
}

/// How many inbound messages there are up to the one that was seen; nothing when it is none of this
/// conversation's.
Result<std::optional<std::int64_t>> StoredConversations::inbound_up_to(
    const domain::ConversationReading& reading) {
  return pool_.read<std::optional<std::int64_t>>([&](Connection& db) -> std::optional<std::int64_t> {
    const std::vector<Row> place = db.query(kFindPlace, 1, Row{reading.up_to, reading.id, reading.tenant});
    if (place.empty()) return std::nullopt;
    const Cell& at = place[0][0];
    return db.query(kCountInbound, 1, Row{reading.id, reading.tenant, at, at, reading.up_to})
        .at(0)[0]
        .number();
  });
}

void StoredConversations::read(domain::ConversationReading reading, domain::Completion<Done> done) {
  if (reading.up_to.empty())
    return submit_reading(writer_, std::move(reading), std::nullopt, std::move(done));
  const auto seen = inbound_up_to(reading);
  if (!seen) return done(seen.error());
  if (*seen) return submit_reading(writer_, std::move(reading), **seen, std::move(done));
  // Another tenant's conversation is told first: nothing is said about what it holds.
  const auto view = find(reading.tenant, reading.id);
  if (!view) return done(view.error());
  done(Error{.code = Errc::NotFound, .reason = "unknown_message", .detail = "there is no such message"});
}

}  // namespace herald::storage
