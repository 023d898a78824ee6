#include "host/storage/selects.hpp"
#include "host/storage/tables.hpp"

namespace herald::storage {

const KeyedSelect kSelectSession{
    .head =
        "select tenant_id, id, contact_id, agent_id, lead_id, subject, is_starred, is_archived, closed_at, "
        "unread_count, read_count, assigned_at, revision from communication_session where deleted_at is null "
        "and (tenant_id, id) in ",
    .group = "(?,?)",
    .keys = 2,
    .columns = 13,
    .locks = true};

std::pair<Row, SessionState> read_session_state(const Row& row) {
  return {{row[0], row[1]},
          {.contact = row[2].text,
           .agent = row[3].text,
           .lead = row[4].text,
           .subject = row[5].text,
           .starred = row[6].flag(),
           .archived = row[7].flag(),
           .closed = !row[8].null,
           .unread = row[9].number(),
           .read = row[10].number(),
           .assigned_at = row[11],
           .revision = row[12].number()}};
}

const Update kUpdateSession{.table = "communication_session",
                            .key = "id",
                            .set = {"agent_id", "lead_id", "subject", "is_starred", "is_archived",
                                    "assigned_at", "revision", "updated_at"}};

const Update kCloseSession{.table = "communication_session", .key = "id", .set = {"status", "closed_at"}};

}  // namespace herald::storage
