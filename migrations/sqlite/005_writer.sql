-- One row for each writer. Each batch changes it, so that a writer that lost its epoch cannot commit.
create table writer_fence (
  writer text not null check (length(writer) <= 64),
  epoch integer not null,
  batch integer not null,
  -- The batch that the epoch before had come to when it ended.
  last_batch integer not null default 0,
  -- A counter, watched on the clock of the observer.
  heartbeat integer not null,
  updated_at text not null check (length(updated_at) <= 23),
  primary key (writer)
) strict
--;
-- Which writer owns a shard.
create table shard_lease (
  shard integer not null,
  writer text not null check (length(writer) <= 64),
  epoch integer not null,
  heartbeat integer not null,
  updated_at text not null check (length(updated_at) <= 23),
  primary key (shard)
) strict
--;
-- What another node has for the owner of a shard. Applied in the order of the ids and then removed. It has no
-- foreign key, since a row lives for a moment and the owner checks what it names.
create table shard_inbox (
  shard integer not null,
  id text not null check (length(id) <= 36),
  kind text not null check (length(kind) <= 32),
  tenant_id text not null check (length(tenant_id) <= 36),
  payload text not null,
  created_at text not null check (length(created_at) <= 23),
  primary key (shard, id)
) strict
--;
-- Grows by one with each change, so that nodes notice it by reading one row.
create table config_version (
  name text not null check (length(name) <= 32),
  version integer not null,
  primary key (name)
) strict
