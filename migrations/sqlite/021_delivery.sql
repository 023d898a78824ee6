-- One try at one provider. Committed as an intent before the provider is called.
create table delivery_attempt (
  id text not null check (length(id) <= 36),
  tenant_id text not null check (length(tenant_id) <= 36),
  message_id text not null check (length(message_id) <= 36),
  channel_id text not null check (length(channel_id) <= 36),
  number integer not null,
  node text not null check (length(node) <= 64),
  state text not null
    check (state in ('INTENT', 'UNKNOWN', 'NOT_SENT', 'SENT', 'EXPIRED', 'FAILED', 'BOUNCED', 'DELIVERED', 'READ')),
  -- Whether a bounce may still follow a delivery report, as the descriptor of the provider said at that time.
  late_bounce integer not null default 0 check (late_bounce in (0, 1)),
  -- The first attempt whose outcome nobody knows, when this one repeats it.
  repeats text not null default '' check (length(repeats) <= 36),
  provider_message_id text not null default '' check (length(provider_message_id) <= 255),
  error_class text not null default '' check (length(error_class) <= 32),
  error_code text not null default '' check (length(error_code) <= 64),
  error_text text not null default '' check (length(error_text) <= 1000),
  detail text not null default '' check (length(detail) <= 255),
  segments integer not null default 0,
  cost_micros integer,
  currency text check (length(currency) <= 3),
  created_at text not null check (length(created_at) <= 23),
  settled_at text check (length(settled_at) <= 23),
  updated_at text not null check (length(updated_at) <= 23),
  primary key (id),
  constraint ux_delivery_attempt_number unique (message_id, number),
  foreign key (tenant_id) references tenant (id),
  foreign key (message_id) references communication_message (id),
  foreign key (channel_id) references communication_channel (id)
) strict
--;
create index ix_delivery_attempt_provider_message on delivery_attempt (channel_id, provider_message_id)
--;
create index ix_delivery_attempt_created on delivery_attempt (tenant_id, created_at)
--;
-- Receipts for messages whose provider id we do not know yet. Taken when the id arrives, removed when it never does.
create table parked_receipt (
  id text not null check (length(id) <= 36),
  tenant_id text not null check (length(tenant_id) <= 36),
  channel_id text not null check (length(channel_id) <= 36),
  provider_message_id text not null check (length(provider_message_id) <= 255),
  attempt_ref text not null default '' check (length(attempt_ref) <= 64),
  state text not null
    check (state in ('INTENT', 'UNKNOWN', 'NOT_SENT', 'SENT', 'EXPIRED', 'FAILED', 'BOUNCED', 'DELIVERED', 'READ')),
  error_class text not null default '' check (length(error_class) <= 32),
  error_code text not null default '' check (length(error_code) <= 64),
  error_text text not null default '' check (length(error_text) <= 1000),
  detail text not null default '' check (length(detail) <= 255),
  occurred_at text check (length(occurred_at) <= 23),
  created_at text not null check (length(created_at) <= 23),
  primary key (id),
  foreign key (tenant_id) references tenant (id),
  foreign key (channel_id) references communication_channel (id)
) strict
--;
create index ix_parked_receipt_provider_message on parked_receipt (channel_id, provider_message_id)
--;
create index ix_parked_receipt_created on parked_receipt (tenant_id, created_at)
--;
create index ix_parked_receipt_age on parked_receipt (created_at)
--;
-- One event of a callback. A repeat is counted at its callback and not stored again.
create table webhook_element (
  id text not null check (length(id) <= 36),
  tenant_id text not null check (length(tenant_id) <= 36),
  webhook_id text not null check (length(webhook_id) <= 36),
  channel_id text not null check (length(channel_id) <= 36),
  position integer not null,
  dedupe_key text not null check (length(dedupe_key) <= 255),
  status text not null default 'PENDING' check (status in ('PENDING', 'PROCESSED', 'FAILED', 'SKIPPED')),
  reason text not null default '' check (length(reason) <= 200),
  event text not null default '{}',
  created_at text not null check (length(created_at) <= 23),
  updated_at text not null check (length(updated_at) <= 23),
  retention_class text not null default '' check (length(retention_class) <= 32),
  erasure_key text not null default '' check (length(erasure_key) <= 64),
  primary key (id),
  constraint ux_webhook_element_dedupe unique (channel_id, dedupe_key),
  foreign key (tenant_id) references tenant (id),
  foreign key (webhook_id) references communication_webhook_log (id),
  foreign key (channel_id) references communication_channel (id)
) strict
--;
create index ix_webhook_element_webhook on webhook_element (webhook_id, position)
--;
create index ix_webhook_element_created on webhook_element (tenant_id, created_at)
