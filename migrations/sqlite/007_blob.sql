-- Bytes that live in the media directory under their digest. One row for each tenant that has them, so that no
-- tenant learns what another one holds.
create table `blob` (
  id text not null check (length(id) <= 36),
  tenant_id text not null check (length(tenant_id) <= 36),
  -- Hex SHA-256 of the bytes.
  digest text not null check (length(digest) <= 64),
  size_bytes integer not null,
  content_type text not null default 'application/octet-stream' check (length(content_type) <= 128),
  -- upload, inbound, recording, import and so on.
  source text not null default '' check (length(source) <= 32),
  -- When an upload that nothing refers to is removed.
  expires_at text check (length(expires_at) <= 23),
  retention_class text not null default '' check (length(retention_class) <= 32),
  erasure_key text not null default '' check (length(erasure_key) <= 64),
  created_at text not null check (length(created_at) <= 23),
  updated_at text not null check (length(updated_at) <= 23),
  deleted_at text check (length(deleted_at) <= 23),
  primary key (id),
  constraint ux_blob_digest unique (tenant_id, digest),
  foreign key (tenant_id) references tenant (id)
) strict
