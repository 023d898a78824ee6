#include "host/storage/selects.hpp"

#include "host/storage/charge.hpp"

namespace herald::storage {

const KeyedSelect kSelectAddress{
    .head =
        "select a.tenant_id, a.kind, a.normalised, a.contact_id, c.session_id, c.contact_ref "
        "from contact_address a "
        "join contact c on c.id = a.contact_id where (a.tenant_id, a.kind, a.normalised) in ",
    .group = "(?,?,?)",
    .keys = 3,
    .columns = 6,
    .locks = true};

/// Two nodes may have made one each at the same time.
const KeyedSelect kSelectContact{
    .head =
        "select c.tenant_id, c.contact_ref, c.id, c.session_id from contact c where c.deleted_at is null "
        "and c.contact_ref is not null and not exists (select 1 from contact e where "
        "e.tenant_id = c.tenant_id and e.contact_ref = c.contact_ref and e.id < c.id and "
        "e.deleted_at is null) and (c.tenant_id, c.contact_ref) in ",
    .group = "(?,?)",
    .keys = 2,
    .columns = 4};

const KeyedSelect kSelectIdempotency{.head =
                                         "select tenant_id, key_hash, body_hash, resource_id from "
                                         "idempotency_key where (tenant_id, key_hash) in ",
                                     .group = "(?,?)",
                                     .keys = 2,
                                     .columns = 4};

const KeyedSelect kSelectReference{
    .head = "select tenant_id, reference from communication_message where (tenant_id, reference) in ",
    .group = "(?,?)",
    .keys = 2,
    .columns = 2};

const KeyedSelect kSelectKnownAs{
    .head =
        "select tenant_id, kind, normalised, known_as from contact_address where known_as is not null and "
        "(tenant_id, kind, normalised) in ",
    .group = "(?,?,?)",
    .keys = 3,
    .columns = 4};

const KeyedSelect kSelectSuppression{
    .head =
        "select tenant_id, kind, normalised, channel_type, id from suppression where lifted_at is null and "
        "(tenant_id, kind, normalised, channel_type) in ",
    .group = "(?,?,?,?)",
    .keys = 4,
    .columns = 5};

/// By the id alone: for a pair MySQL weighs every index that begins with the tenant.
const KeyedSelect kSelectChannel{
    .head =
        "select id, tenant_id, channel_name, revision from communication_channel where deleted_at is null "
        "and id in ",
    .group = "?",
    .keys = 1,
    .columns = 4};

const KeyedSelect kSelectChannelName{
    .head =
        "select tenant_id, channel_name from communication_channel where deleted_at is null and "
        "(tenant_id, channel_name) in ",
    .group = "(?,?)",
    .keys = 2,
    .columns = 2};

const KeyedSelect kSelectBlob{
    .head = "select tenant_id, digest, id from `blob` where deleted_at is null and (tenant_id, digest) in ",
    .group = "(?,?)",
    .keys = 2,
    .columns = 3};

const KeyedSelect kSelectUpload{
    .head =
        "select a.tenant_id, a.id, a.message_id, b.digest from communication_attachment a "
        "left join `blob` b on b.id = a.blob_id where a.deleted_at is null and (a.tenant_id, a.id) in ",
    .group = "(?,?)",
    .keys = 2,
    .columns = 4,
    .locks = true};

const KeyedSelect kSelectTenant{.head = "select id from tenant where deleted_at is null and id in ",
                                .group = "?",
                                .keys = 1,
                                .columns = 1};

const KeyedSelect kSelectUserEmail{
    .head = "select tenant_id, email from app_user where (tenant_id, email) in ",
    .group = "(?,?)",
    .keys = 2,
    .columns = 2};

const KeyedSelect kSelectUser{
    .head = "select id, tenant_id from app_user where deleted_at is null and id in ",
    .group = "?",
    .keys = 1,
    .columns = 2};

const KeyedSelect kSelectApiKey{
    .head = "select id, tenant_id from api_key where id in ", .group = "?", .keys = 1, .columns = 2};

const KeyedSelect kSelectElement{
    .head = "select channel_id, dedupe_key from webhook_element where (channel_id, dedupe_key) in ",
    .group = "(?,?)",
    .keys = 2,
    .columns = 2};

const KeyedSelect kSelectCursor{
    .head = "select consumer, shard, seq from consumer_cursor where (consumer, shard) in ",
    .group = "(?,?)",
    .keys = 2,
    .columns = 3,
    .locks = true};

const KeyedSelect kSelectJob{
    .head =
        "select plugin_id, job_name, round_at, tenant_done, part, tries from feature_job "
        "where (plugin_id, job_name) in ",
    .group = "(?,?)",
    .keys = 2,
    .columns = 6,
    .locks = true};

const KeyedSelect kSelectLease{.head = "select shard, writer from shard_lease where shard in ",
                               .group = "?",
                               .keys = 1,
                               .columns = 2,
                               .locks = true};

const KeyedSelect kSelectFence{
    .head = "select writer, epoch, batch, heartbeat from writer_fence where writer in ",
    .group = "?",
    .keys = 1,
    .columns = 4,
    .locks = true};

const KeyedSelect kSelectMessage{
    .head =
        "select id, tenant_id, shard, status, reason, error_class, error_code, error_text, "
        "provider_message_id, "
        "attempts, segments, cost_micros, currency, version, sent_at, delivered_at, read_at, failed_at, "
        "expires_at, held_until, channel_type, to_address from communication_message where id in ",
    .group = "?",
    .keys = 1,
    .columns = 22,
    .locks = true};

const KeyedSelect kSelectAttempt{.head =
                                     "select id, message_id, tenant_id, channel_id, number, state, "
                                     "late_bounce, provider_message_id, error_class, "
                                     "error_code, error_text, detail, segments, cost_micros, currency, "
                                     "settled_at, repeats, price_after_s from delivery_attempt where id in ",
                                 .group = "?",
                                 .keys = 1,
                                 .columns = 18,
                                 .locks = true};

const KeyedSelect kSelectOpenAttempt{
    .head = "select message_id from delivery_attempt where state <> 'NOT_SENT' and message_id in ",
    .group = "?",
    .keys = 1,
    .columns = 1};

const KeyedSelect kSelectAttemptByProviderId{.head =
                                                 "select channel_id, provider_message_id, id from "
                                                 "delivery_attempt where provider_message_id <> '' and "
                                                 "(channel_id, provider_message_id) in ",
                                             .group = "(?,?)",
                                             .keys = 2,
                                             .columns = 3};

const KeyedSelect kSelectParked{
    .head =
        "select channel_id, provider_message_id, id, attempt_ref, state, error_class, error_code, "
        "error_text, detail, "
        "occurred_at, segments, cost_micros, currency from parked_receipt where (channel_id, "
        "provider_message_id) in ",
    .group = "(?,?)",
    .keys = 2,
    .columns = 13};

std::pair<Row, AddressState> read_address(const Row& row) {
  return {{row[0], row[1], row[2]},
          {.contact = row[3].text, .contact_ref = row[5].text, .conversation = row[4].text}};
}

std::pair<Row, AddressState> read_contact(const Row& row) {
  return {{row[0], row[1]},
          {.contact = row[2].text, .contact_ref = row[1].text, .conversation = row[3].text}};
}

std::pair<Row, IdempotencyState> read_idempotency(const Row& row) {
  return {{row[0], row[1]}, {.body_hash = row[2].text, .resource = row[3].text}};
}

std::pair<Row, Present> read_present(const Row& row) { return {row, {}}; }

std::pair<Row, KnownAsState> read_known_as(const Row& row) {
  return {{row[0], row[1], row[2]}, {.normalised = row[3].text}};
}

std::pair<Row, BarrierState> read_barrier(const Row& row) {
  return {{row[0], row[1], row[2], row[3]}, {.suppression = row[4].text}};
}

std::pair<Row, ChannelState> read_channel_state(const Row& row) {
  return {{row[0]}, {.tenant = row[1].text, .name = row[2].text, .revision = row[3].number()}};
}

std::pair<Row, TenantOf> read_tenant_of(const Row& row) { return {{row[0]}, {.tenant = row[1].text}}; }

std::pair<Row, MessageState> read_message_state(const Row& row) {
  return {{row[0]},
          {.id = row[0].text,
           .tenant = row[1].text,
           .shard = static_cast<int>(row[2].number()),
           .status = domain::message_status(row[3].text).value(),
           .reason = row[4].text,
           .error_class = row[5].text,
           .error_code = row[6].text,
           .error_text = row[7].text,
           .provider_id = row[8].text,
           .attempts = row[9].number(),
           .segments = row[10].number(),
           .cost_micros = row[11],
           .currency = row[12],
           .version = row[13].number(),
           .sent_at = row[14],
           .delivered_at = row[15],
           .read_at = row[16],
           .failed_at = row[17],
           .expires_at = row[18].instant(),
           .held_until = row[19],
           .channel_type = row[20].text,
           .to_address = row[21].text}};
}

std::pair<Row, BlobState> read_blob_state(const Row& row) { return {{row[0], row[1]}, {.id = row[2].text}}; }

std::pair<Row, UploadState> read_upload_state(const Row& row) {
  return {{row[0], row[1]}, {.message = row[2].text, .digest = row[3].text}};
}

std::pair<Row, CursorState> read_cursor_state(const Row& row) {
  return {{row[0], row[1]}, {.seq = row[2].number()}};
}

std::pair<Row, domain::JobState> read_job_state(const Row& row) {
  return {{row[0], row[1]},
          {.job = row[1].text,
           .place = {.round = row[2].instant().value(),
                     .tenant_done = domain::TenantId{row[3].text},
                     .part = static_cast<int>(row[4].number())},
           .tries = static_cast<int>(row[5].number())}};
}

std::pair<Row, std::string> read_lease_owner(const Row& row) { return {{row[0]}, row[1].text}; }

std::pair<Row, domain::Fence> read_fence(const Row& row) {
  return {{row[0]},
          {.epoch = row[1].number(), .batch = row[2].number(), .left = row[3].number() == kHasLeft}};
}

std::pair<Row, AttemptState> read_attempt_state(const Row& row) {
  return {{row[0]},
          {.id = row[0].text,
           .message = row[1].text,
           .tenant = row[2].text,
           .channel = row[3].text,
           .number = row[4].number(),
           .state = domain::attempt_state(row[5].text).value(),
           .rule = row[6].flag() ? domain::BounceRule::Late : domain::BounceRule::Early,
           .provider_id = row[7].text,
           .error_class = row[8].text,
           .error_code = row[9].text,
           .error_text = row[10].text,
           .detail = row[11].text,
           .segments = row[12].number(),
           .cost_micros = row[13],
           .currency = row[14],
           .settled_at = row[15],
           .repeats = row[16].text,
           .price_after_s = row[17].number()}};
}

ParkedState read_parked(const Row& row) {
  return {.id = row[2].text,
          .receipt = {.channel = domain::ChannelId{row[0].text},
                      .provider_id = row[1].text,
                      .attempt_ref = row[3].text,
                      .state = domain::attempt_state(row[4].text).value(),
                      .error_class = row[5].text,
                      .error_code = row[6].text,
                      .error_text = row[7].text,
                      .detail = row[8].text,
                      .occurred_at = row[9].instant(),
                      .segments = static_cast<int>(row[10].number()),
                      .cost = cost_in(row[11], row[12])}};
}

}  // namespace herald::storage
