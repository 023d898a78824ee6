-- One try at one provider. Committed as an intent before the provider is called.
create table if not exists delivery_attempt (
  id char(36) character set ascii collate ascii_bin not null,
  tenant_id char(36) character set ascii collate ascii_bin not null,
  message_id char(36) character set ascii collate ascii_bin not null,
  channel_id char(36) character set ascii collate ascii_bin not null,
  number bigint not null,
  node varchar(64) not null,
  state varchar(16) not null
    check (state in ('INTENT', 'UNKNOWN', 'NOT_SENT', 'SENT', 'EXPIRED', 'FAILED', 'BOUNCED', 'DELIVERED', 'READ')),
  -- Whether a bounce may still follow a delivery report, as the descriptor of the provider said at that time.
  late_bounce tinyint not null default 0 check (late_bounce in (0, 1)),
  -- The first attempt whose outcome nobody knows, when this one repeats it.
  repeats char(36) character set ascii collate ascii_bin not null default '',
  provider_message_id varchar(255) not null default '',
  error_class varchar(32) not null default '',
  error_code varchar(64) not null default '',
  error_text varchar(1000) not null default '',
  detail varchar(255) not null default '',
  segments bigint not null default 0,
  cost_micros bigint,
  currency char(3) character set ascii collate ascii_bin,
  created_at char(23) character set ascii collate ascii_bin not null,
  settled_at char(23) character set ascii collate ascii_bin,
  updated_at char(23) character set ascii collate ascii_bin not null,
  primary key (id),
  constraint ux_delivery_attempt_number unique (message_id, number),
  foreign key (tenant_id) references tenant (id),
  foreign key (message_id) references communication_message (id),
  foreign key (channel_id) references communication_channel (id),
  index ix_delivery_attempt_provider_message (channel_id, provider_message_id),
  index ix_delivery_attempt_created (tenant_id, created_at)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
--;
-- Receipts for messages whose provider id we do not know yet. Taken when the id arrives, removed when it never does.
create table if not exists parked_receipt (
  id char(36) character set ascii collate ascii_bin not null,
  tenant_id char(36) character set ascii collate ascii_bin not null,
  channel_id char(36) character set ascii collate ascii_bin not null,
  provider_message_id varchar(255) not null,
  attempt_ref varchar(64) not null default '',
  state varchar(16) not null
    check (state in ('INTENT', 'UNKNOWN', 'NOT_SENT', 'SENT', 'EXPIRED', 'FAILED', 'BOUNCED', 'DELIVERED', 'READ')),
  error_class varchar(32) not null default '',
  error_code varchar(64) not null default '',
  error_text varchar(1000) not null default '',
  detail varchar(255) not null default '',
  occurred_at char(23) character set ascii collate ascii_bin,
  created_at char(23) character set ascii collate ascii_bin not null,
  primary key (id),
  foreign key (tenant_id) references tenant (id),
  foreign key (channel_id) references communication_channel (id),
  index ix_parked_receipt_provider_message (channel_id, provider_message_id),
  index ix_parked_receipt_created (tenant_id, created_at),
  index ix_parked_receipt_age (created_at)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
--;
-- One event of a callback. A repeat is counted at its callback and not stored again.
create table if not exists webhook_element (
  id char(36) character set ascii collate ascii_bin not null,
  tenant_id char(36) character set ascii collate ascii_bin not null,
  webhook_id char(36) character set ascii collate ascii_bin not null,
  channel_id char(36) character set ascii collate ascii_bin not null,
  position bigint not null,
  dedupe_key varchar(255) not null,
  status varchar(16) not null default 'PENDING' check (status in ('PENDING', 'PROCESSED', 'FAILED', 'SKIPPED')),
  reason varchar(200) not null default '',
  event longtext not null default ('{}'),
  created_at char(23) character set ascii collate ascii_bin not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  retention_class varchar(32) not null default '',
  erasure_key varchar(64) not null default '',
  primary key (id),
  constraint ux_webhook_element_dedupe unique (channel_id, dedupe_key),
  foreign key (tenant_id) references tenant (id),
  foreign key (webhook_id) references communication_webhook_log (id),
  foreign key (channel_id) references communication_channel (id),
  index ix_webhook_element_webhook (webhook_id, position),
  index ix_webhook_element_created (tenant_id, created_at)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
