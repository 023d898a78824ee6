#include "host/storage/tables.hpp"

namespace herald::storage {

const Insert kInsertTenant{
    .order = 1,
    .head = "insert into tenant (id, name, status, default_region, created_at, updated_at) values ",
    .group = "(?,?,?,?,?,?)"};

const Insert kInsertUser{
    .order = 2,
    .head =
        "insert into app_user (id, tenant_id, email, display_name, role, status, created_at, "
        "updated_at) values ",
    .group = "(?,?,?,?,?,?,?,?)"};

const Insert kInsertApiKey{
    .order = 3,
    .head =
        "insert into api_key (id, tenant_id, name, key_hash, key_prefix, mode, scopes, "
        "expires_at, created_at, updated_at) values ",
    .group = "(?,?,?,?,?,?,?,?,?,?)"};

const Insert kInsertChannel{
    .order = 4,
    .head =
        "insert into communication_channel (id, tenant_id, channel_type, channel_name, api_provider, "
        "api_url, "
        "webhook_url, account_id, sender_id, config_json, sealed_secrets, has_api_key, has_api_secret, "
        "has_auth_token, has_webhook_secret, secret_config_keys, priority, retry_count, timeout_seconds, "
        "is_active, "
        "revision, created_at, updated_at) values ",
    .group = "(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"};

const Insert kInsertContact{.order = 10,
                            .head =
                                "insert into contact (id, tenant_id, display_name, contact_ref, session_id, "
                                "retention_class, erasure_key, created_at, updated_at) values ",
                            .group = "(?,?,?,?,?,?,?,?,?)"};

const Insert kInsertAddress{.order = 20,
                            .head =
                                "insert into contact_address (id, tenant_id, contact_id, kind, normalised, "
                                "retention_class, erasure_key, created_at, updated_at) values ",
                            .group = "(?,?,?,?,?,?,?,?,?)"};

const Insert kInsertConversation{
    .order = 30,
    .head =
        "insert into communication_session (id, tenant_id, contact_id, contact_ref, channel_type, status, "
        "direction, lead_id, opened_at, last_message_at, retention_class, erasure_key, created_at, "
        "updated_at) values ",
    .group = "(?,?,?,?,?,?,?,?,?,?,?,?,?,?)"};

const Insert kInsertMessage{
    .order = 40,
    .head =
        "insert into communication_message (id, tenant_id, shard, channel_id, channel_type, session_id, "
        "contact_uid, "
        "contact_id, lead_id, direction, message_type, message_class, to_address, from_address, subject, "
        "message_body, message_html, attachments, options, metadata, reference, priority, status, reason, "
        "schedule_for, expires_at, version, retention_class, erasure_key, created_at, updated_at, "
        "template_id, "
        "template_version, error_class, error_code, error_text, held_until, segments) values ",
    .group = "(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"};

const Insert kInsertWork{
    .order = 50,
    .head =
        "insert into work_item (message_id, shard, tenant_id, channel_id, priority, due_at, "
        "created_at) values ",
    .group = "(?,?,?,?,?,?,?)"};

const Insert kInsertIdempotency{.order = 60,
                                .head =
                                    "insert into idempotency_key (tenant_id, key_hash, body_hash, status, "
                                    "resource_id, created_at, expires_at, response) values ",
                                .group = "(?,?,?,?,?,?,?,?)"};

const Insert kInsertAttempt{
    .order = 70,
    .head =
        "insert into delivery_attempt (id, tenant_id, message_id, channel_id, number, node, "
        "state, late_bounce, repeats, price_after_s, created_at, updated_at) values ",
    .group = "(?,?,?,?,?,?,?,?,?,?,?,?)"};

const Insert kInsertParked{
    .order = 100,
    .head =
        "insert into parked_receipt (id, tenant_id, channel_id, provider_message_id, "
        "attempt_ref, state, error_class, error_code, error_text, detail, occurred_at, segments, "
        "cost_micros, currency, created_at) values ",
    .group = "(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"};

const Insert kInsertJournal{
    .order = 200,
    .head =
        "insert into journal (shard, seq, type, tenant_id, actor, subject_kind, subject_id, "
        "subject_version, cause, depth, data, salt, content_hash, chain_hash, at) values ",
    .group = "(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"};

const Update kUpdateUserStatus{.table = "app_user", .key = "id", .set = {"status", "updated_at"}};

const Update kUpdateApiKeyRevoked{.table = "api_key", .key = "id", .set = {"revoked_at", "updated_at"}};

const Update kUpdateChannel{
    .table = "communication_channel",
    .key = "id",
    .set = {"channel_name", "api_url", "webhook_url", "account_id", "sender_id", "config_json",
            "sealed_secrets", "has_api_key", "has_api_secret", "has_auth_token", "has_webhook_secret",
            "secret_config_keys", "priority", "retry_count", "timeout_seconds", "is_active", "revision",
            "webhook_registered_at", "updated_at"}};

const Update kUpdateChannelDeleted{
    .table = "communication_channel", .key = "id", .set = {"deleted_at", "live", "revision", "updated_at"}};

const Update kUpdateContactConversation{.table = "contact", .key = "id", .set = {"session_id", "updated_at"}};

const Update kNameContact{.table = "contact", .key = "id", .set = {"contact_ref", "updated_at"}};

const Update kUpdateMessageStatus{
    .table = "communication_message",
    .key = "id",
    .set = {"status", "reason", "error_class", "error_code", "error_text", "provider_message_id", "attempts",
            "segments", "cost_micros", "currency", "version", "sent_at", "delivered_at", "read_at",
            "failed_at", "held_until", "updated_at"}};

const Update kUpdateMessageResend{.table = "communication_message", .key = "id", .set = {"resend_of"}};

const Update kUpdateMessageChannel{.table = "communication_message", .key = "id", .set = {"channel_id"}};

const Update kUpdateAttempt{
    .table = "delivery_attempt",
    .key = "id",
    .set = {"state", "provider_message_id", "error_class", "error_code", "error_text", "detail", "segments",
            "cost_micros", "currency", "settled_at", "updated_at"}};

const Update kUpdateWorkDue{.table = "work_item", .key = "message_id", .set = {"due_at"}};

const Update kUpdateWorkChannel{.table = "work_item", .key = "message_id", .set = {"channel_id"}};

const Delete kDeleteWork{.head = "delete from work_item where message_id in "};
const Delete kDeleteParked{.head = "delete from parked_receipt where id in "};

}  // namespace herald::storage
