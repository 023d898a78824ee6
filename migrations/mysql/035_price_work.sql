-- How long after an attempt was sent its provider knows the price, as the descriptor said at that time. 0 where it
-- tells it by itself, or never.
alter table delivery_attempt add column if not exists price_after_s bigint not null default 0
--;
-- An attempt whose price is to be asked for, and when. It goes when a cost is told, in whatever way, or nobody asks any
-- more.
create table if not exists price_work (
  attempt_id char(36) character set ascii collate ascii_bin not null,
  shard bigint not null,
  tenant_id char(36) character set ascii collate ascii_bin not null,
  channel_id char(36) character set ascii collate ascii_bin not null,
  due_at char(23) character set ascii collate ascii_bin not null,
  -- Answers that knew no price yet.
  tries bigint not null default 0,
  -- Questions without an answer since the last one.
  failures bigint not null default 0,
  -- When it was sent.
  created_at char(23) character set ascii collate ascii_bin not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  primary key (attempt_id),
  foreign key (attempt_id) references delivery_attempt (id),
  index ix_price_work_channel (channel_id, due_at, attempt_id)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
