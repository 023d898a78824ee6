-- Calls of a plugin for an event that the process may not have survived. Counts only while seq lies beyond the cursor.
create table if not exists consumer_try (
  consumer varchar(64) not null,
  shard bigint not null,
  seq bigint not null,
  tries bigint not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  primary key (consumer, shard)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
--;
-- Events that a plugin could not take, put aside so that the others go on.
create table if not exists event_aside (
  id char(36) character set ascii collate ascii_bin not null,
  tenant_id char(36) character set ascii collate ascii_bin not null,
  plugin_id varchar(64) not null,
  shard bigint not null,
  seq bigint not null,
  event_type varchar(64) not null,
  subject_id varchar(64) not null,
  tries bigint not null,
  reason varchar(64) not null,
  created_at char(23) character set ascii collate ascii_bin not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  primary key (id),
  constraint ux_event_aside_event unique (tenant_id, plugin_id, shard, seq),
  foreign key (tenant_id) references tenant (id),
  index ix_event_aside_plugin (plugin_id, created_at, id)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
--;
-- What plugins ordered in their answers, until it is done.
create table if not exists feature_command (
  id char(36) character set ascii collate ascii_bin not null,
  tenant_id char(36) character set ascii collate ascii_bin not null,
  plugin_id varchar(64) not null,
  -- plugin/shard/seq/n, and other origins in place of shard and seq.
  command_key varchar(200) not null,
  -- The body of a message to send. Empty once the command has failed.
  body longtext not null,
  cause varchar(100) not null default '',
  depth bigint not null,
  state varchar(16) not null default 'PENDING' check (state in ('PENDING', 'FAILED')),
  reason varchar(64) not null default '',
  detail varchar(1000) not null default '',
  retention_class varchar(32) not null default '',
  erasure_key varchar(64) not null default '',
  created_at char(23) character set ascii collate ascii_bin not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  primary key (id),
  constraint ux_feature_command_key unique (tenant_id, command_key),
  foreign key (tenant_id) references tenant (id),
  index ix_feature_command_state (state, id),
  index ix_feature_command_plugin (plugin_id, state, id)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
