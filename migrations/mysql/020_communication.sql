-- One account at one messaging provider.
create table if not exists communication_channel (
  id char(36) character set ascii collate ascii_bin not null,
  tenant_id char(36) character set ascii collate ascii_bin not null,
  channel_type varchar(16) not null,
  channel_name varchar(128) not null,
  api_provider varchar(64) not null,
  api_url varchar(2048) not null default '',
  webhook_url varchar(2048) not null default '',
  account_id varchar(128) not null default '',
  sender_id varchar(128) not null default '',
  config_json longtext not null default ('{}'),
  sealed_secrets longtext not null default (''),
  has_api_key tinyint not null default 0 check (has_api_key in (0, 1)),
  has_api_secret tinyint not null default 0 check (has_api_secret in (0, 1)),
  has_auth_token tinyint not null default 0 check (has_auth_token in (0, 1)),
  has_webhook_secret tinyint not null default 0 check (has_webhook_secret in (0, 1)),
  secret_config_keys longtext not null default ('[]'),
  priority bigint not null default 0,
  weight bigint not null default 1,
  retry_count bigint not null default 5,
  timeout_seconds bigint not null default 30,
  is_active tinyint not null default 1 check (is_active in (0, 1)),
  revision bigint not null default 1,
  created_at char(23) character set ascii collate ascii_bin not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  deleted_at char(23) character set ascii collate ascii_bin,
  -- 1 while the row is in use and null afterwards, so that the unique key lets a deleted name be used again.
  live bigint default 1 check (live = 1),
  primary key (id),
  constraint ux_communication_channel_name unique (tenant_id, channel_name, live),
  check ((live is null) = (deleted_at is not null)),
  foreign key (tenant_id) references tenant (id),
  index ix_communication_channel_type (tenant_id, channel_type)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
--;
-- Text with variables. The row that is in use keeps its id for good, a change copies the old text into a row of its
-- own, whose parent_id is the row in use.
create table if not exists message_template (
  id char(36) character set ascii collate ascii_bin not null,
  tenant_id char(36) character set ascii collate ascii_bin not null,
  parent_id char(36) character set ascii collate ascii_bin,
  template_name varchar(128) not null,
  channel_type varchar(16) not null,
  language varchar(35) not null default 'en',
  version bigint not null default 1,
  -- The account that a template of the provider belongs to.
  channel_id char(36) character set ascii collate ascii_bin,
  message_type varchar(16) not null default 'TEXT'
    check (message_type in ('TEXT', 'IMAGE', 'VIDEO', 'AUDIO', 'FILE', 'LOCATION', 'TEMPLATE')),
  message_class varchar(16) not null default 'transactional'
    check (message_class in ('otp', 'transactional', 'marketing')),
  category varchar(64) not null default '',
  subject varchar(998) not null default '',
  template_body longtext not null default (''),
  template_html longtext,
  -- JSON array of the names, types and examples of the variables.
  template_variables longtext not null default ('[]'),
  attachments longtext not null default ('[]'),
  options longtext not null default ('{}'),
  provider_template_name varchar(512) not null default '',
  provider_template_id varchar(255) not null default '',
  provider_template_status varchar(32) not null default '',
  provider_template_reason varchar(1000) not null default '',
  synced_at char(23) character set ascii collate ascii_bin,
  usage_count bigint not null default 0,
  last_used_at char(23) character set ascii collate ascii_bin,
  -- About a variable that the sender leaves out.
  missing_variables varchar(8) not null default 'fail' check (missing_variables in ('fail', 'empty')),
  is_active tinyint not null default 1 check (is_active in (0, 1)),
  created_by varchar(64) not null default '',
  revision bigint not null default 1,
  created_at char(23) character set ascii collate ascii_bin not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  deleted_at char(23) character set ascii collate ascii_bin,
  -- 1 for the row in use and null for earlier versions and deleted rows, so that its name is unique among the former.
  live bigint default 1 check (live = 1),
  primary key (id),
  constraint ux_message_template_name unique (tenant_id, template_name, channel_type, language, live),
  constraint ux_message_template_version unique (tenant_id, parent_id, version),
  check ((live is null) = (deleted_at is not null or parent_id is not null)),
  foreign key (tenant_id) references tenant (id),
  foreign key (parent_id) references message_template (id),
  foreign key (channel_id) references communication_channel (id),
  index ix_message_template_type (tenant_id, channel_type),
  index ix_message_template_live (tenant_id, live, id),
  index ix_message_template_parent (parent_id),
  index ix_message_template_channel (channel_id)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
--;
-- A conversation with a contact. Its counters and times are made by a consumer of the journal, not on the hot path.
create table if not exists communication_session (
  id char(36) character set ascii collate ascii_bin not null,
  tenant_id char(36) character set ascii collate ascii_bin not null,
  contact_id char(36) character set ascii collate ascii_bin not null,
  contact_ref varchar(64),
  channel_type varchar(16) not null,
  status varchar(16) not null default 'INITIATED'
    check (status in ('INITIATED', 'SENT', 'DELIVERED', 'READ', 'FAILED', 'COMPLETED')),
  direction varchar(16) not null default 'OUTBOUND' check (direction in ('INBOUND', 'OUTBOUND', 'INTERNAL')),
  agent_id varchar(64),
  lead_id varchar(64),
  subject varchar(998) not null default '',
  message_count bigint not null default 0,
  unread_count bigint not null default 0,
  is_starred tinyint not null default 0 check (is_starred in (0, 1)),
  is_archived tinyint not null default 0 check (is_archived in (0, 1)),
  last_message_at char(23) character set ascii collate ascii_bin,
  last_inbound_at char(23) character set ascii collate ascii_bin,
  assigned_at char(23) character set ascii collate ascii_bin,
  opened_at char(23) character set ascii collate ascii_bin,
  closed_at char(23) character set ascii collate ascii_bin,
  revision bigint not null default 1,
  created_at char(23) character set ascii collate ascii_bin not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  deleted_at char(23) character set ascii collate ascii_bin,
  retention_class varchar(32) not null default '',
  erasure_key varchar(64) not null default '',
  primary key (id),
  foreign key (tenant_id) references tenant (id),
  foreign key (contact_id) references contact (id),
  index ix_communication_session_recent (tenant_id, last_message_at, id),
  index ix_communication_session_agent (tenant_id, agent_id, last_message_at),
  index ix_communication_session_lead (tenant_id, lead_id),
  index ix_communication_session_contact_ref (tenant_id, contact_ref),
  index ix_communication_session_contact (contact_id)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
--;
-- A message, in or out, a note inside a conversation has the direction INTERNAL. The hottest table, hence its indexes
-- are few.
create table if not exists communication_message (
  id char(36) character set ascii collate ascii_bin not null,
  tenant_id char(36) character set ascii collate ascii_bin not null,
  shard bigint not null,
  channel_id char(36) character set ascii collate ascii_bin,
  channel_type varchar(16) not null,
  session_id char(36) character set ascii collate ascii_bin not null,
  -- The contact of the conversation, whose foreign key holds it. A second one would cost an index at random places.
  -- contact_uid is ours, contact_id and lead_id are the references of the caller of the REST API.
  contact_uid char(36) character set ascii collate ascii_bin not null,
  contact_id varchar(64),
  lead_id varchar(64),
  direction varchar(16) not null check (direction in ('INBOUND', 'OUTBOUND', 'INTERNAL')),
  message_type varchar(16) not null
    check (message_type in ('TEXT', 'IMAGE', 'VIDEO', 'AUDIO', 'FILE', 'LOCATION', 'TEMPLATE')),
  message_class varchar(16) not null check (message_class in ('otp', 'transactional', 'marketing')),
  to_address varchar(320) not null,
  from_address varchar(320) not null default '',
  subject varchar(998) not null default '',
  message_body longtext not null,
  message_html longtext,
  -- No foreign key to message_template, since a message outlives its template and the table should be cheap to write.
  template_id char(36) character set ascii collate ascii_bin,
  -- The version of the template that the texts were made from.
  template_version bigint,
  template_variables longtext,
  attachments longtext not null default ('[]'),
  options longtext not null default ('{}'),
  metadata longtext not null default ('{}'),
  reference varchar(128),
  -- The message that this one repeats. No foreign key, since messages are removed one by one when their time is over.
  resend_of char(36) character set ascii collate ascii_bin,
  priority bigint not null default 0,
  status varchar(16) not null
    check (status in ('SCHEDULED', 'HELD', 'QUEUED', 'SENDING', 'UNKNOWN', 'SENT', 'DELIVERED', 'READ', 'FAILED',
      'BOUNCED', 'CANCELLED', 'EXPIRED', 'REJECTED')),
  reason varchar(200) not null default '',
  error_class varchar(32) not null default '',
  error_code varchar(64) not null default '',
  error_text varchar(1000) not null default '',
  provider_message_id varchar(255) not null default '',
  attempts bigint not null default 0,
  segments bigint not null default 0,
  cost_micros bigint,
  currency char(3) character set ascii collate ascii_bin,
  held_until char(23) character set ascii collate ascii_bin,
  schedule_for char(23) character set ascii collate ascii_bin,
  expires_at char(23) character set ascii collate ascii_bin,
  version bigint not null default 1,
  sent_at char(23) character set ascii collate ascii_bin,
  delivered_at char(23) character set ascii collate ascii_bin,
  read_at char(23) character set ascii collate ascii_bin,
  failed_at char(23) character set ascii collate ascii_bin,
  created_at char(23) character set ascii collate ascii_bin not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  deleted_at char(23) character set ascii collate ascii_bin,
  retention_class varchar(32) not null default '',
  erasure_key varchar(64) not null default '',
  primary key (id),
  constraint ux_communication_message_reference unique (tenant_id, reference),
  foreign key (tenant_id) references tenant (id),
  foreign key (channel_id) references communication_channel (id),
  foreign key (session_id) references communication_session (id),
  index ix_communication_message_created (tenant_id, created_at, id),
  index ix_communication_message_session (session_id, tenant_id, created_at, id),
  index ix_communication_message_contact_ref (tenant_id, contact_id, created_at, id),
  index ix_communication_message_lead (tenant_id, lead_id, created_at, id),
  index ix_communication_message_status (tenant_id, status, created_at, id),
  index ix_communication_message_channel (channel_id, tenant_id, created_at, id)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
--;
-- What a person allows, and where that person wants to be reached.
create table if not exists contact_communication_preference (
  id char(36) character set ascii collate ascii_bin not null,
  tenant_id char(36) character set ascii collate ascii_bin not null,
  -- contact_uid is ours, contact_id is the reference of the caller of the REST API.
  contact_uid char(36) character set ascii collate ascii_bin,
  contact_id varchar(64) not null,
  email_address varchar(320) not null default '',
  phone_number varchar(32) not null default '',
  telegram_id varchar(64) not null default '',
  whatsapp_number varchar(32) not null default '',
  preferred_channel varchar(16) not null default '',
  allow_email tinyint not null default 1 check (allow_email in (0, 1)),
  allow_sms tinyint not null default 1 check (allow_sms in (0, 1)),
  allow_telegram tinyint not null default 1 check (allow_telegram in (0, 1)),
  allow_whatsapp tinyint not null default 1 check (allow_whatsapp in (0, 1)),
  allow_voice tinyint not null default 1 check (allow_voice in (0, 1)),
  opt_in_sms tinyint not null default 0 check (opt_in_sms in (0, 1)),
  opt_in_sms_at char(23) character set ascii collate ascii_bin,
  opt_in_marketing tinyint not null default 0 check (opt_in_marketing in (0, 1)),
  opt_in_marketing_at char(23) character set ascii collate ascii_bin,
  do_not_contact tinyint not null default 0 check (do_not_contact in (0, 1)),
  do_not_contact_until char(23) character set ascii collate ascii_bin,
  do_not_contact_reason varchar(200) not null default '',
  -- Hours and minutes in the time zone of the person, both null means no quiet hours.
  quiet_start char(5) character set ascii collate ascii_bin,
  quiet_end char(5) character set ascii collate ascii_bin,
  time_zone varchar(64) not null default '',
  language varchar(35) not null default '',
  -- Where and how the person agreed.
  consent_source varchar(64) not null default '',
  consent_evidence longtext not null default ('{}'),
  revision bigint not null default 1,
  created_at char(23) character set ascii collate ascii_bin not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  deleted_at char(23) character set ascii collate ascii_bin,
  retention_class varchar(32) not null default '',
  erasure_key varchar(64) not null default '',
  primary key (id),
  constraint ux_contact_communication_preference_contact unique (tenant_id, contact_id),
  foreign key (tenant_id) references tenant (id),
  foreign key (contact_uid) references contact (id),
  index ix_contact_communication_preference_contact (contact_uid)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
--;
-- Callbacks of messaging providers as they arrived, stored before they are answered.
create table if not exists communication_webhook_log (
  id char(36) character set ascii collate ascii_bin not null,
  tenant_id char(36) character set ascii collate ascii_bin not null,
  channel_id char(36) character set ascii collate ascii_bin,
  provider varchar(64) not null,
  headers longtext not null default ('{}'),
  body longblob not null,
  -- UNVERIFIED waits for its plugin. Method, target and headers are sealed meanwhile, since headers may hold secrets.
  status varchar(16) not null default 'PENDING'
    check (status in ('UNVERIFIED', 'PENDING', 'PROCESSED', 'FAILED', 'SKIPPED')),
  sealed_request longtext,
  -- What counts against the quota of the channel, 0 once it is verified or refused.
  unverified_bytes bigint not null default 0,
  reason varchar(200) not null default '',
  duplicates bigint not null default 0,
  received_at char(23) character set ascii collate ascii_bin not null,
  processed_at char(23) character set ascii collate ascii_bin,
  created_at char(23) character set ascii collate ascii_bin not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  retention_class varchar(32) not null default '',
  erasure_key varchar(64) not null default '',
  primary key (id),
  foreign key (tenant_id) references tenant (id),
  foreign key (channel_id) references communication_channel (id),
  index ix_communication_webhook_log_received (tenant_id, received_at),
  index ix_communication_webhook_log_status (tenant_id, status, received_at),
  index ix_communication_webhook_log_channel (channel_id),
  index ix_communication_webhook_log_waiting (status, channel_id, id, unverified_bytes)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
--;
-- A message to many. It holds no progress counters, since progress is counted from the rows of its recipients.
create table if not exists bulk_message_campaign (
  id char(36) character set ascii collate ascii_bin not null,
  tenant_id char(36) character set ascii collate ascii_bin not null,
  campaign_name varchar(200) not null,
  channel_type varchar(16) not null,
  channel_id char(36) character set ascii collate ascii_bin,
  template_id char(36) character set ascii collate ascii_bin,
  message_class varchar(16) not null default 'marketing'
    check (message_class in ('otp', 'transactional', 'marketing')),
  subject varchar(998) not null default '',
  message_body longtext not null default (''),
  message_html longtext,
  attachments longtext not null default ('[]'),
  options longtext not null default ('{}'),
  metadata longtext not null default ('{}'),
  status varchar(16) not null default 'DRAFT'
    check (status in ('DRAFT', 'SCHEDULED', 'RUNNING', 'PAUSED', 'COMPLETED', 'CANCELLED')),
  reason varchar(200) not null default '',
  schedule_for char(23) character set ascii collate ascii_bin,
  -- once, daily, weekly, monthly or an RFC 5545 RRULE.
  recurrence_pattern varchar(1024) not null default '',
  recurrence_end_at char(23) character set ascii collate ascii_bin,
  time_zone varchar(64) not null default 'UTC',
  missed_run_policy varchar(16) not null default 'RUN_ONCE'
    check (missed_run_policy in ('SKIP', 'RUN_ONCE', 'RUN_ALL')),
  -- 0 means as fast as the channel allows.
  rate_per_minute bigint not null default 0,
  -- Messages are sent only between these times, hours and minutes in the time zone above.
  window_start char(5) character set ascii collate ascii_bin,
  window_end char(5) character set ascii collate ascii_bin,
  -- Where an uploaded audience lies until all its recipients have been read.
  audience_blob_id char(36) character set ascii collate ascii_bin,
  run bigint not null default 1,
  recipient_count bigint not null default 0,
  cost_estimate_micros bigint,
  currency char(3) character set ascii collate ascii_bin,
  started_at char(23) character set ascii collate ascii_bin,
  paused_at char(23) character set ascii collate ascii_bin,
  completed_at char(23) character set ascii collate ascii_bin,
  cancelled_at char(23) character set ascii collate ascii_bin,
  created_by varchar(64) not null default '',
  revision bigint not null default 1,
  created_at char(23) character set ascii collate ascii_bin not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  deleted_at char(23) character set ascii collate ascii_bin,
  primary key (id),
  foreign key (tenant_id) references tenant (id),
  foreign key (channel_id) references communication_channel (id),
  foreign key (template_id) references message_template (id),
  foreign key (audience_blob_id) references `blob` (id),
  index ix_bulk_message_campaign_status (tenant_id, status, schedule_for),
  index ix_bulk_message_campaign_created (tenant_id, created_at, id),
  index ix_bulk_message_campaign_channel (channel_id),
  index ix_bulk_message_campaign_template (template_id),
  index ix_bulk_message_campaign_audience (audience_blob_id)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
--;
-- One recipient of one run of a campaign, and how it ended for this recipient.
create table if not exists bulk_message_recipient (
  id char(36) character set ascii collate ascii_bin not null,
  tenant_id char(36) character set ascii collate ascii_bin not null,
  campaign_id char(36) character set ascii collate ascii_bin not null,
  run bigint not null default 1,
  position bigint not null,
  address varchar(320) not null,
  name varchar(200) not null default '',
  -- contact_uid is ours, contact_id and lead_id are the references of the caller of the REST API.
  contact_uid char(36) character set ascii collate ascii_bin,
  contact_id varchar(64),
  lead_id varchar(64),
  template_variables longtext not null default ('{}'),
  status varchar(16) not null default 'PENDING'
    check (status in ('PENDING', 'SENT', 'DELIVERED', 'FAILED', 'SKIPPED')),
  reason varchar(200) not null default '',
  message_id char(36) character set ascii collate ascii_bin,
  cost_micros bigint,
  currency char(3) character set ascii collate ascii_bin,
  created_at char(23) character set ascii collate ascii_bin not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  retention_class varchar(32) not null default '',
  erasure_key varchar(64) not null default '',
  primary key (id),
  constraint ux_bulk_message_recipient_position unique (tenant_id, campaign_id, run, position),
  foreign key (tenant_id) references tenant (id),
  foreign key (campaign_id) references bulk_message_campaign (id),
  foreign key (contact_uid) references contact (id),
  foreign key (message_id) references communication_message (id),
  index ix_bulk_message_recipient_status (campaign_id, run, status, position),
  index ix_bulk_message_recipient_message (message_id),
  index ix_bulk_message_recipient_contact (contact_uid)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
--;
-- What is to happen by itself. Its executions are events of the journal.
create table if not exists message_automation_rule (
  id char(36) character set ascii collate ascii_bin not null,
  tenant_id char(36) character set ascii collate ascii_bin not null,
  rule_name varchar(128) not null,
  rule_type varchar(20) not null check (rule_type in ('TRIGGER_ON_EVENT', 'SCHEDULED', 'WORKFLOW', 'DRIP_CAMPAIGN')),
  description varchar(1000) not null default '',
  trigger_event varchar(64) not null default '',
  conditions longtext not null default ('{}'),
  actions longtext not null default ('[]'),
  recurrence_pattern varchar(1024) not null default '',
  time_zone varchar(64) not null default 'UTC',
  starts_at char(23) character set ascii collate ascii_bin,
  ends_at char(23) character set ascii collate ascii_bin,
  -- 0 means no limit.
  max_runs_per_contact bigint not null default 0,
  cooldown_seconds bigint not null default 0,
  priority bigint not null default 0,
  is_active tinyint not null default 1 check (is_active in (0, 1)),
  last_run_at char(23) character set ascii collate ascii_bin,
  run_count bigint not null default 0,
  created_by varchar(64) not null default '',
  revision bigint not null default 1,
  created_at char(23) character set ascii collate ascii_bin not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  deleted_at char(23) character set ascii collate ascii_bin,
  -- 1 while the row is in use and null afterwards, so that the unique key lets a deleted name be used again.
  live bigint default 1 check (live = 1),
  primary key (id),
  constraint ux_message_automation_rule_name unique (tenant_id, rule_name, live),
  check ((live is null) = (deleted_at is not null)),
  foreign key (tenant_id) references tenant (id),
  index ix_message_automation_rule_trigger (tenant_id, is_active, trigger_event)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
--;
-- Figures of a day. One row for each shard, so that no two writers change the same one, readers add them up. Money has
-- a currency, so amounts stand in a row of their currency and counts in the row whose currency is empty.
create table if not exists communication_analytics (
  id char(36) character set ascii collate ascii_bin not null,
  tenant_id char(36) character set ascii collate ascii_bin not null,
  analytics_date char(10) character set ascii collate ascii_bin not null,
  channel_type varchar(16) not null,
  -- Empty means not tied to one account. No foreign key, since figures outlive the account.
  channel_id char(36) character set ascii collate ascii_bin not null default '',
  shard bigint not null default 0,
  currency char(3) character set ascii collate ascii_bin not null default '',
  sent_count bigint not null default 0,
  delivered_count bigint not null default 0,
  read_count bigint not null default 0,
  failed_count bigint not null default 0,
  bounced_count bigint not null default 0,
  rejected_count bigint not null default 0,
  inbound_count bigint not null default 0,
  replied_count bigint not null default 0,
  clicked_count bigint not null default 0,
  opt_out_count bigint not null default 0,
  cost_micros bigint not null default 0,
  -- Sums and the number of values they were made of, so that means can be added up.
  delivery_ms_sum bigint not null default 0,
  delivery_ms_count bigint not null default 0,
  response_ms_sum bigint not null default 0,
  response_ms_count bigint not null default 0,
  unique_recipients bigint not null default 0,
  -- A sketch of the recipients, from which the rows of several shards are merged into one number.
  recipient_sketch longblob,
  call_count bigint not null default 0,
  call_connected_count bigint not null default 0,
  call_failed_count bigint not null default 0,
  talk_seconds bigint not null default 0,
  created_at char(23) character set ascii collate ascii_bin not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  primary key (id),
  constraint ux_communication_analytics_day unique (tenant_id, analytics_date, channel_type, channel_id, shard,
    currency),
  foreign key (tenant_id) references tenant (id)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
--;
-- A message to be sent later, once or again and again.
create table if not exists scheduled_message (
  id char(36) character set ascii collate ascii_bin not null,
  tenant_id char(36) character set ascii collate ascii_bin not null,
  schedule_name varchar(128) not null default '',
  channel_type varchar(16) not null,
  channel_id char(36) character set ascii collate ascii_bin,
  template_id char(36) character set ascii collate ascii_bin,
  -- contact_uid is ours, contact_id and lead_id are the references of the caller of the REST API.
  contact_uid char(36) character set ascii collate ascii_bin,
  contact_id varchar(64),
  lead_id varchar(64),
  to_address varchar(320) not null default '',
  message_type varchar(16) not null default 'TEXT'
    check (message_type in ('TEXT', 'IMAGE', 'VIDEO', 'AUDIO', 'FILE', 'LOCATION', 'TEMPLATE')),
  message_class varchar(16) not null default 'transactional'
    check (message_class in ('otp', 'transactional', 'marketing')),
  subject varchar(998) not null default '',
  message_body longtext not null default (''),
  message_html longtext,
  template_variables longtext not null default ('{}'),
  attachments longtext not null default ('[]'),
  options longtext not null default ('{}'),
  metadata longtext not null default ('{}'),
  priority bigint not null default 0,
  schedule_for char(23) character set ascii collate ascii_bin not null,
  -- once, daily, weekly, monthly or an RFC 5545 RRULE.
  recurrence_pattern varchar(1024) not null default 'once',
  time_zone varchar(64) not null default 'UTC',
  end_date char(23) character set ascii collate ascii_bin,
  -- 0 means no limit.
  max_runs bigint not null default 0,
  missed_run_policy varchar(16) not null default 'RUN_ONCE'
    check (missed_run_policy in ('SKIP', 'RUN_ONCE', 'RUN_ALL')),
  status varchar(16) not null default 'ACTIVE'
    check (status in ('ACTIVE', 'PAUSED', 'COMPLETED', 'CANCELLED', 'FAILED')),
  reason varchar(200) not null default '',
  next_run_at char(23) character set ascii collate ascii_bin,
  last_run_at char(23) character set ascii collate ascii_bin,
  run_count bigint not null default 0,
  -- No foreign key, since the message may be gone before the schedule.
  last_message_id char(36) character set ascii collate ascii_bin,
  created_by varchar(64) not null default '',
  revision bigint not null default 1,
  created_at char(23) character set ascii collate ascii_bin not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  deleted_at char(23) character set ascii collate ascii_bin,
  retention_class varchar(32) not null default '',
  erasure_key varchar(64) not null default '',
  primary key (id),
  foreign key (tenant_id) references tenant (id),
  foreign key (channel_id) references communication_channel (id),
  foreign key (template_id) references message_template (id),
  foreign key (contact_uid) references contact (id),
  index ix_scheduled_message_next (tenant_id, status, next_run_at),
  index ix_scheduled_message_created (tenant_id, created_at, id),
  index ix_scheduled_message_channel (channel_id),
  index ix_scheduled_message_template (template_id),
  index ix_scheduled_message_contact (contact_uid)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
--;
-- Media of a message, or uploaded and not sent yet.
create table if not exists communication_attachment (
  id char(36) character set ascii collate ascii_bin not null,
  tenant_id char(36) character set ascii collate ascii_bin not null,
  message_id char(36) character set ascii collate ascii_bin,
  blob_id char(36) character set ascii collate ascii_bin,
  position bigint not null default 0,
  media_type varchar(16) not null default 'FILE' check (media_type in ('IMAGE', 'VIDEO', 'AUDIO', 'FILE', 'LOCATION')),
  file_name varchar(255) not null default '',
  content_type varchar(128) not null default '',
  size_bytes bigint not null default 0,
  url varchar(2048) not null default '',
  provider_media_id varchar(255) not null default '',
  caption varchar(1024) not null default '',
  -- JSON object of width, height, seconds, latitude and so on.
  detail longtext not null default ('{}'),
  -- PENDING is inbound media that the host has still to fetch.
  status varchar(16) not null default 'STORED' check (status in ('PENDING', 'STORED', 'FAILED')),
  reason varchar(200) not null default '',
  expires_at char(23) character set ascii collate ascii_bin,
  created_at char(23) character set ascii collate ascii_bin not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  deleted_at char(23) character set ascii collate ascii_bin,
  retention_class varchar(32) not null default '',
  erasure_key varchar(64) not null default '',
  primary key (id),
  foreign key (tenant_id) references tenant (id),
  foreign key (message_id) references communication_message (id),
  foreign key (blob_id) references `blob` (id),
  index ix_communication_attachment_message (message_id, position),
  index ix_communication_attachment_blob (blob_id),
  index ix_communication_attachment_created (tenant_id, created_at, id)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
--;
-- What a user may do, for each channel, an empty channel_type means all of them.
create table if not exists user_communication_permission (
  id char(36) character set ascii collate ascii_bin not null,
  tenant_id char(36) character set ascii collate ascii_bin not null,
  user_id char(36) character set ascii collate ascii_bin not null,
  channel_type varchar(16) not null default '',
  can_send tinyint not null default 0 check (can_send in (0, 1)),
  can_view_conversations tinyint not null default 0 check (can_view_conversations in (0, 1)),
  can_manage_templates tinyint not null default 0 check (can_manage_templates in (0, 1)),
  can_manage_campaigns tinyint not null default 0 check (can_manage_campaigns in (0, 1)),
  can_manage_channels tinyint not null default 0 check (can_manage_channels in (0, 1)),
  can_place_calls tinyint not null default 0 check (can_place_calls in (0, 1)),
  revision bigint not null default 1,
  created_at char(23) character set ascii collate ascii_bin not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  primary key (id),
  constraint ux_user_communication_permission_channel unique (tenant_id, user_id, channel_type),
  foreign key (tenant_id) references tenant (id),
  foreign key (user_id) references app_user (id),
  index ix_user_communication_permission_user (user_id)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
