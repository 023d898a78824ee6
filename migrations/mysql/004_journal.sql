-- Every business event, in order. No foreign key to tenant, since the journal outlives the tenant.
-- Rows are too large for a table without rowid, whose inner nodes would hold them.
create table if not exists journal (
  shard bigint not null,
  -- Without gaps inside a shard.
  seq bigint not null,
  type varchar(64) not null,
  tenant_id char(36) character set ascii collate ascii_bin not null,
  actor varchar(100) not null,
  subject_kind varchar(32) not null,
  subject_id varchar(64) not null,
  subject_version bigint not null,
  cause varchar(100) not null default '',
  depth bigint not null default 0,
  -- Changed fields and references. Data and salt are erased together when a person is forgotten.
  data longtext,
  salt char(32) character set ascii collate ascii_bin,
  content_hash char(64) character set ascii collate ascii_bin not null,
  chain_hash char(64) character set ascii collate ascii_bin not null,
  at char(23) character set ascii collate ascii_bin not null,
  primary key (shard, seq),
  index ix_journal_subject (tenant_id, subject_id, seq)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
--;
-- Signed heads of the chains. No tenant, since a chain runs through all of them.
create table if not exists journal_checkpoint (
  shard bigint not null,
  seq bigint not null,
  chain_hash char(64) character set ascii collate ascii_bin not null,
  node varchar(64) not null,
  public_key varchar(128) not null,
  signature varchar(256) not null,
  created_at char(23) character set ascii collate ascii_bin not null,
  primary key (shard, seq)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
--;
-- How far a reader of the journal has come.
create table if not exists consumer_cursor (
  consumer varchar(64) not null,
  shard bigint not null,
  seq bigint not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  primary key (consumer, shard)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
