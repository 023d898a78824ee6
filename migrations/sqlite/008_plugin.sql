-- Plugin files that this installation has seen, one row for each node and digest. No tenant, since plugins serve all.
create table plugin_file (
  id text not null check (length(id) <= 36),
  node text not null check (length(node) <= 64),
  path text not null check (length(path) <= 1024),
  -- Hex SHA-256 of the file.
  digest text not null check (length(digest) <= 64),
  size_bytes integer not null default 0,
  plugin_id text not null default '' check (length(plugin_id) <= 64),
  plugin_version text not null default '' check (length(plugin_version) <= 64),
  abi_version integer not null default 0,
  state text not null default 'DISCOVERED'
    check (state in ('DISCOVERED', 'REJECTED', 'STAGED', 'ACTIVE', 'DRAINING', 'RETIRED', 'QUARANTINED')),
  -- RUNNER is a process of its own.
  placement text not null default 'RUNNER' check (placement in ('IN_PROCESS', 'RUNNER')),
  -- Fingerprint of the key whose signature was good, empty means unsigned.
  signed_by text not null default '' check (length(signed_by) <= 128),
  generation integer not null default 0,
  -- Why it was refused or quarantined, what was expected and what was found.
  reason text not null default '' check (length(reason) <= 64),
  expected text not null default '' check (length(expected) <= 500),
  found text not null default '' check (length(found) <= 500),
  fault_count integer not null default 0,
  last_fault_at text check (length(last_fault_at) <= 23),
  manifest text not null default '{}',
  activated_at text check (length(activated_at) <= 23),
  retired_at text check (length(retired_at) <= 23),
  created_at text not null check (length(created_at) <= 23),
  updated_at text not null check (length(updated_at) <= 23),
  primary key (id),
  constraint ux_plugin_file_digest unique (node, digest)
) strict
--;
create index ix_plugin_file_plugin on plugin_file (plugin_id, state)
--;
-- Record collections of feature plugins, and how far the host has come in making their tables.
create table plugin_collection (
  id text not null check (length(id) <= 36),
  plugin_id text not null check (length(plugin_id) <= 64),
  collection_name text not null check (length(collection_name) <= 64),
  plugin_version text not null check (length(plugin_version) <= 64),
  -- BOUND is a table of these migrations, DECLARED one that the host makes.
  origin text not null check (origin in ('DECLARED', 'BOUND')),
  -- px_<plugin>_<name> or the bound table.
  table_name text not null check (length(table_name) <= 64),
  declaration text not null,
  -- Hex SHA-256 of the declaration.
  declaration_digest text not null check (length(declaration_digest) <= 64),
  state text not null default 'PENDING' check (state in ('PENDING', 'RUNNING', 'READY', 'FAILED', 'RETIRED')),
  -- The next step of the change under way, so that a crash resumes there.
  step integer not null default 0,
  last_error text not null default '' check (length(last_error) <= 1000),
  created_at text not null check (length(created_at) <= 23),
  updated_at text not null check (length(updated_at) <= 23),
  primary key (id),
  constraint ux_plugin_collection_collection unique (plugin_id, collection_name),
  constraint ux_plugin_collection_table unique (table_name)
) strict
