-- Every business event, in order. No foreign key to tenant, since the journal outlives the tenant.
-- Rows are too large for a table without rowid, whose inner nodes would hold them.
create table journal (
  shard integer not null,
  -- Without gaps inside a shard.
  seq integer not null,
  type text not null check (length(type) <= 64),
  tenant_id text not null check (length(tenant_id) <= 36),
  actor text not null check (length(actor) <= 100),
  subject_kind text not null check (length(subject_kind) <= 32),
  subject_id text not null check (length(subject_id) <= 64),
  subject_version integer not null,
  cause text not null default '' check (length(cause) <= 100),
  depth integer not null default 0,
  -- Changed fields and references. Data and salt are erased together when a person is forgotten.
  data text,
  salt text check (length(salt) <= 32),
  content_hash text not null check (length(content_hash) <= 64),
  chain_hash text not null check (length(chain_hash) <= 64),
  at text not null check (length(at) <= 23),
  primary key (shard, seq)
) strict
--;
create index ix_journal_subject on journal (tenant_id, subject_id, seq)
--;
-- Signed heads of the chains. No tenant, since a chain runs through all of them.
create table journal_checkpoint (
  shard integer not null,
  seq integer not null,
  chain_hash text not null check (length(chain_hash) <= 64),
  node text not null check (length(node) <= 64),
  public_key text not null check (length(public_key) <= 128),
  signature text not null check (length(signature) <= 256),
  created_at text not null check (length(created_at) <= 23),
  primary key (shard, seq)
) strict, without rowid
--;
-- How far a reader of the journal has come.
create table consumer_cursor (
  consumer text not null check (length(consumer) <= 64),
  shard integer not null,
  seq integer not null,
  updated_at text not null check (length(updated_at) <= 23),
  primary key (consumer, shard)
) strict, without rowid
