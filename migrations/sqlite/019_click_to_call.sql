-- An account at a voice provider.
create table voip_provider (
  id text not null check (length(id) <= 36),
  tenant_id text not null check (length(tenant_id) <= 36),
  provider_name text not null check (length(provider_name) <= 128),
  -- The provider plugin, for example asterisk, sip, mcube, exotel, twilio, vonage.
  provider_type text not null check (length(provider_type) <= 64),
  api_url text not null default '' check (length(api_url) <= 2048),
  webhook_url text not null default '' check (length(webhook_url) <= 2048),
  account_id text not null default '' check (length(account_id) <= 128),
  phone_number text not null default '' check (length(phone_number) <= 32),
  caller_id text not null default '' check (length(caller_id) <= 64),
  dial_plan_prefix text not null default '' check (length(dial_plan_prefix) <= 32),
  config_json text not null default '{}',
  sealed_secrets text not null default '',
  has_api_key integer not null default 0 check (has_api_key in (0, 1)),
  has_api_secret integer not null default 0 check (has_api_secret in (0, 1)),
  has_auth_token integer not null default 0 check (has_auth_token in (0, 1)),
  has_webhook_secret integer not null default 0 check (has_webhook_secret in (0, 1)),
  secret_config_keys text not null default '[]',
  priority integer not null default 0,
  weight integer not null default 1,
  -- 0 means no limit.
  max_concurrent_calls integer not null default 0,
  retry_count integer not null default 0,
  timeout_seconds integer not null default 30,
  is_active integer not null default 1 check (is_active in (0, 1)),
  revision integer not null default 1,
  created_at text not null check (length(created_at) <= 23),
  updated_at text not null check (length(updated_at) <= 23),
  deleted_at text check (length(deleted_at) <= 23),
  -- 1 while the row is in use and null afterwards, so that the unique key lets a deleted name be used again.
  live integer default 1 check (live = 1),
  primary key (id),
  constraint ux_voip_provider_name unique (tenant_id, provider_name, live),
  check ((live is null) = (deleted_at is not null)),
  foreign key (tenant_id) references tenant (id)
) strict
--;
create index ix_voip_provider_type on voip_provider (tenant_id, provider_type)
--;
-- Numbers that calls may show. A number is shown only once its ownership has been verified.
create table caller_id_profile (
  id text not null check (length(id) <= 36),
  tenant_id text not null check (length(tenant_id) <= 36),
  profile_name text not null check (length(profile_name) <= 128),
  provider_id text check (length(provider_id) <= 36),
  phone_number text not null check (length(phone_number) <= 32),
  display_name text not null default '' check (length(display_name) <= 128),
  -- ISO 3166 region of the called numbers that it suits, empty means all.
  region text not null default '' check (length(region) <= 2),
  is_default integer not null default 0 check (is_default in (0, 1)),
  is_verified integer not null default 0 check (is_verified in (0, 1)),
  verified_at text check (length(verified_at) <= 23),
  is_active integer not null default 1 check (is_active in (0, 1)),
  revision integer not null default 1,
  created_at text not null check (length(created_at) <= 23),
  updated_at text not null check (length(updated_at) <= 23),
  deleted_at text check (length(deleted_at) <= 23),
  -- 1 while the row is in use and null afterwards, so that the unique key lets a deleted name be used again.
  live integer default 1 check (live = 1),
  primary key (id),
  constraint ux_caller_id_profile_name unique (tenant_id, profile_name, live),
  check ((live is null) = (deleted_at is not null)),
  foreign key (tenant_id) references tenant (id),
  foreign key (provider_id) references voip_provider (id)
) strict
--;
create index ix_caller_id_profile_provider on caller_id_profile (provider_id)
--;
-- Lists of numbers, one row for each number of a list.
create table phone_number_list (
  id text not null check (length(id) <= 36),
  tenant_id text not null check (length(tenant_id) <= 36),
  list_name text not null check (length(list_name) <= 128),
  list_type text not null check (list_type in ('ALLOW', 'BLOCK', 'DO_NOT_CALL', 'PRIORITY')),
  -- E.164.
  phone_number text not null check (length(phone_number) <= 32),
  reason text not null default '' check (length(reason) <= 200),
  source text not null default '' check (length(source) <= 64),
  is_active integer not null default 1 check (is_active in (0, 1)),
  expires_at text check (length(expires_at) <= 23),
  retention_class text not null default '' check (length(retention_class) <= 32),
  erasure_key text not null default '' check (length(erasure_key) <= 64),
  created_at text not null check (length(created_at) <= 23),
  updated_at text not null check (length(updated_at) <= 23),
  deleted_at text check (length(deleted_at) <= 23),
  primary key (id),
  constraint ux_phone_number_list_number unique (tenant_id, list_name, phone_number),
  foreign key (tenant_id) references tenant (id)
) strict
--;
create index ix_phone_number_list_number on phone_number_list (tenant_id, phone_number)
--;
-- When a call is recorded, and what the parties are told.
create table call_recording_config (
  id text not null check (length(id) <= 36),
  tenant_id text not null check (length(tenant_id) <= 36),
  config_name text not null check (length(config_name) <= 128),
  provider_id text check (length(provider_id) <= 36),
  -- A reference of the tenant, empty means every agent.
  agent_id text not null default '' check (length(agent_id) <= 64),
  recording_mode text not null default 'NONE' check (recording_mode in ('NONE', 'ALL', 'ON_DEMAND')),
  recording_format text not null default 'wav' check (length(recording_format) <= 16),
  channel_count integer not null default 1,
  announce integer not null default 1 check (announce in (0, 1)),
  announcement_text text not null default '',
  announcement_blob_id text check (length(announcement_blob_id) <= 36),
  -- Recording starts only once every party has agreed.
  requires_consent integer not null default 0 check (requires_consent in (0, 1)),
  allow_pause integer not null default 1 check (allow_pause in (0, 1)),
  max_duration_seconds integer not null default 0,
  -- 0 means the retention class decides.
  retention_days integer not null default 0,
  is_active integer not null default 1 check (is_active in (0, 1)),
  revision integer not null default 1,
  created_at text not null check (length(created_at) <= 23),
  updated_at text not null check (length(updated_at) <= 23),
  deleted_at text check (length(deleted_at) <= 23),
  -- 1 while the row is in use and null afterwards, so that the unique key lets a deleted name be used again.
  live integer default 1 check (live = 1),
  primary key (id),
  constraint ux_call_recording_config_name unique (tenant_id, config_name, live),
  check ((live is null) = (deleted_at is not null)),
  foreign key (tenant_id) references tenant (id),
  foreign key (provider_id) references voip_provider (id),
  foreign key (announcement_blob_id) references `blob` (id)
) strict
--;
create index ix_call_recording_config_provider on call_recording_config (provider_id)
--;
create index ix_call_recording_config_announcement on call_recording_config (announcement_blob_id)
--;
-- What a caller hears and may choose.
create table ivr_menu (
  id text not null check (length(id) <= 36),
  tenant_id text not null check (length(tenant_id) <= 36),
  menu_name text not null check (length(menu_name) <= 128),
  parent_menu_id text check (length(parent_menu_id) <= 36),
  language text not null default 'en' check (length(language) <= 35),
  greeting_text text not null default '',
  greeting_blob_id text check (length(greeting_blob_id) <= 36),
  invalid_text text not null default '',
  timeout_seconds integer not null default 5,
  max_digits integer not null default 1,
  max_retries integer not null default 3,
  -- What happens when the retries are used up.
  fallback_action text not null default 'HANGUP' check (length(fallback_action) <= 32),
  fallback_target text not null default '' check (length(fallback_target) <= 320),
  is_active integer not null default 1 check (is_active in (0, 1)),
  revision integer not null default 1,
  created_at text not null check (length(created_at) <= 23),
  updated_at text not null check (length(updated_at) <= 23),
  deleted_at text check (length(deleted_at) <= 23),
  -- 1 while the row is in use and null afterwards, so that the unique key lets a deleted name be used again.
  live integer default 1 check (live = 1),
  primary key (id),
  constraint ux_ivr_menu_name unique (tenant_id, menu_name, live),
  check ((live is null) = (deleted_at is not null)),
  foreign key (tenant_id) references tenant (id),
  foreign key (parent_menu_id) references ivr_menu (id),
  foreign key (greeting_blob_id) references `blob` (id)
) strict
--;
create index ix_ivr_menu_parent on ivr_menu (parent_menu_id)
--;
create index ix_ivr_menu_greeting on ivr_menu (greeting_blob_id)
--;
create table ivr_menu_option (
  id text not null check (length(id) <= 36),
  tenant_id text not null check (length(tenant_id) <= 36),
  menu_id text not null check (length(menu_id) <= 36),
  digits text not null check (length(digits) <= 8),
  label text not null default '' check (length(label) <= 128),
  action_type text not null
    check (action_type in ('MENU', 'AGENT', 'NUMBER', 'PLAY', 'VOICEMAIL', 'MESSAGE', 'REPEAT', 'HANGUP')),
  action_target text not null default '' check (length(action_target) <= 320),
  next_menu_id text check (length(next_menu_id) <= 36),
  position integer not null default 0,
  is_active integer not null default 1 check (is_active in (0, 1)),
  created_at text not null check (length(created_at) <= 23),
  updated_at text not null check (length(updated_at) <= 23),
  primary key (id),
  constraint ux_ivr_menu_option_digits unique (tenant_id, menu_id, digits),
  foreign key (tenant_id) references tenant (id),
  foreign key (menu_id) references ivr_menu (id),
  foreign key (next_menu_id) references ivr_menu (id)
) strict
--;
create index ix_ivr_menu_option_menu on ivr_menu_option (menu_id, position)
--;
create index ix_ivr_menu_option_next on ivr_menu_option (next_menu_id)
--;
-- Which provider places a call. The first active rule by priority whose conditions hold decides.
create table call_routing_rule (
  id text not null check (length(id) <= 36),
  tenant_id text not null check (length(tenant_id) <= 36),
  rule_name text not null check (length(rule_name) <= 128),
  priority integer not null default 0,
  -- JSON over destination, agent, campaign, time and so on.
  conditions text not null default '{}',
  destination_prefix text not null default '' check (length(destination_prefix) <= 16),
  phone_type text not null default '' check (length(phone_type) <= 16),
  strategy text not null default 'PRIORITY' check (strategy in ('PRIORITY', 'ROUND_ROBIN', 'WEIGHTED', 'LEAST_COST')),
  provider_id text check (length(provider_id) <= 36),
  fallback_provider_id text check (length(fallback_provider_id) <= 36),
  caller_id_profile_id text check (length(caller_id_profile_id) <= 36),
  recording_config_id text check (length(recording_config_id) <= 36),
  ivr_menu_id text check (length(ivr_menu_id) <= 36),
  time_zone text not null default 'UTC' check (length(time_zone) <= 64),
  -- Hours and minutes in the time zone above, both null means always.
  start_time text check (length(start_time) <= 5),
  end_time text check (length(end_time) <= 5),
  is_active integer not null default 1 check (is_active in (0, 1)),
  revision integer not null default 1,
  created_at text not null check (length(created_at) <= 23),
  updated_at text not null check (length(updated_at) <= 23),
  deleted_at text check (length(deleted_at) <= 23),
  -- 1 while the row is in use and null afterwards, so that the unique key lets a deleted name be used again.
  live integer default 1 check (live = 1),
  primary key (id),
  constraint ux_call_routing_rule_name unique (tenant_id, rule_name, live),
  check ((live is null) = (deleted_at is not null)),
  foreign key (tenant_id) references tenant (id),
  foreign key (provider_id) references voip_provider (id),
  foreign key (fallback_provider_id) references voip_provider (id),
  foreign key (caller_id_profile_id) references caller_id_profile (id),
  foreign key (recording_config_id) references call_recording_config (id),
  foreign key (ivr_menu_id) references ivr_menu (id)
) strict
--;
create index ix_call_routing_rule_priority on call_routing_rule (tenant_id, is_active, priority)
--;
create index ix_call_routing_rule_provider on call_routing_rule (provider_id)
--;
create index ix_call_routing_rule_fallback on call_routing_rule (fallback_provider_id)
--;
create index ix_call_routing_rule_caller on call_routing_rule (caller_id_profile_id)
--;
create index ix_call_routing_rule_recording on call_routing_rule (recording_config_id)
--;
create index ix_call_routing_rule_menu on call_routing_rule (ivr_menu_id)
--;
-- What law and the tenant allow. Every active rule is asked before a call is placed.
create table call_compliance_rule (
  id text not null check (length(id) <= 36),
  tenant_id text not null check (length(tenant_id) <= 36),
  rule_name text not null check (length(rule_name) <= 128),
  rule_type text not null
    check (rule_type in ('CALLING_HOURS', 'ATTEMPT_LIMIT', 'CONSENT', 'RECORDING_NOTICE', 'NUMBER_LIST')),
  -- ISO 3166 region of the called number, empty means all.
  region text not null default '' check (length(region) <= 2),
  -- Empty means the time zone of the called person.
  time_zone text not null default '' check (length(time_zone) <= 64),
  -- ISO weekdays, 1 is Monday.
  allowed_days text not null default '1234567' check (length(allowed_days) <= 7),
  start_time text check (length(start_time) <= 5),
  end_time text check (length(end_time) <= 5),
  max_attempts integer,
  period_hours integer,
  list_name text not null default '' check (length(list_name) <= 128),
  conditions text not null default '{}',
  action text not null default 'BLOCK' check (action in ('BLOCK', 'HOLD', 'WARN')),
  priority integer not null default 0,
  is_active integer not null default 1 check (is_active in (0, 1)),
  revision integer not null default 1,
  created_at text not null check (length(created_at) <= 23),
  updated_at text not null check (length(updated_at) <= 23),
  deleted_at text check (length(deleted_at) <= 23),
  -- 1 while the row is in use and null afterwards, so that the unique key lets a deleted name be used again.
  live integer default 1 check (live = 1),
  primary key (id),
  constraint ux_call_compliance_rule_name unique (tenant_id, rule_name, live),
  check ((live is null) = (deleted_at is not null)),
  foreign key (tenant_id) references tenant (id)
) strict
--;
create index ix_call_compliance_rule_type on call_compliance_rule (tenant_id, is_active, rule_type)
--;
-- What a call costs. The longest matching prefix wins, then the newest rate in force.
create table call_rate_config (
  id text not null check (length(id) <= 36),
  tenant_id text not null check (length(tenant_id) <= 36),
  rate_name text not null check (length(rate_name) <= 128),
  provider_id text check (length(provider_id) <= 36),
  destination_prefix text not null default '' check (length(destination_prefix) <= 16),
  phone_type text not null default '' check (length(phone_type) <= 16),
  direction text not null default 'OUTBOUND' check (direction in ('INBOUND', 'OUTBOUND', 'INTERNAL')),
  rate_per_minute_micros integer not null,
  connection_fee_micros integer not null default 0,
  currency text not null check (length(currency) <= 3),
  billing_increment_seconds integer not null default 60,
  minimum_seconds integer not null default 0,
  effective_from text not null check (length(effective_from) <= 23),
  effective_to text check (length(effective_to) <= 23),
  is_active integer not null default 1 check (is_active in (0, 1)),
  revision integer not null default 1,
  created_at text not null check (length(created_at) <= 23),
  updated_at text not null check (length(updated_at) <= 23),
  deleted_at text check (length(deleted_at) <= 23),
  primary key (id),
  foreign key (tenant_id) references tenant (id),
  foreign key (provider_id) references voip_provider (id)
) strict
--;
create index ix_call_rate_config_prefix on call_rate_config (tenant_id, destination_prefix, effective_from)
--;
create index ix_call_rate_config_provider on call_rate_config (provider_id)
--;
-- One click-to-call, in which the agent is called first, then the customer.
create table click_to_call_session (
  id text not null check (length(id) <= 36),
  tenant_id text not null check (length(tenant_id) <= 36),
  shard integer not null default 0,
  provider_id text check (length(provider_id) <= 36),
  routing_rule_id text check (length(routing_rule_id) <= 36),
  caller_id_profile_id text check (length(caller_id_profile_id) <= 36),
  recording_config_id text check (length(recording_config_id) <= 36),
  -- contact_uid is ours, contact_id and lead_id are the references of the caller of the REST API.
  contact_uid text check (length(contact_uid) <= 36),
  contact_id text check (length(contact_id) <= 64),
  lead_id text check (length(lead_id) <= 64),
  agent_id text check (length(agent_id) <= 64),
  campaign_id text check (length(campaign_id) <= 64),
  -- The conversation. No foreign key, since communication_session is made in 020.
  session_id text check (length(session_id) <= 36),
  direction text not null default 'OUTBOUND' check (direction in ('INBOUND', 'OUTBOUND', 'INTERNAL')),
  status text not null default 'INITIATED'
    check (status in ('INITIATED', 'CONNECTING', 'RINGING', 'CONNECTED', 'DISCONNECTED', 'FAILED', 'COMPLETED')),
  to_phone text not null check (length(to_phone) <= 32),
  phone_type text not null default '' check (length(phone_type) <= 16),
  from_phone text not null default '' check (length(from_phone) <= 32),
  agent_phone text not null default '' check (length(agent_phone) <= 128),
  contact_name text not null default '' check (length(contact_name) <= 200),
  contact_email text not null default '' check (length(contact_email) <= 320),
  -- The ids that the provider gave, of the call and of its two legs.
  provider_call_id text not null default '' check (length(provider_call_id) <= 255),
  agent_leg_id text not null default '' check (length(agent_leg_id) <= 255),
  customer_leg_id text not null default '' check (length(customer_leg_id) <= 255),
  end_reason text not null default '' check (length(end_reason) <= 64),
  hangup_cause integer,
  error_class text not null default '' check (length(error_class) <= 32),
  error_code text not null default '' check (length(error_code) <= 64),
  error_text text not null default '' check (length(error_text) <= 1000),
  recording_status text not null default 'NONE'
    check (recording_status in ('NONE', 'RECORDING', 'STORED', 'MISSING', 'DELETED')),
  -- Why there is no recording although one was asked for.
  recording_reason text not null default '' check (length(recording_reason) <= 200),
  recording_blob_id text check (length(recording_blob_id) <= 36),
  recording_seconds integer not null default 0,
  initiated_at text not null check (length(initiated_at) <= 23),
  connecting_at text check (length(connecting_at) <= 23),
  ringing_at text check (length(ringing_at) <= 23),
  connected_at text check (length(connected_at) <= 23),
  disconnected_at text check (length(disconnected_at) <= 23),
  ended_at text check (length(ended_at) <= 23),
  ring_seconds integer not null default 0,
  talk_seconds integer not null default 0,
  hold_seconds integer not null default 0,
  transfer_count integer not null default 0,
  cost_micros integer,
  currency text check (length(currency) <= 3),
  disposition text not null default '' check (length(disposition) <= 64),
  notes text not null default '',
  reference text check (length(reference) <= 128),
  metadata text not null default '{}',
  -- The message sent after the call. No foreign key, since communication_message is made in 020.
  follow_up_message_id text check (length(follow_up_message_id) <= 36),
  version integer not null default 1,
  retention_class text not null default '' check (length(retention_class) <= 32),
  erasure_key text not null default '' check (length(erasure_key) <= 64),
  created_at text not null check (length(created_at) <= 23),
  updated_at text not null check (length(updated_at) <= 23),
  deleted_at text check (length(deleted_at) <= 23),
  primary key (id),
  constraint ux_click_to_call_session_reference unique (tenant_id, reference),
  foreign key (tenant_id) references tenant (id),
  foreign key (provider_id) references voip_provider (id),
  foreign key (routing_rule_id) references call_routing_rule (id),
  foreign key (caller_id_profile_id) references caller_id_profile (id),
  foreign key (recording_config_id) references call_recording_config (id),
  foreign key (contact_uid) references contact (id),
  foreign key (recording_blob_id) references `blob` (id)
) strict
--;
create index ix_click_to_call_session_created on click_to_call_session (tenant_id, created_at, id)
--;
create index ix_click_to_call_session_status on click_to_call_session (tenant_id, status, created_at)
--;
create index ix_click_to_call_session_agent on click_to_call_session (tenant_id, agent_id, created_at)
--;
create index ix_click_to_call_session_contact_ref on click_to_call_session (tenant_id, contact_id, created_at)
--;
create index ix_click_to_call_session_lead on click_to_call_session (tenant_id, lead_id, created_at)
--;
create index ix_click_to_call_session_call on click_to_call_session (provider_id, provider_call_id)
--;
create index ix_click_to_call_session_contact on click_to_call_session (contact_uid)
--;
create index ix_click_to_call_session_rule on click_to_call_session (routing_rule_id)
--;
create index ix_click_to_call_session_caller on click_to_call_session (caller_id_profile_id)
--;
create index ix_click_to_call_session_recording_config on click_to_call_session (recording_config_id)
--;
create index ix_click_to_call_session_recording on click_to_call_session (recording_blob_id)
--;
create index ix_click_to_call_session_conversation on click_to_call_session (session_id)
--;
-- Keys that were pressed. They may be a card number, hence the erasure key.
create table call_dtmf_interaction (
  id text not null check (length(id) <= 36),
  tenant_id text not null check (length(tenant_id) <= 36),
  call_session_id text not null check (length(call_session_id) <= 36),
  menu_id text check (length(menu_id) <= 36),
  option_id text check (length(option_id) <= 36),
  position integer not null default 0,
  leg text not null default 'CUSTOMER' check (leg in ('AGENT', 'CUSTOMER')),
  digits text not null default '' check (length(digits) <= 64),
  outcome text not null default 'COLLECTED' check (outcome in ('MATCHED', 'INVALID', 'TIMEOUT', 'COLLECTED')),
  received_at text not null check (length(received_at) <= 23),
  retention_class text not null default '' check (length(retention_class) <= 32),
  erasure_key text not null default '' check (length(erasure_key) <= 64),
  created_at text not null check (length(created_at) <= 23),
  updated_at text not null check (length(updated_at) <= 23),
  primary key (id),
  foreign key (tenant_id) references tenant (id),
  foreign key (call_session_id) references click_to_call_session (id),
  foreign key (menu_id) references ivr_menu (id),
  foreign key (option_id) references ivr_menu_option (id)
) strict
--;
create index ix_call_dtmf_interaction_call on call_dtmf_interaction (call_session_id, position)
--;
create index ix_call_dtmf_interaction_menu on call_dtmf_interaction (menu_id)
--;
create index ix_call_dtmf_interaction_option on call_dtmf_interaction (option_id)
--;
create index ix_call_dtmf_interaction_created on call_dtmf_interaction (tenant_id, created_at)
--;
-- How a leg sounded. Integers only, the mean opinion score in thousandths and loss in parts per million.
create table call_quality_metric (
  id text not null check (length(id) <= 36),
  tenant_id text not null check (length(tenant_id) <= 36),
  call_session_id text not null check (length(call_session_id) <= 36),
  leg text not null default 'CUSTOMER' check (leg in ('AGENT', 'CUSTOMER')),
  mos_milli integer,
  jitter_ms integer,
  latency_ms integer,
  packet_loss_ppm integer,
  packets_sent integer,
  packets_received integer,
  packets_lost integer,
  post_dial_delay_ms integer,
  codec text not null default '' check (length(codec) <= 32),
  source text not null default '' check (length(source) <= 32),
  detail text not null default '{}',
  measured_at text not null check (length(measured_at) <= 23),
  created_at text not null check (length(created_at) <= 23),
  updated_at text not null check (length(updated_at) <= 23),
  primary key (id),
  foreign key (tenant_id) references tenant (id),
  foreign key (call_session_id) references click_to_call_session (id)
) strict
--;
create index ix_call_quality_metric_call on call_quality_metric (call_session_id, measured_at)
--;
create index ix_call_quality_metric_created on call_quality_metric (tenant_id, created_at)
--;
create table call_transfer (
  id text not null check (length(id) <= 36),
  tenant_id text not null check (length(tenant_id) <= 36),
  call_session_id text not null check (length(call_session_id) <= 36),
  transfer_type text not null check (transfer_type in ('BLIND', 'ATTENDED')),
  status text not null default 'INITIATED' check (status in ('INITIATED', 'COMPLETED', 'FAILED', 'CANCELLED')),
  from_agent_id text not null default '' check (length(from_agent_id) <= 64),
  to_agent_id text not null default '' check (length(to_agent_id) <= 64),
  to_phone text not null default '' check (length(to_phone) <= 32),
  provider_transfer_id text not null default '' check (length(provider_transfer_id) <= 255),
  reason text not null default '' check (length(reason) <= 200),
  initiated_at text not null check (length(initiated_at) <= 23),
  completed_at text check (length(completed_at) <= 23),
  retention_class text not null default '' check (length(retention_class) <= 32),
  erasure_key text not null default '' check (length(erasure_key) <= 64),
  created_at text not null check (length(created_at) <= 23),
  updated_at text not null check (length(updated_at) <= 23),
  primary key (id),
  foreign key (tenant_id) references tenant (id),
  foreign key (call_session_id) references click_to_call_session (id)
) strict
--;
create index ix_call_transfer_call on call_transfer (call_session_id, initiated_at)
--;
create index ix_call_transfer_created on call_transfer (tenant_id, created_at)
--;
-- What agents do, and since when. The newest row of an agent is the state of the agent.
create table agent_activity_log (
  id text not null check (length(id) <= 36),
  tenant_id text not null check (length(tenant_id) <= 36),
  agent_id text not null check (length(agent_id) <= 64),
  activity_type text not null
    check (activity_type in ('LOGIN', 'LOGOUT', 'ON_CALL', 'ON_BREAK', 'ON_ADMIN', 'IDLE', 'AWAY', 'READY')),
  call_session_id text check (length(call_session_id) <= 36),
  reason text not null default '' check (length(reason) <= 200),
  started_at text not null check (length(started_at) <= 23),
  ended_at text check (length(ended_at) <= 23),
  duration_seconds integer,
  metadata text not null default '{}',
  retention_class text not null default '' check (length(retention_class) <= 32),
  erasure_key text not null default '' check (length(erasure_key) <= 64),
  created_at text not null check (length(created_at) <= 23),
  updated_at text not null check (length(updated_at) <= 23),
  primary key (id),
  foreign key (tenant_id) references tenant (id),
  foreign key (call_session_id) references click_to_call_session (id)
) strict
--;
create index ix_agent_activity_log_agent on agent_activity_log (tenant_id, agent_id, started_at)
--;
create index ix_agent_activity_log_started on agent_activity_log (tenant_id, started_at)
--;
create index ix_agent_activity_log_call on agent_activity_log (call_session_id)
--;
-- Callbacks of voice providers as they arrived, stored before they are answered.
create table click_to_call_webhook_log (
  id text not null check (length(id) <= 36),
  tenant_id text not null check (length(tenant_id) <= 36),
  provider_id text check (length(provider_id) <= 36),
  provider text not null check (length(provider) <= 64),
  call_session_id text check (length(call_session_id) <= 36),
  -- Unique within the provider account, null where the provider offers nothing to tell repeats by.
  dedupe_key text check (length(dedupe_key) <= 255),
  headers text not null default '{}',
  body blob not null,
  status text not null default 'PENDING' check (status in ('PENDING', 'PROCESSED', 'FAILED', 'SKIPPED')),
  reason text not null default '' check (length(reason) <= 200),
  duplicates integer not null default 0,
  received_at text not null check (length(received_at) <= 23),
  processed_at text check (length(processed_at) <= 23),
  retention_class text not null default '' check (length(retention_class) <= 32),
  erasure_key text not null default '' check (length(erasure_key) <= 64),
  created_at text not null check (length(created_at) <= 23),
  updated_at text not null check (length(updated_at) <= 23),
  primary key (id),
  constraint ux_click_to_call_webhook_log_dedupe unique (tenant_id, provider_id, dedupe_key),
  foreign key (tenant_id) references tenant (id),
  foreign key (provider_id) references voip_provider (id),
  foreign key (call_session_id) references click_to_call_session (id)
) strict
--;
create index ix_click_to_call_webhook_log_received on click_to_call_webhook_log (tenant_id, received_at)
--;
create index ix_click_to_call_webhook_log_status on click_to_call_webhook_log (tenant_id, status, received_at)
--;
create index ix_click_to_call_webhook_log_provider on click_to_call_webhook_log (provider_id)
--;
create index ix_click_to_call_webhook_log_call on click_to_call_webhook_log (call_session_id)
--;
-- What a leg of a call was billed, one row for each leg and source.
create table call_usage_billing (
  id text not null check (length(id) <= 36),
  tenant_id text not null check (length(tenant_id) <= 36),
  call_session_id text not null check (length(call_session_id) <= 36),
  provider_id text check (length(provider_id) <= 36),
  rate_id text check (length(rate_id) <= 36),
  leg text not null default 'CUSTOMER' check (leg in ('AGENT', 'CUSTOMER')),
  -- PROVIDER was told by the provider, RATE was worked out from call_rate_config.
  source text not null check (source in ('PROVIDER', 'RATE')),
  billing_date text not null check (length(billing_date) <= 10),
  destination_prefix text not null default '' check (length(destination_prefix) <= 16),
  call_seconds integer not null default 0,
  billed_seconds integer not null default 0,
  rate_per_minute_micros integer not null default 0,
  connection_fee_micros integer not null default 0,
  amount_micros integer not null,
  currency text not null check (length(currency) <= 3),
  created_at text not null check (length(created_at) <= 23),
  updated_at text not null check (length(updated_at) <= 23),
  primary key (id),
  constraint ux_call_usage_billing_leg unique (tenant_id, call_session_id, leg, source),
  foreign key (tenant_id) references tenant (id),
  foreign key (call_session_id) references click_to_call_session (id),
  foreign key (provider_id) references voip_provider (id),
  foreign key (rate_id) references call_rate_config (id)
) strict
--;
create index ix_call_usage_billing_date on call_usage_billing (tenant_id, billing_date)
--;
create index ix_call_usage_billing_call on call_usage_billing (call_session_id)
--;
create index ix_call_usage_billing_provider on call_usage_billing (provider_id)
--;
create index ix_call_usage_billing_rate on call_usage_billing (rate_id)
