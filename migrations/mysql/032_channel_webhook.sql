-- When a channel's provider was told where to call. Null where somebody else did it, or nobody.
alter table communication_channel
  add column if not exists webhook_registered_at char(23) character set ascii collate ascii_bin
