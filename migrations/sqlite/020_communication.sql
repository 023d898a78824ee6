-- One account at one messaging provider.
create table communication_channel (
  id text not null check (length(id) <= 36),
  tenant_id text not null check (length(tenant_id) <= 36),
  channel_type text not null check (length(channel_type) <= 16),
  channel_name text not null check (length(channel_name) <= 128),
  api_provider text not null check (length(api_provider) <= 64),
  api_url text not null default '' check (length(api_url) <= 2048),
  webhook_url text not null default '' check (length(webhook_url) <= 2048),
  account_id text not null default '' check (length(account_id) <= 128),
  sender_id text not null default '' check (length(sender_id) <= 128),
  config_json text not null default '{}',
  sealed_secrets text not null default '',
  has_api_key integer not null default 0 check (has_api_key in (0, 1)),
  has_api_secret integer not null default 0 check (has_api_secret in (0, 1)),
  has_auth_token integer not null default 0 check (has_auth_token in (0, 1)),
  has_webhook_secret integer not null default 0 check (has_webhook_secret in (0, 1)),
  secret_config_keys text not null default '[]',
  priority integer not null default 0,
  weight integer not null default 1,
  retry_count integer not null default 5,
  timeout_seconds integer not null default 30,
  is_active integer not null default 1 check (is_active in (0, 1)),
  revision integer not null default 1,
  created_at text not null check (length(created_at) <= 23),
  updated_at text not null check (length(updated_at) <= 23),
  deleted_at text check (length(deleted_at) <= 23),
  -- 1 while the row is in use and null afterwards, so that the unique key lets a deleted name be used again.
  live integer default 1 check (live = 1),
  primary key (id),
  constraint ux_communication_channel_name unique (tenant_id, channel_name, live),
  check ((live is null) = (deleted_at is not null)),
  foreign key (tenant_id) references tenant (id)
) strict
--;
create index ix_communication_channel_type on communication_channel (tenant_id, channel_type)
--;
-- Text with variables. The row that is in use keeps its id for good, a change copies the old text into a row of its
-- own, whose parent_id is the row in use.
create table message_template (
  id text not null check (length(id) <= 36),
  tenant_id text not null check (length(tenant_id) <= 36),
  parent_id text check (length(parent_id) <= 36),
  template_name text not null check (length(template_name) <= 128),
  channel_type text not null check (length(channel_type) <= 16),
  language text not null default 'en' check (length(language) <= 35),
  version integer not null default 1,
  -- The account that a template of the provider belongs to.
  channel_id text check (length(channel_id) <= 36),
  message_type text not null default 'TEXT'
    check (message_type in ('TEXT', 'IMAGE', 'VIDEO', 'AUDIO', 'FILE', 'LOCATION', 'TEMPLATE')),
  message_class text not null default 'transactional' check (message_class in ('otp', 'transactional', 'marketing')),
  category text not null default '' check (length(category) <= 64),
  subject text not null default '' check (length(subject) <= 998),
  template_body text not null default '',
  template_html text,
  -- JSON array of the names, types and examples of the variables.
  template_variables text not null default '[]',
  attachments text not null default '[]',
  options text not null default '{}',
  provider_template_name text not null default '' check (length(provider_template_name) <= 512),
  provider_template_id text not null default '' check (length(provider_template_id) <= 255),
  provider_template_status text not null default '' check (length(provider_template_status) <= 32),
  provider_template_reason text not null default '' check (length(provider_template_reason) <= 1000),
  synced_at text check (length(synced_at) <= 23),
  usage_count integer not null default 0,
  last_used_at text check (length(last_used_at) <= 23),
  -- About a variable that the sender leaves out.
  missing_variables text not null default 'fail' check (missing_variables in ('fail', 'empty')),
  is_active integer not null default 1 check (is_active in (0, 1)),
  created_by text not null default '' check (length(created_by) <= 64),
  revision integer not null default 1,
  created_at text not null check (length(created_at) <= 23),
  updated_at text not null check (length(updated_at) <= 23),
  deleted_at text check (length(deleted_at) <= 23),
  -- 1 for the row in use and null for earlier versions and deleted rows, so that its name is unique among the former.
  live integer default 1 check (live = 1),
  primary key (id),
  constraint ux_message_template_name unique (tenant_id, template_name, channel_type, language, live),
  constraint ux_message_template_version unique (tenant_id, parent_id, version),
  check ((live is null) = (deleted_at is not null or parent_id is not null)),
  foreign key (tenant_id) references tenant (id),
  foreign key (parent_id) references message_template (id),
  foreign key (channel_id) references communication_channel (id)
) strict
--;
create index ix_message_template_type on message_template (tenant_id, channel_type)
--;
create index ix_message_template_live on message_template (tenant_id, live, id)
--;
create index ix_message_template_parent on message_template (parent_id)
--;
create index ix_message_template_channel on message_template (channel_id)
--;
-- A conversation with a contact. Its counters and times are made by a consumer of the journal, not on the hot path.
create table communication_session (
  id text not null check (length(id) <= 36),
  tenant_id text not null check (length(tenant_id) <= 36),
  contact_id text not null check (length(contact_id) <= 36),
  contact_ref text check (length(contact_ref) <= 64),
  channel_type text not null check (length(channel_type) <= 16),
  status text not null default 'INITIATED'
    check (status in ('INITIATED', 'SENT', 'DELIVERED', 'READ', 'FAILED', 'COMPLETED')),
  direction text not null default 'OUTBOUND' check (direction in ('INBOUND', 'OUTBOUND', 'INTERNAL')),
  agent_id text check (length(agent_id) <= 64),
  lead_id text check (length(lead_id) <= 64),
  subject text not null default '' check (length(subject) <= 998),
  message_count integer not null default 0,
  unread_count integer not null default 0,
  is_starred integer not null default 0 check (is_starred in (0, 1)),
  is_archived integer not null default 0 check (is_archived in (0, 1)),
  last_message_at text check (length(last_message_at) <= 23),
  last_inbound_at text check (length(last_inbound_at) <= 23),
  assigned_at text check (length(assigned_at) <= 23),
  opened_at text check (length(opened_at) <= 23),
  closed_at text check (length(closed_at) <= 23),
  revision integer not null default 1,
  created_at text not null check (length(created_at) <= 23),
  updated_at text not null check (length(updated_at) <= 23),
  deleted_at text check (length(deleted_at) <= 23),
  retention_class text not null default '' check (length(retention_class) <= 32),
  erasure_key text not null default '' check (length(erasure_key) <= 64),
  primary key (id),
  foreign key (tenant_id) references tenant (id),
  foreign key (contact_id) references contact (id)
) strict
--;
create index ix_communication_session_recent on communication_session (tenant_id, last_message_at, id)
--;
create index ix_communication_session_agent on communication_session (tenant_id, agent_id, last_message_at) where agent_id is not null
--;
create index ix_communication_session_lead on communication_session (tenant_id, lead_id) where lead_id is not null
--;
create index ix_communication_session_contact_ref on communication_session (tenant_id, contact_ref) where contact_ref is not null
--;
create index ix_communication_session_contact on communication_session (contact_id)
--;
-- A message, in or out, a note inside a conversation has the direction INTERNAL. The hottest table, hence its indexes
-- are few.
create table communication_message (
  id text not null check (length(id) <= 36),
  tenant_id text not null check (length(tenant_id) <= 36),
  shard integer not null,
  channel_id text check (length(channel_id) <= 36),
  channel_type text not null check (length(channel_type) <= 16),
  session_id text not null check (length(session_id) <= 36),
  -- The contact of the conversation, whose foreign key holds it. A second one would cost an index at random places.
  -- contact_uid is ours, contact_id and lead_id are the references of the caller of the REST API.
  contact_uid text not null check (length(contact_uid) <= 36),
  contact_id text check (length(contact_id) <= 64),
  lead_id text check (length(lead_id) <= 64),
  direction text not null check (direction in ('INBOUND', 'OUTBOUND', 'INTERNAL')),
  message_type text not null
    check (message_type in ('TEXT', 'IMAGE', 'VIDEO', 'AUDIO', 'FILE', 'LOCATION', 'TEMPLATE')),
  message_class text not null check (message_class in ('otp', 'transactional', 'marketing')),
  to_address text not null check (length(to_address) <= 320),
  from_address text not null default '' check (length(from_address) <= 320),
  subject text not null default '' check (length(subject) <= 998),
  message_body text not null,
  message_html text,
  -- No foreign key to message_template, since a message outlives its template and the table should be cheap to write.
  template_id text check (length(template_id) <= 36),
  -- The version of the template that the texts were made from.
  template_version integer,
  template_variables text,
  attachments text not null default '[]',
  options text not null default '{}',
  metadata text not null default '{}',
  reference text check (length(reference) <= 128),
  -- The message that this one repeats. No foreign key, since messages are removed one by one when their time is over.
  resend_of text check (length(resend_of) <= 36),
  priority integer not null default 0,
  status text not null
    check (status in ('SCHEDULED', 'HELD', 'QUEUED', 'SENDING', 'UNKNOWN', 'SENT', 'DELIVERED', 'READ', 'FAILED',
      'BOUNCED', 'CANCELLED', 'EXPIRED', 'REJECTED')),
  reason text not null default '' check (length(reason) <= 200),
  error_class text not null default '' check (length(error_class) <= 32),
  error_code text not null default '' check (length(error_code) <= 64),
  error_text text not null default '' check (length(error_text) <= 1000),
  provider_message_id text not null default '' check (length(provider_message_id) <= 255),
  attempts integer not null default 0,
  segments integer not null default 0,
  cost_micros integer,
  currency text check (length(currency) <= 3),
  held_until text check (length(held_until) <= 23),
  schedule_for text check (length(schedule_for) <= 23),
  expires_at text check (length(expires_at) <= 23),
  version integer not null default 1,
  sent_at text check (length(sent_at) <= 23),
  delivered_at text check (length(delivered_at) <= 23),
  read_at text check (length(read_at) <= 23),
  failed_at text check (length(failed_at) <= 23),
  created_at text not null check (length(created_at) <= 23),
  updated_at text not null check (length(updated_at) <= 23),
  deleted_at text check (length(deleted_at) <= 23),
  retention_class text not null default '' check (length(retention_class) <= 32),
  erasure_key text not null default '' check (length(erasure_key) <= 64),
  primary key (id),
  constraint ux_communication_message_reference unique (tenant_id, reference),
  foreign key (tenant_id) references tenant (id),
  foreign key (channel_id) references communication_channel (id),
  foreign key (session_id) references communication_session (id)
) strict
--;
create index ix_communication_message_created on communication_message (tenant_id, created_at, id)
--;
create index ix_communication_message_session on communication_message (session_id, tenant_id, created_at, id)
--;
create index ix_communication_message_contact_ref on communication_message (tenant_id, contact_id, created_at, id) where contact_id is not null
--;
create index ix_communication_message_lead on communication_message (tenant_id, lead_id, created_at, id) where lead_id is not null
--;
create index ix_communication_message_status on communication_message (tenant_id, status, created_at, id)
--;
create index ix_communication_message_channel on communication_message (channel_id, tenant_id, created_at, id)
--;
-- What a person allows, and where that person wants to be reached.
create table contact_communication_preference (
  id text not null check (length(id) <= 36),
  tenant_id text not null check (length(tenant_id) <= 36),
  -- contact_uid is ours, contact_id is the reference of the caller of the REST API.
  contact_uid text check (length(contact_uid) <= 36),
  contact_id text not null check (length(contact_id) <= 64),
  email_address text not null default '' check (length(email_address) <= 320),
  phone_number text not null default '' check (length(phone_number) <= 32),
  telegram_id text not null default '' check (length(telegram_id) <= 64),
  whatsapp_number text not null default '' check (length(whatsapp_number) <= 32),
  preferred_channel text not null default '' check (length(preferred_channel) <= 16),
  allow_email integer not null default 1 check (allow_email in (0, 1)),
  allow_sms integer not null default 1 check (allow_sms in (0, 1)),
  allow_telegram integer not null default 1 check (allow_telegram in (0, 1)),
  allow_whatsapp integer not null default 1 check (allow_whatsapp in (0, 1)),
  allow_voice integer not null default 1 check (allow_voice in (0, 1)),
  opt_in_sms integer not null default 0 check (opt_in_sms in (0, 1)),
  opt_in_sms_at text check (length(opt_in_sms_at) <= 23),
  opt_in_marketing integer not null default 0 check (opt_in_marketing in (0, 1)),
  opt_in_marketing_at text check (length(opt_in_marketing_at) <= 23),
  do_not_contact integer not null default 0 check (do_not_contact in (0, 1)),
  do_not_contact_until text check (length(do_not_contact_until) <= 23),
  do_not_contact_reason text not null default '' check (length(do_not_contact_reason) <= 200),
  -- Hours and minutes in the time zone of the person, both null means no quiet hours.
  quiet_start text check (length(quiet_start) <= 5),
  quiet_end text check (length(quiet_end) <= 5),
  time_zone text not null default '' check (length(time_zone) <= 64),
  language text not null default '' check (length(language) <= 35),
  -- Where and how the person agreed.
  consent_source text not null default '' check (length(consent_source) <= 64),
  consent_evidence text not null default '{}',
  revision integer not null default 1,
  created_at text not null check (length(created_at) <= 23),
  updated_at text not null check (length(updated_at) <= 23),
  deleted_at text check (length(deleted_at) <= 23),
  retention_class text not null default '' check (length(retention_class) <= 32),
  erasure_key text not null default '' check (length(erasure_key) <= 64),
  primary key (id),
  constraint ux_contact_communication_preference_contact unique (tenant_id, contact_id),
  foreign key (tenant_id) references tenant (id),
  foreign key (contact_uid) references contact (id)
) strict
--;
create index ix_contact_communication_preference_contact on contact_communication_preference (contact_uid)
--;
-- Callbacks of messaging providers as they arrived, stored before they are answered.
create table communication_webhook_log (
  id text not null check (length(id) <= 36),
  tenant_id text not null check (length(tenant_id) <= 36),
  channel_id text check (length(channel_id) <= 36),
  provider text not null check (length(provider) <= 64),
  headers text not null default '{}',
  body blob not null,
  -- UNVERIFIED waits for its plugin. Method, target and headers are sealed meanwhile, since headers may hold secrets.
  status text not null default 'PENDING'
    check (status in ('UNVERIFIED', 'PENDING', 'PROCESSED', 'FAILED', 'SKIPPED')),
  sealed_request text,
  -- What counts against the quota of the channel, 0 once it is verified or refused.
  unverified_bytes integer not null default 0,
  reason text not null default '' check (length(reason) <= 200),
  duplicates integer not null default 0,
  received_at text not null check (length(received_at) <= 23),
  processed_at text check (length(processed_at) <= 23),
  created_at text not null check (length(created_at) <= 23),
  updated_at text not null check (length(updated_at) <= 23),
  retention_class text not null default '' check (length(retention_class) <= 32),
  erasure_key text not null default '' check (length(erasure_key) <= 64),
  primary key (id),
  foreign key (tenant_id) references tenant (id),
  foreign key (channel_id) references communication_channel (id)
) strict
--;
create index ix_communication_webhook_log_received on communication_webhook_log (tenant_id, received_at)
--;
create index ix_communication_webhook_log_status on communication_webhook_log (tenant_id, status, received_at)
--;
create index ix_communication_webhook_log_channel on communication_webhook_log (channel_id)
--;
create index ix_communication_webhook_log_waiting on communication_webhook_log
  (status, channel_id, id, unverified_bytes)
--;
-- A message to many. It holds no progress counters, since progress is counted from the rows of its recipients.
create table bulk_message_campaign (
  id text not null check (length(id) <= 36),
  tenant_id text not null check (length(tenant_id) <= 36),
  campaign_name text not null check (length(campaign_name) <= 200),
  channel_type text not null check (length(channel_type) <= 16),
  channel_id text check (length(channel_id) <= 36),
  template_id text check (length(template_id) <= 36),
  message_class text not null default 'marketing' check (message_class in ('otp', 'transactional', 'marketing')),
  subject text not null default '' check (length(subject) <= 998),
  message_body text not null default '',
  message_html text,
  attachments text not null default '[]',
  options text not null default '{}',
  metadata text not null default '{}',
  status text not null default 'DRAFT'
    check (status in ('DRAFT', 'SCHEDULED', 'RUNNING', 'PAUSED', 'COMPLETED', 'CANCELLED')),
  reason text not null default '' check (length(reason) <= 200),
  schedule_for text check (length(schedule_for) <= 23),
  -- once, daily, weekly, monthly or an RFC 5545 RRULE.
  recurrence_pattern text not null default '' check (length(recurrence_pattern) <= 1024),
  recurrence_end_at text check (length(recurrence_end_at) <= 23),
  time_zone text not null default 'UTC' check (length(time_zone) <= 64),
  missed_run_policy text not null default 'RUN_ONCE' check (missed_run_policy in ('SKIP', 'RUN_ONCE', 'RUN_ALL')),
  -- 0 means as fast as the channel allows.
  rate_per_minute integer not null default 0,
  -- Messages are sent only between these times, hours and minutes in the time zone above.
  window_start text check (length(window_start) <= 5),
  window_end text check (length(window_end) <= 5),
  -- Where an uploaded audience lies until all its recipients have been read.
  audience_blob_id text check (length(audience_blob_id) <= 36),
  run integer not null default 1,
  recipient_count integer not null default 0,
  cost_estimate_micros integer,
  currency text check (length(currency) <= 3),
  started_at text check (length(started_at) <= 23),
  paused_at text check (length(paused_at) <= 23),
  completed_at text check (length(completed_at) <= 23),
  cancelled_at text check (length(cancelled_at) <= 23),
  created_by text not null default '' check (length(created_by) <= 64),
  revision integer not null default 1,
  created_at text not null check (length(created_at) <= 23),
  updated_at text not null check (length(updated_at) <= 23),
  deleted_at text check (length(deleted_at) <= 23),
  primary key (id),
  foreign key (tenant_id) references tenant (id),
  foreign key (channel_id) references communication_channel (id),
  foreign key (template_id) references message_template (id),
  foreign key (audience_blob_id) references `blob` (id)
) strict
--;
create index ix_bulk_message_campaign_status on bulk_message_campaign (tenant_id, status, schedule_for)
--;
create index ix_bulk_message_campaign_created on bulk_message_campaign (tenant_id, created_at, id)
--;
create index ix_bulk_message_campaign_channel on bulk_message_campaign (channel_id)
--;
create index ix_bulk_message_campaign_template on bulk_message_campaign (template_id)
--;
create index ix_bulk_message_campaign_audience on bulk_message_campaign (audience_blob_id)
--;
-- One recipient of one run of a campaign, and how it ended for this recipient.
create table bulk_message_recipient (
  id text not null check (length(id) <= 36),
  tenant_id text not null check (length(tenant_id) <= 36),
  campaign_id text not null check (length(campaign_id) <= 36),
  run integer not null default 1,
  position integer not null,
  address text not null check (length(address) <= 320),
  name text not null default '' check (length(name) <= 200),
  -- contact_uid is ours, contact_id and lead_id are the references of the caller of the REST API.
  contact_uid text check (length(contact_uid) <= 36),
  contact_id text check (length(contact_id) <= 64),
  lead_id text check (length(lead_id) <= 64),
  template_variables text not null default '{}',
  status text not null default 'PENDING' check (status in ('PENDING', 'SENT', 'DELIVERED', 'FAILED', 'SKIPPED')),
  reason text not null default '' check (length(reason) <= 200),
  message_id text check (length(message_id) <= 36),
  cost_micros integer,
  currency text check (length(currency) <= 3),
  created_at text not null check (length(created_at) <= 23),
  updated_at text not null check (length(updated_at) <= 23),
  retention_class text not null default '' check (length(retention_class) <= 32),
  erasure_key text not null default '' check (length(erasure_key) <= 64),
  primary key (id),
  constraint ux_bulk_message_recipient_position unique (tenant_id, campaign_id, run, position),
  foreign key (tenant_id) references tenant (id),
  foreign key (campaign_id) references bulk_message_campaign (id),
  foreign key (contact_uid) references contact (id),
  foreign key (message_id) references communication_message (id)
) strict
--;
create index ix_bulk_message_recipient_status on bulk_message_recipient (campaign_id, run, status, position)
--;
create index ix_bulk_message_recipient_message on bulk_message_recipient (message_id)
--;
create index ix_bulk_message_recipient_contact on bulk_message_recipient (contact_uid)
--;
-- What is to happen by itself. Its executions are events of the journal.
create table message_automation_rule (
  id text not null check (length(id) <= 36),
  tenant_id text not null check (length(tenant_id) <= 36),
  rule_name text not null check (length(rule_name) <= 128),
  rule_type text not null check (rule_type in ('TRIGGER_ON_EVENT', 'SCHEDULED', 'WORKFLOW', 'DRIP_CAMPAIGN')),
  description text not null default '' check (length(description) <= 1000),
  trigger_event text not null default '' check (length(trigger_event) <= 64),
  conditions text not null default '{}',
  actions text not null default '[]',
  recurrence_pattern text not null default '' check (length(recurrence_pattern) <= 1024),
  time_zone text not null default 'UTC' check (length(time_zone) <= 64),
  starts_at text check (length(starts_at) <= 23),
  ends_at text check (length(ends_at) <= 23),
  -- 0 means no limit.
  max_runs_per_contact integer not null default 0,
  cooldown_seconds integer not null default 0,
  priority integer not null default 0,
  is_active integer not null default 1 check (is_active in (0, 1)),
  last_run_at text check (length(last_run_at) <= 23),
  run_count integer not null default 0,
  created_by text not null default '' check (length(created_by) <= 64),
  revision integer not null default 1,
  created_at text not null check (length(created_at) <= 23),
  updated_at text not null check (length(updated_at) <= 23),
  deleted_at text check (length(deleted_at) <= 23),
  -- 1 while the row is in use and null afterwards, so that the unique key lets a deleted name be used again.
  live integer default 1 check (live = 1),
  primary key (id),
  constraint ux_message_automation_rule_name unique (tenant_id, rule_name, live),
  check ((live is null) = (deleted_at is not null)),
  foreign key (tenant_id) references tenant (id)
) strict
--;
create index ix_message_automation_rule_trigger on message_automation_rule (tenant_id, is_active, trigger_event)
--;
-- Figures of a day. One row for each shard, so that no two writers change the same one, readers add them up. Money has
-- a currency, so amounts stand in a row of their currency and counts in the row whose currency is empty.
create table communication_analytics (
  id text not null check (length(id) <= 36),
  tenant_id text not null check (length(tenant_id) <= 36),
  analytics_date text not null check (length(analytics_date) <= 10),
  channel_type text not null check (length(channel_type) <= 16),
  -- Empty means not tied to one account. No foreign key, since figures outlive the account.
  channel_id text not null default '' check (length(channel_id) <= 36),
  shard integer not null default 0,
  currency text not null default '' check (length(currency) <= 3),
  sent_count integer not null default 0,
  delivered_count integer not null default 0,
  read_count integer not null default 0,
  failed_count integer not null default 0,
  bounced_count integer not null default 0,
  rejected_count integer not null default 0,
  inbound_count integer not null default 0,
  replied_count integer not null default 0,
  clicked_count integer not null default 0,
  opt_out_count integer not null default 0,
  cost_micros integer not null default 0,
  -- Sums and the number of values they were made of, so that means can be added up.
  delivery_ms_sum integer not null default 0,
  delivery_ms_count integer not null default 0,
  response_ms_sum integer not null default 0,
  response_ms_count integer not null default 0,
  unique_recipients integer not null default 0,
  -- A sketch of the recipients, from which the rows of several shards are merged into one number.
  recipient_sketch blob,
  call_count integer not null default 0,
  call_connected_count integer not null default 0,
  call_failed_count integer not null default 0,
  talk_seconds integer not null default 0,
  created_at text not null check (length(created_at) <= 23),
  updated_at text not null check (length(updated_at) <= 23),
  primary key (id),
  constraint ux_communication_analytics_day unique (tenant_id, analytics_date, channel_type, channel_id, shard,
    currency),
  foreign key (tenant_id) references tenant (id)
) strict
--;
-- A message to be sent later, once or again and again.
create table scheduled_message (
  id text not null check (length(id) <= 36),
  tenant_id text not null check (length(tenant_id) <= 36),
  schedule_name text not null default '' check (length(schedule_name) <= 128),
  channel_type text not null check (length(channel_type) <= 16),
  channel_id text check (length(channel_id) <= 36),
  template_id text check (length(template_id) <= 36),
  -- contact_uid is ours, contact_id and lead_id are the references of the caller of the REST API.
  contact_uid text check (length(contact_uid) <= 36),
  contact_id text check (length(contact_id) <= 64),
  lead_id text check (length(lead_id) <= 64),
  to_address text not null default '' check (length(to_address) <= 320),
  message_type text not null default 'TEXT'
    check (message_type in ('TEXT', 'IMAGE', 'VIDEO', 'AUDIO', 'FILE', 'LOCATION', 'TEMPLATE')),
  message_class text not null default 'transactional' check (message_class in ('otp', 'transactional', 'marketing')),
  subject text not null default '' check (length(subject) <= 998),
  message_body text not null default '',
  message_html text,
  template_variables text not null default '{}',
  attachments text not null default '[]',
  options text not null default '{}',
  metadata text not null default '{}',
  priority integer not null default 0,
  schedule_for text not null check (length(schedule_for) <= 23),
  -- once, daily, weekly, monthly or an RFC 5545 RRULE.
  recurrence_pattern text not null default 'once' check (length(recurrence_pattern) <= 1024),
  time_zone text not null default 'UTC' check (length(time_zone) <= 64),
  end_date text check (length(end_date) <= 23),
  -- 0 means no limit.
  max_runs integer not null default 0,
  missed_run_policy text not null default 'RUN_ONCE' check (missed_run_policy in ('SKIP', 'RUN_ONCE', 'RUN_ALL')),
  status text not null default 'ACTIVE' check (status in ('ACTIVE', 'PAUSED', 'COMPLETED', 'CANCELLED', 'FAILED')),
  reason text not null default '' check (length(reason) <= 200),
  next_run_at text check (length(next_run_at) <= 23),
  last_run_at text check (length(last_run_at) <= 23),
  run_count integer not null default 0,
  -- No foreign key, since the message may be gone before the schedule.
  last_message_id text check (length(last_message_id) <= 36),
  created_by text not null default '' check (length(created_by) <= 64),
  revision integer not null default 1,
  created_at text not null check (length(created_at) <= 23),
  updated_at text not null check (length(updated_at) <= 23),
  deleted_at text check (length(deleted_at) <= 23),
  retention_class text not null default '' check (length(retention_class) <= 32),
  erasure_key text not null default '' check (length(erasure_key) <= 64),
  primary key (id),
  foreign key (tenant_id) references tenant (id),
  foreign key (channel_id) references communication_channel (id),
  foreign key (template_id) references message_template (id),
  foreign key (contact_uid) references contact (id)
) strict
--;
create index ix_scheduled_message_next on scheduled_message (tenant_id, status, next_run_at)
--;
create index ix_scheduled_message_created on scheduled_message (tenant_id, created_at, id)
--;
create index ix_scheduled_message_channel on scheduled_message (channel_id)
--;
create index ix_scheduled_message_template on scheduled_message (template_id)
--;
create index ix_scheduled_message_contact on scheduled_message (contact_uid)
--;
-- Media of a message, or uploaded and not sent yet.
create table communication_attachment (
  id text not null check (length(id) <= 36),
  tenant_id text not null check (length(tenant_id) <= 36),
  message_id text check (length(message_id) <= 36),
  blob_id text check (length(blob_id) <= 36),
  position integer not null default 0,
  media_type text not null default 'FILE' check (media_type in ('IMAGE', 'VIDEO', 'AUDIO', 'FILE', 'LOCATION')),
  file_name text not null default '' check (length(file_name) <= 255),
  content_type text not null default '' check (length(content_type) <= 128),
  size_bytes integer not null default 0,
  url text not null default '' check (length(url) <= 2048),
  provider_media_id text not null default '' check (length(provider_media_id) <= 255),
  caption text not null default '' check (length(caption) <= 1024),
  -- JSON object of width, height, seconds, latitude and so on.
  detail text not null default '{}',
  -- PENDING is inbound media that the host has still to fetch.
  status text not null default 'STORED' check (status in ('PENDING', 'STORED', 'FAILED')),
  reason text not null default '' check (length(reason) <= 200),
  expires_at text check (length(expires_at) <= 23),
  created_at text not null check (length(created_at) <= 23),
  updated_at text not null check (length(updated_at) <= 23),
  deleted_at text check (length(deleted_at) <= 23),
  retention_class text not null default '' check (length(retention_class) <= 32),
  erasure_key text not null default '' check (length(erasure_key) <= 64),
  primary key (id),
  foreign key (tenant_id) references tenant (id),
  foreign key (message_id) references communication_message (id),
  foreign key (blob_id) references `blob` (id)
) strict
--;
create index ix_communication_attachment_message on communication_attachment (message_id, position)
--;
create index ix_communication_attachment_blob on communication_attachment (blob_id)
--;
create index ix_communication_attachment_created on communication_attachment (tenant_id, created_at, id)
--;
-- What a user may do, for each channel, an empty channel_type means all of them.
create table user_communication_permission (
  id text not null check (length(id) <= 36),
  tenant_id text not null check (length(tenant_id) <= 36),
  user_id text not null check (length(user_id) <= 36),
  channel_type text not null default '' check (length(channel_type) <= 16),
  can_send integer not null default 0 check (can_send in (0, 1)),
  can_view_conversations integer not null default 0 check (can_view_conversations in (0, 1)),
  can_manage_templates integer not null default 0 check (can_manage_templates in (0, 1)),
  can_manage_campaigns integer not null default 0 check (can_manage_campaigns in (0, 1)),
  can_manage_channels integer not null default 0 check (can_manage_channels in (0, 1)),
  can_place_calls integer not null default 0 check (can_place_calls in (0, 1)),
  revision integer not null default 1,
  created_at text not null check (length(created_at) <= 23),
  updated_at text not null check (length(updated_at) <= 23),
  primary key (id),
  constraint ux_user_communication_permission_channel unique (tenant_id, user_id, channel_type),
  foreign key (tenant_id) references tenant (id),
  foreign key (user_id) references app_user (id)
) strict
--;
create index ix_user_communication_permission_user on user_communication_permission (user_id)
