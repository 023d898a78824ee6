-- Plugins whose policy filters guard sending, so that they do so also while they are away. No tenant, since plugins
-- serve all. A row goes when an operator disables the plugin.
create table if not exists policy_guard (
  plugin_id varchar(64) not null,
  -- JSON, name, condition and conduct of each filter.
  filters longtext not null,
  created_at char(23) character set ascii collate ascii_bin not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  primary key (plugin_id)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
