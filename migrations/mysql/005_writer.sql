-- One row for each writer. Each batch changes it, so that a writer that lost its epoch cannot commit.
create table if not exists writer_fence (
  writer varchar(64) not null,
  epoch bigint not null,
  batch bigint not null,
  -- The batch that the epoch before had come to when it ended.
  last_batch bigint not null default 0,
  -- A counter, watched on the clock of the observer.
  heartbeat bigint not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  primary key (writer)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
--;
-- Which writer owns a shard.
create table if not exists shard_lease (
  shard bigint not null,
  writer varchar(64) not null,
  epoch bigint not null,
  heartbeat bigint not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  primary key (shard)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
--;
-- What another node has for the owner of a shard. Applied in the order of the ids and then removed. It has no
-- foreign key, since a row lives for a moment and the owner checks what it names.
create table if not exists shard_inbox (
  shard bigint not null,
  id char(36) character set ascii collate ascii_bin not null,
  kind varchar(32) not null,
  tenant_id char(36) character set ascii collate ascii_bin not null,
  payload longtext not null,
  created_at char(23) character set ascii collate ascii_bin not null,
  primary key (shard, id)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
--;
-- Grows by one with each change, so that nodes notice it by reading one row.
create table if not exists config_version (
  name varchar(32) not null,
  version bigint not null,
  primary key (name)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
