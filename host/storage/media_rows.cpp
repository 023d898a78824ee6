#include "host/storage/media_rows.hpp"

#include "host/storage/conversation.hpp"

namespace herald::storage {
namespace {

using domain::Medium;

const Insert kInsertBlob{.order = 36,
                         .head =
                             "insert into `blob` (id, tenant_id, digest, size_bytes, content_type, source, "
                             "created_at, updated_at) values ",
                         .group = "(?,?,?,?,?,?,?,?)"};
const Insert kInsertMedium{
    .order = 47,
    .head =
        "insert into communication_attachment (id, tenant_id, message_id, blob_id, position, media_type, "
        "file_name, content_type, size_bytes, url, provider_media_id, status, expires_at, retention_class, "
        "erasure_key, created_at, updated_at) values ",
    .group = "(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"};
const Insert kInsertMediaWork{
    .order = 48,
    .head = "insert into media_work (media_id, tenant_id, kind, due_at, created_at, updated_at) values ",
    .group = "(?,?,?,?,?,?)"};

Medium::Status status_of(const std::string& text) {
  if (text == "PENDING") return Medium::Status::Pending;
  return text == "STORED" ? Medium::Status::Stored : Medium::Status::Failed;
}

void add_row(Batch& batch, const Medium& m, std::string_view source, const std::string& erasure_key) {
  const Cell blob = m.bytes.digest.empty() ? Cell{} : Cell{blob_for(batch, m, source)};
  batch.insert(kInsertMedium, {m.id, m.tenant, m.message, blob, m.position, m.media_type, m.name,
                               m.bytes.content_type, m.bytes.size, m.url, m.provider_ref, to_text(m.status),
                               m.expires_at, kMessageRetention, erasure_key, batch.now(), batch.now()});
  if (m.status == Medium::Status::Pending)
    batch.insert(kInsertMediaWork, {m.id, m.tenant, "FETCH", batch.now(), batch.now(), batch.now()});
  if (m.message.empty() && m.expires_at)
    batch.insert(kInsertMediaWork, {m.id, m.tenant, "EXPIRE", *m.expires_at, batch.now(), batch.now()});
}

}  // namespace

Medium read_medium(const Row& row) {
  return {.id = domain::MediaId{row[0].text},
          .tenant = domain::TenantId{row[1].text},
          .message = domain::MessageId{row[2].text},
          .position = static_cast<int>(row[3].number()),
          .media_type = row[4].text,
          .name = row[5].text,
          .bytes = {.digest = row[14].text, .size = row[7].number(), .content_type = row[6].text},
          .url = row[8].text,
          .provider_ref = row[9].text,
          .status = status_of(row[10].text),
          .reason = row[11].text,
          .created_at = row[12].instant().value(),
          .expires_at = row[13].instant()};
}

void want_media(Batch& batch, const std::vector<Medium>& media) {
  for (const Medium& medium : media)
    if (!medium.bytes.digest.empty()) batch.blobs.want({medium.tenant, medium.bytes.digest});
}

std::string blob_for(Batch& batch, const Medium& medium, std::string_view source) {
  const Row key{medium.tenant, medium.bytes.digest};
  if (const BlobState* known = batch.blobs.find(key)) return known->id;
  const std::string id = medium.id.text;  // its first use names it
  batch.insert(kInsertBlob, {id, medium.tenant, medium.bytes.digest, medium.bytes.size,
                             medium.bytes.content_type, source, batch.now(), batch.now()});
  batch.blobs.put(key, {.id = id});
  return id;
}

void add_medium(Batch& batch, const Medium& medium, std::string_view source) {
  add_row(batch, medium, source, {});
}

void add_media(Batch& batch, const domain::Message& message, const std::vector<Medium>& media,
               std::string_view source) {
  for (Medium medium : media) {
    medium.message = message.id;
    medium.expires_at.reset();
    add_row(batch, medium, source, message.contact.text);
  }
}

}  // namespace herald::storage
