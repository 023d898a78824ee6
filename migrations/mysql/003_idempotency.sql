-- A promise to answer a repeated POST alike. Rows are small, and are looked up and removed by the key only.
create table if not exists idempotency_key (
  tenant_id char(36) character set ascii collate ascii_bin not null,
  key_hash char(64) character set ascii collate ascii_bin not null,
  body_hash char(64) character set ascii collate ascii_bin not null,
  state varchar(8) not null default 'DONE' check (state in ('RUNNING', 'DONE')),
  -- HTTP status of the answer.
  status bigint not null,
  resource_id char(36) character set ascii collate ascii_bin,
  -- The answer itself where it cannot be rendered again from the resource.
  response varchar(8192),
  created_at char(23) character set ascii collate ascii_bin not null,
  expires_at char(23) character set ascii collate ascii_bin not null,
  primary key (tenant_id, key_hash),
  foreign key (tenant_id) references tenant (id),
  index ix_idempotency_key_expiry (expires_at)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
