-- What a receipt told of segments and cost, while it waits for its message.
alter table parked_receipt add column if not exists segments bigint not null default 0
--;
alter table parked_receipt add column if not exists cost_micros bigint
--;
alter table parked_receipt add column if not exists currency char(3) character set ascii collate ascii_bin
