-- Where the poll of a channel goes on, in the provider's own words. Written after what lies before it was committed.
create table if not exists poll_cursor (
  channel_id char(36) character set ascii collate ascii_bin not null,
  tenant_id char(36) character set ascii collate ascii_bin not null,
  cursor_text varchar(1024) not null,
  created_at char(23) character set ascii collate ascii_bin not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  primary key (channel_id),
  foreign key (tenant_id) references tenant (id),
  foreign key (channel_id) references communication_channel (id),
  index ix_poll_cursor_tenant (tenant_id)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
