-- Plugins whose policy filters guard sending, so that they do so also while they are away. No tenant, since plugins
-- serve all. A row goes when an operator disables the plugin.
create table policy_guard (
  plugin_id text not null check (length(plugin_id) <= 64),
  -- JSON, name, condition and conduct of each filter.
  filters text not null,
  created_at text not null check (length(created_at) <= 23),
  updated_at text not null check (length(updated_at) <= 23),
  primary key (plugin_id)
) strict, without rowid
