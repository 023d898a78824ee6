-- Undone work of the dispatcher, removed on settlement. The hottest table beside the messages, hence without
-- foreign keys.
create table work_item (
  message_id text not null check (length(message_id) <= 36),
  shard integer not null,
  tenant_id text not null check (length(tenant_id) <= 36),
  channel_id text not null check (length(channel_id) <= 36),
  -- 0 is normal, 1 is high.
  priority integer not null default 0,
  due_at text not null check (length(due_at) <= 23),
  created_at text not null check (length(created_at) <= 23),
  primary key (message_id)
) strict, without rowid
--;
create index ix_work_item_due on work_item (due_at, message_id)
--;
-- Something to be done later, once or again and again.
create table timer (
  id text not null check (length(id) <= 36),
  tenant_id text not null check (length(tenant_id) <= 36),
  shard integer not null,
  -- What is to be done, and to what.
  kind text not null check (length(kind) <= 64),
  subject_kind text not null default '' check (length(subject_kind) <= 32),
  subject_id text not null default '' check (length(subject_id) <= 64),
  payload text not null default '{}',
  -- RFC 5545 RRULE, empty means once.
  recurrence text not null default '' check (length(recurrence) <= 1024),
  time_zone text not null default 'UTC' check (length(time_zone) <= 64),
  missed_run_policy text not null default 'RUN_ONCE' check (missed_run_policy in ('SKIP', 'RUN_ONCE', 'RUN_ALL')),
  status text not null default 'ACTIVE' check (status in ('ACTIVE', 'PAUSED', 'DONE', 'CANCELLED')),
  starts_at text not null check (length(starts_at) <= 23),
  ends_at text check (length(ends_at) <= 23),
  -- Null when nothing is left to be done.
  due_at text check (length(due_at) <= 23),
  last_run_at text check (length(last_run_at) <= 23),
  run_count integer not null default 0,
  failures integer not null default 0,
  last_error text not null default '' check (length(last_error) <= 1000),
  revision integer not null default 1,
  created_at text not null check (length(created_at) <= 23),
  updated_at text not null check (length(updated_at) <= 23),
  primary key (id),
  foreign key (tenant_id) references tenant (id)
) strict
--;
create index ix_timer_due on timer (shard, status, due_at)
--;
create index ix_timer_subject on timer (tenant_id, subject_kind, subject_id)
