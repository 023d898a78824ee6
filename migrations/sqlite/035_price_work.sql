-- How long after an attempt was sent its provider knows the price, as the descriptor said at that time. 0 where it
-- tells it by itself, or never.
alter table delivery_attempt add column price_after_s integer not null default 0
--;
-- An attempt whose price is to be asked for, and when. It goes when a cost is told, in whatever way, or nobody asks any
-- more.
create table price_work (
  attempt_id text not null check (length(attempt_id) <= 36),
  shard integer not null,
  tenant_id text not null check (length(tenant_id) <= 36),
  channel_id text not null check (length(channel_id) <= 36),
  due_at text not null check (length(due_at) <= 23),
  -- Answers that knew no price yet.
  tries integer not null default 0,
  -- Questions without an answer since the last one.
  failures integer not null default 0,
  -- When it was sent.
  created_at text not null check (length(created_at) <= 23),
  updated_at text not null check (length(updated_at) <= 23),
  primary key (attempt_id),
  foreign key (attempt_id) references delivery_attempt (id)
) strict, without rowid
--;
create index ix_price_work_channel on price_work (channel_id, due_at, attempt_id)
