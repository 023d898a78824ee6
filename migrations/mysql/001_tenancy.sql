-- Who uses the server. Everything below a tenant carries its id.
create table if not exists tenant (
  id char(36) character set ascii collate ascii_bin not null,
  name varchar(200) not null,
  status varchar(16) not null default 'ACTIVE' check (status in ('ACTIVE', 'SUSPENDED')),
  -- ISO 3166 region by which national phone numbers are read, empty means that numbers must be international.
  default_region varchar(2) not null default '',
  created_at char(23) character set ascii collate ascii_bin not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  deleted_at char(23) character set ascii collate ascii_bin,
  primary key (id)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
--;
-- People who sign in with a JWT.
create table if not exists app_user (
  id char(36) character set ascii collate ascii_bin not null,
  tenant_id char(36) character set ascii collate ascii_bin not null,
  email varchar(320) not null,
  display_name varchar(200) not null default '',
  role varchar(32) not null default '',
  -- JSON array of permission names.
  permissions longtext not null default ('[]'),
  status varchar(16) not null default 'ACTIVE' check (status in ('ACTIVE', 'SUSPENDED')),
  created_at char(23) character set ascii collate ascii_bin not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  deleted_at char(23) character set ascii collate ascii_bin,
  retention_class varchar(32) not null default '',
  erasure_key varchar(64) not null default '',
  primary key (id),
  constraint ux_app_user_email unique (tenant_id, email),
  foreign key (tenant_id) references tenant (id)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
--;
-- Credentials of programs. Only a hash is kept, and it is unique over all tenants since it is what names the tenant.
create table if not exists api_key (
  id char(36) character set ascii collate ascii_bin not null,
  tenant_id char(36) character set ascii collate ascii_bin not null,
  user_id char(36) character set ascii collate ascii_bin,
  name varchar(128) not null,
  key_hash char(64) character set ascii collate ascii_bin not null,
  -- The readable beginning of the key, by which a person recognises it in a list.
  key_prefix varchar(24) not null,
  mode varchar(8) not null check (mode in ('LIVE', 'TEST')),
  -- JSON array of permission names.
  scopes longtext not null default ('[]'),
  expires_at char(23) character set ascii collate ascii_bin,
  revoked_at char(23) character set ascii collate ascii_bin,
  last_used_at char(23) character set ascii collate ascii_bin,
  created_at char(23) character set ascii collate ascii_bin not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  primary key (id),
  constraint ux_api_key_hash unique (key_hash),
  foreign key (tenant_id) references tenant (id),
  foreign key (user_id) references app_user (id),
  index ix_api_key_tenant (tenant_id, created_at),
  index ix_api_key_user (user_id)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
