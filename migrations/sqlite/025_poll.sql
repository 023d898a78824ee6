-- Where the poll of a channel goes on, in the provider's own words. Written after what lies before it was committed.
create table poll_cursor (
  channel_id text not null check (length(channel_id) <= 36),
  tenant_id text not null check (length(tenant_id) <= 36),
  cursor_text text not null check (length(cursor_text) <= 1024),
  created_at text not null check (length(created_at) <= 23),
  updated_at text not null check (length(updated_at) <= 23),
  primary key (channel_id),
  foreign key (tenant_id) references tenant (id),
  foreign key (channel_id) references communication_channel (id)
) strict
--;
create index ix_poll_cursor_tenant on poll_cursor (tenant_id)
