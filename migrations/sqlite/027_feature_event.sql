-- Calls of a plugin for an event that the process may not have survived. Counts only while seq lies beyond the cursor.
create table consumer_try (
  consumer text not null check (length(consumer) <= 64),
  shard integer not null,
  seq integer not null,
  tries integer not null,
  updated_at text not null check (length(updated_at) <= 23),
  primary key (consumer, shard)
) strict, without rowid
--;
-- Events that a plugin could not take, put aside so that the others go on.
create table event_aside (
  id text not null check (length(id) <= 36),
  tenant_id text not null check (length(tenant_id) <= 36),
  plugin_id text not null check (length(plugin_id) <= 64),
  shard integer not null,
  seq integer not null,
  event_type text not null check (length(event_type) <= 64),
  subject_id text not null check (length(subject_id) <= 64),
  tries integer not null,
  reason text not null check (length(reason) <= 64),
  created_at text not null check (length(created_at) <= 23),
  updated_at text not null check (length(updated_at) <= 23),
  primary key (id),
  constraint ux_event_aside_event unique (tenant_id, plugin_id, shard, seq),
  foreign key (tenant_id) references tenant (id)
) strict
--;
create index ix_event_aside_plugin on event_aside (plugin_id, created_at, id)
--;
-- What plugins ordered in their answers, until it is done.
create table feature_command (
  id text not null check (length(id) <= 36),
  tenant_id text not null check (length(tenant_id) <= 36),
  plugin_id text not null check (length(plugin_id) <= 64),
  -- plugin/shard/seq/n, and other origins in place of shard and seq.
  command_key text not null check (length(command_key) <= 200),
  -- The body of a message to send. Empty once the command has failed.
  body text not null,
  cause text not null default '' check (length(cause) <= 100),
  depth integer not null,
  state text not null default 'PENDING' check (state in ('PENDING', 'FAILED')),
  reason text not null default '' check (length(reason) <= 64),
  detail text not null default '' check (length(detail) <= 1000),
  retention_class text not null default '' check (length(retention_class) <= 32),
  erasure_key text not null default '' check (length(erasure_key) <= 64),
  created_at text not null check (length(created_at) <= 23),
  updated_at text not null check (length(updated_at) <= 23),
  primary key (id),
  constraint ux_feature_command_key unique (tenant_id, command_key),
  foreign key (tenant_id) references tenant (id)
) strict
--;
create index ix_feature_command_state on feature_command (state, id)
--;
create index ix_feature_command_plugin on feature_command (plugin_id, state, id)
