-- Who uses the server. Everything below a tenant carries its id.
create table tenant (
  id text not null check (length(id) <= 36),
  name text not null check (length(name) <= 200),
  status text not null default 'ACTIVE' check (status in ('ACTIVE', 'SUSPENDED')),
  -- ISO 3166 region by which national phone numbers are read, empty means that numbers must be international.
  default_region text not null default '' check (length(default_region) <= 2),
  created_at text not null check (length(created_at) <= 23),
  updated_at text not null check (length(updated_at) <= 23),
  deleted_at text check (length(deleted_at) <= 23),
  primary key (id)
) strict
--;
-- People who sign in with a JWT.
create table app_user (
  id text not null check (length(id) <= 36),
  tenant_id text not null check (length(tenant_id) <= 36),
  email text not null check (length(email) <= 320),
  display_name text not null default '' check (length(display_name) <= 200),
  role text not null default '' check (length(role) <= 32),
  -- JSON array of permission names.
  permissions text not null default '[]',
  status text not null default 'ACTIVE' check (status in ('ACTIVE', 'SUSPENDED')),
  created_at text not null check (length(created_at) <= 23),
  updated_at text not null check (length(updated_at) <= 23),
  deleted_at text check (length(deleted_at) <= 23),
  retention_class text not null default '' check (length(retention_class) <= 32),
  erasure_key text not null default '' check (length(erasure_key) <= 64),
  primary key (id),
  constraint ux_app_user_email unique (tenant_id, email),
  foreign key (tenant_id) references tenant (id)
) strict
--;
-- Credentials of programs. Only a hash is kept, and it is unique over all tenants since it is what names the tenant.
create table api_key (
  id text not null check (length(id) <= 36),
  tenant_id text not null check (length(tenant_id) <= 36),
  user_id text check (length(user_id) <= 36),
  name text not null check (length(name) <= 128),
  key_hash text not null check (length(key_hash) <= 64),
  -- The readable beginning of the key, by which a person recognises it in a list.
  key_prefix text not null check (length(key_prefix) <= 24),
  mode text not null check (mode in ('LIVE', 'TEST')),
  -- JSON array of permission names.
  scopes text not null default '[]',
  expires_at text check (length(expires_at) <= 23),
  revoked_at text check (length(revoked_at) <= 23),
  last_used_at text check (length(last_used_at) <= 23),
  created_at text not null check (length(created_at) <= 23),
  updated_at text not null check (length(updated_at) <= 23),
  primary key (id),
  constraint ux_api_key_hash unique (key_hash),
  foreign key (tenant_id) references tenant (id),
  foreign key (user_id) references app_user (id)
) strict
--;
create index ix_api_key_tenant on api_key (tenant_id, created_at)
--;
create index ix_api_key_user on api_key (user_id)
