-- Plugin files that this installation has seen, one row for each node and digest. No tenant, since plugins serve all.
create table if not exists plugin_file (
  id char(36) character set ascii collate ascii_bin not null,
  node varchar(64) not null,
  path varchar(1024) not null,
  -- Hex SHA-256 of the file.
  digest char(64) character set ascii collate ascii_bin not null,
  size_bytes bigint not null default 0,
  plugin_id varchar(64) not null default '',
  plugin_version varchar(64) not null default '',
  abi_version bigint not null default 0,
  state varchar(16) not null default 'DISCOVERED'
    check (state in ('DISCOVERED', 'REJECTED', 'STAGED', 'ACTIVE', 'DRAINING', 'RETIRED', 'QUARANTINED')),
  -- RUNNER is a process of its own.
  placement varchar(16) not null default 'RUNNER' check (placement in ('IN_PROCESS', 'RUNNER')),
  -- Fingerprint of the key whose signature was good, empty means unsigned.
  signed_by varchar(128) not null default '',
  generation bigint not null default 0,
  -- Why it was refused or quarantined, what was expected and what was found.
  reason varchar(64) not null default '',
  expected varchar(500) not null default '',
  found varchar(500) not null default '',
  fault_count bigint not null default 0,
  last_fault_at char(23) character set ascii collate ascii_bin,
  manifest longtext not null default ('{}'),
  activated_at char(23) character set ascii collate ascii_bin,
  retired_at char(23) character set ascii collate ascii_bin,
  created_at char(23) character set ascii collate ascii_bin not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  primary key (id),
  constraint ux_plugin_file_digest unique (node, digest),
  index ix_plugin_file_plugin (plugin_id, state)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
--;
-- Record collections of feature plugins, and how far the host has come in making their tables.
create table if not exists plugin_collection (
  id char(36) character set ascii collate ascii_bin not null,
  plugin_id varchar(64) not null,
  collection_name varchar(64) not null,
  plugin_version varchar(64) not null,
  -- BOUND is a table of these migrations, DECLARED one that the host makes.
  origin varchar(16) not null check (origin in ('DECLARED', 'BOUND')),
  -- px_<plugin>_<name> or the bound table.
  table_name varchar(64) not null,
  declaration longtext not null,
  -- Hex SHA-256 of the declaration.
  declaration_digest char(64) character set ascii collate ascii_bin not null,
  state varchar(16) not null default 'PENDING' check (state in ('PENDING', 'RUNNING', 'READY', 'FAILED', 'RETIRED')),
  -- The next step of the change under way, so that a crash resumes there.
  step bigint not null default 0,
  last_error varchar(1000) not null default '',
  created_at char(23) character set ascii collate ascii_bin not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  primary key (id),
  constraint ux_plugin_collection_collection unique (plugin_id, collection_name),
  constraint ux_plugin_collection_table unique (table_name)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
