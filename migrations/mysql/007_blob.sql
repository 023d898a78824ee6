-- Bytes that live in the media directory under their digest. One row for each tenant that has them, so that no
-- tenant learns what another one holds.
create table if not exists `blob` (
  id char(36) character set ascii collate ascii_bin not null,
  tenant_id char(36) character set ascii collate ascii_bin not null,
  -- Hex SHA-256 of the bytes.
  digest char(64) character set ascii collate ascii_bin not null,
  size_bytes bigint not null,
  content_type varchar(128) not null default 'application/octet-stream',
  -- upload, inbound, recording, import and so on.
  source varchar(32) not null default '',
  -- When an upload that nothing refers to is removed.
  expires_at char(23) character set ascii collate ascii_bin,
  retention_class varchar(32) not null default '',
  erasure_key varchar(64) not null default '',
  created_at char(23) character set ascii collate ascii_bin not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  deleted_at char(23) character set ascii collate ascii_bin,
  primary key (id),
  constraint ux_blob_digest unique (tenant_id, digest),
  foreign key (tenant_id) references tenant (id)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
