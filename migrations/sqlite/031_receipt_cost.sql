-- What a receipt told of segments and cost, while it waits for its message.
alter table parked_receipt add column segments integer not null default 0
--;
alter table parked_receipt add column cost_micros integer
--;
alter table parked_receipt add column currency text check (length(currency) <= 3)
