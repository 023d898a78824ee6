-- A promise to answer a repeated POST alike. Rows are small, and are looked up and removed by the key only.
create table idempotency_key (
  tenant_id text not null check (length(tenant_id) <= 36),
  key_hash text not null check (length(key_hash) <= 64),
  body_hash text not null check (length(body_hash) <= 64),
  state text not null default 'DONE' check (state in ('RUNNING', 'DONE')),
  -- HTTP status of the answer.
  status integer not null,
  resource_id text check (length(resource_id) <= 36),
  -- The answer itself where it cannot be rendered again from the resource.
  response text check (length(response) <= 8192),
  created_at text not null check (length(created_at) <= 23),
  expires_at text not null check (length(expires_at) <= 23),
  primary key (tenant_id, key_hash),
  foreign key (tenant_id) references tenant (id)
) strict, without rowid
--;
create index ix_idempotency_key_expiry on idempotency_key (expires_at)
