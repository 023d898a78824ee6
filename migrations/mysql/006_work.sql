-- Undone work of the dispatcher, removed on settlement. The hottest table beside the messages, hence without
-- foreign keys.
create table if not exists work_item (
  message_id char(36) character set ascii collate ascii_bin not null,
  shard bigint not null,
  tenant_id char(36) character set ascii collate ascii_bin not null,
  channel_id char(36) character set ascii collate ascii_bin not null,
  -- 0 is normal, 1 is high.
  priority bigint not null default 0,
  due_at char(23) character set ascii collate ascii_bin not null,
  created_at char(23) character set ascii collate ascii_bin not null,
  primary key (message_id),
  index ix_work_item_due (due_at, message_id)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
--;
-- Something to be done later, once or again and again.
create table if not exists timer (
  id char(36) character set ascii collate ascii_bin not null,
  tenant_id char(36) character set ascii collate ascii_bin not null,
  shard bigint not null,
  -- What is to be done, and to what.
  kind varchar(64) not null,
  subject_kind varchar(32) not null default '',
  subject_id varchar(64) not null default '',
  payload longtext not null default ('{}'),
  -- RFC 5545 RRULE, empty means once.
  recurrence varchar(1024) not null default '',
  time_zone varchar(64) not null default 'UTC',
  missed_run_policy varchar(16) not null default 'RUN_ONCE'
    check (missed_run_policy in ('SKIP', 'RUN_ONCE', 'RUN_ALL')),
  status varchar(16) not null default 'ACTIVE' check (status in ('ACTIVE', 'PAUSED', 'DONE', 'CANCELLED')),
  starts_at char(23) character set ascii collate ascii_bin not null,
  ends_at char(23) character set ascii collate ascii_bin,
  -- Null when nothing is left to be done.
  due_at char(23) character set ascii collate ascii_bin,
  last_run_at char(23) character set ascii collate ascii_bin,
  run_count bigint not null default 0,
  failures bigint not null default 0,
  last_error varchar(1000) not null default '',
  revision bigint not null default 1,
  created_at char(23) character set ascii collate ascii_bin not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  primary key (id),
  foreign key (tenant_id) references tenant (id),
  index ix_timer_due (shard, status, due_at),
  index ix_timer_subject (tenant_id, subject_kind, subject_id)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
