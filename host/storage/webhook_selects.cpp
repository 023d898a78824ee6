#include "host/storage/selects.hpp"

namespace herald::storage {

const KeyedSelect kSelectStanding{
    .head =
        "select tenant_id, kind, normalised, channel_type, reason, id, created_at from suppression where "
        "lifted_at is null and (tenant_id, kind, normalised, channel_type, reason) in ",
    .group = "(?,?,?,?,?)",
    .keys = 5,
    .columns = 7};

const KeyedSelect kSelectElementRow{
    .head = "select id, tenant_id, webhook_id, status, reason from webhook_element where id in ",
    .group = "?",
    .keys = 1,
    .columns = 5,
    .locks = true};

const KeyedSelect kSelectWebhook{.head = "select id, status from communication_webhook_log where id in ",
                                 .group = "?",
                                 .keys = 1,
                                 .columns = 2,
                                 .locks = true};

/// Few rows, since the quota that this serves bounds them; a channel without any answers with one of nulls.
const KeyedSelect kSelectBacklog{
    .head =
        "select c.id, (select sum(w.unverified_bytes) from communication_webhook_log w where "
        "w.status = 'UNVERIFIED' and w.channel_id = c.id) from communication_channel c where c.id in ",
    .group = "?",
    .keys = 1,
    .columns = 2};

std::pair<Row, OptOutState> read_standing(const Row& row) {
  return {{row[0], row[1], row[2], row[3], row[4]}, {.id = row[5].text, .created_at = row[6]}};
}

std::pair<Row, ElementState> read_element_state(const Row& row) {
  return {{row[0]},
          {.tenant = row[1].text, .webhook = row[2].text, .status = row[3].text, .reason = row[4].text}};
}

std::pair<Row, WebhookState> read_webhook_state(const Row& row) {
  return {{row[0]}, {.status = row[1].text}};
}

std::pair<Row, BacklogState> read_backlog_state(const Row& row) {
  return {{row[0]}, {.bytes = row[1].number()}};
}

}  // namespace herald::storage
