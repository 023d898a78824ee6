-- When a channel's provider was told where to call. Null where somebody else did it, or nobody.
alter table communication_channel add column webhook_registered_at text check (length(webhook_registered_at) <= 23)
