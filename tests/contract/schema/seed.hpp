#pragma once
#include <string>

#include "tests/contract/schema/database.hpp"

namespace herald::schema {

/// One row of each table that a message needs, all with id `1`.
inline void seed(Database& database) {
  const std::string stamps = "'2026-01-01 00:00:00.000', '2026-01-01 00:00:00.000')";
  database.run(
      "insert into tenant (id, name, status, created_at, updated_at) values ('1', 'acme', 'ACTIVE', " +
      stamps);
  database.run("insert into contact (id, tenant_id, created_at, updated_at) values ('1', '1', " + stamps);
  database.run(
      "insert into contact_address (id, tenant_id, contact_id, kind, normalised, created_at, updated_at) "
      "values ('1', '1', '1', 'email', 'a@example.org', " +
      stamps);
  database.run(
      "insert into communication_channel (id, tenant_id, channel_type, channel_name, api_provider, "
      "created_at, updated_at) values ('1', '1', 'EMAIL', 'main', 'sendgrid', " +
      stamps);
  database.run(
      "insert into communication_session (id, tenant_id, contact_id, channel_type, created_at, updated_at) "
      "values ('1', '1', '1', 'EMAIL', " +
      stamps);
  database.run(
      "insert into communication_message (id, tenant_id, shard, channel_id, channel_type, session_id, "
      "contact_uid, direction, message_type, message_class, to_address, message_body, status, created_at, "
      "updated_at) values ('1', '1', 0, '1', 'EMAIL', '1', '1', 'OUTBOUND', 'TEXT', 'transactional', "
      "'a@example.org', 'hello', 'QUEUED', " +
      stamps);
  database.run(
      "insert into delivery_attempt (id, tenant_id, message_id, channel_id, number, node, state, created_at, "
      "updated_at) values ('1', '1', '1', '1', 1, 'n', 'INTENT', " +
      stamps);
  database.run(
      "insert into idempotency_key (tenant_id, key_hash, body_hash, status, created_at, expires_at) "
      "values ('1', 'k', 'b', 201, " +
      stamps);
}

}  // namespace herald::schema
