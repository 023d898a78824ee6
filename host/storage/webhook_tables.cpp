#include "host/storage/tables.hpp"

namespace herald::storage {

const Insert kInsertSuppression{
    .order = 25,
    .head =
        "insert into suppression (id, tenant_id, kind, normalised, channel_type, reason, evidence, source, "
        "created_at) values ",
    .group = "(?,?,?,?,?,?,?,?,?)"};

const Insert kInsertInbound{
    .order = 45,
    .head =
        "insert into communication_message (id, tenant_id, shard, channel_id, channel_type, session_id, "
        "contact_uid, direction, message_type, message_class, to_address, from_address, subject, "
        "message_body, message_html, attachments, options, metadata, status, provider_message_id, version, "
        "sent_at, delivered_at, retention_class, erasure_key, created_at, updated_at) values ",
    .group = "(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"};

const Insert kInsertWebhook{
    .order = 80,
    .head =
        "insert into communication_webhook_log (id, tenant_id, channel_id, provider, headers, body, status, "
        "reason, duplicates, received_at, processed_at, created_at, updated_at) values ",
    .group = "(?,?,?,?,?,cast(? as blob),?,?,?,?,?,?,?)",
    .mysql_group = "(?,?,?,?,?,cast(? as binary),?,?,?,?,?,?,?)"};

const Insert kInsertRawWebhook{
    .order = 85,
    .head =
        "insert into communication_webhook_log (id, tenant_id, channel_id, provider, headers, body, "
        "sealed_request, unverified_bytes, status, received_at, created_at, updated_at) values ",
    .group = "(?,?,?,?,?,cast(? as blob),?,?,'UNVERIFIED',?,?,?)",
    .mysql_group = "(?,?,?,?,?,cast(? as binary),?,?,'UNVERIFIED',?,?,?)"};

const Insert kInsertElement{
    .order = 90,
    .head =
        "insert into webhook_element (id, tenant_id, webhook_id, channel_id, position, "
        "dedupe_key, status, reason, event, created_at, updated_at) values ",
    .group = "(?,?,?,?,?,?,?,?,?,?,?)"};

const Update kLiftSuppression{.table = "suppression", .key = "id", .set = {"lifted_at"}};

const Update kUpdateWebhookVerified{.table = "communication_webhook_log",
                                    .key = "id",
                                    .set = {"status", "reason", "duplicates", "headers", "sealed_request",
                                            "unverified_bytes", "processed_at", "updated_at"}};

const Update kUpdateElement{
    .table = "webhook_element", .key = "id", .set = {"status", "reason", "updated_at"}};

}  // namespace herald::storage
