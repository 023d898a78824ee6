-- An account at a voice provider.
create table if not exists voip_provider (
  id char(36) character set ascii collate ascii_bin not null,
  tenant_id char(36) character set ascii collate ascii_bin not null,
  provider_name varchar(128) not null,
  -- The provider plugin, for example asterisk, sip, mcube, exotel, twilio, vonage.
  provider_type varchar(64) not null,
  api_url varchar(2048) not null default '',
  webhook_url varchar(2048) not null default '',
  account_id varchar(128) not null default '',
  phone_number varchar(32) not null default '',
  caller_id varchar(64) not null default '',
  dial_plan_prefix varchar(32) not null default '',
  config_json longtext not null default ('{}'),
  sealed_secrets longtext not null default (''),
  has_api_key tinyint not null default 0 check (has_api_key in (0, 1)),
  has_api_secret tinyint not null default 0 check (has_api_secret in (0, 1)),
  has_auth_token tinyint not null default 0 check (has_auth_token in (0, 1)),
  has_webhook_secret tinyint not null default 0 check (has_webhook_secret in (0, 1)),
  secret_config_keys longtext not null default ('[]'),
  priority bigint not null default 0,
  weight bigint not null default 1,
  -- 0 means no limit.
  max_concurrent_calls bigint not null default 0,
  retry_count bigint not null default 0,
  timeout_seconds bigint not null default 30,
  is_active tinyint not null default 1 check (is_active in (0, 1)),
  revision bigint not null default 1,
  created_at char(23) character set ascii collate ascii_bin not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  deleted_at char(23) character set ascii collate ascii_bin,
  -- 1 while the row is in use and null afterwards, so that the unique key lets a deleted name be used again.
  live bigint default 1 check (live = 1),
  primary key (id),
  constraint ux_voip_provider_name unique (tenant_id, provider_name, live),
  check ((live is null) = (deleted_at is not null)),
  foreign key (tenant_id) references tenant (id),
  index ix_voip_provider_type (tenant_id, provider_type)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
--;
-- Numbers that calls may show. A number is shown only once its ownership has been verified.
create table if not exists caller_id_profile (
  id char(36) character set ascii collate ascii_bin not null,
  tenant_id char(36) character set ascii collate ascii_bin not null,
  profile_name varchar(128) not null,
  provider_id char(36) character set ascii collate ascii_bin,
  phone_number varchar(32) not null,
  display_name varchar(128) not null default '',
  -- ISO 3166 region of the called numbers that it suits, empty means all.
  region varchar(2) not null default '',
  is_default tinyint not null default 0 check (is_default in (0, 1)),
  is_verified tinyint not null default 0 check (is_verified in (0, 1)),
  verified_at char(23) character set ascii collate ascii_bin,
  is_active tinyint not null default 1 check (is_active in (0, 1)),
  revision bigint not null default 1,
  created_at char(23) character set ascii collate ascii_bin not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  deleted_at char(23) character set ascii collate ascii_bin,
  -- 1 while the row is in use and null afterwards, so that the unique key lets a deleted name be used again.
  live bigint default 1 check (live = 1),
  primary key (id),
  constraint ux_caller_id_profile_name unique (tenant_id, profile_name, live),
  check ((live is null) = (deleted_at is not null)),
  foreign key (tenant_id) references tenant (id),
  foreign key (provider_id) references voip_provider (id),
  index ix_caller_id_profile_provider (provider_id)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
--;
-- Lists of numbers, one row for each number of a list.
create table if not exists phone_number_list (
  id char(36) character set ascii collate ascii_bin not null,
  tenant_id char(36) character set ascii collate ascii_bin not null,
  list_name varchar(128) not null,
  list_type varchar(16) not null check (list_type in ('ALLOW', 'BLOCK', 'DO_NOT_CALL', 'PRIORITY')),
  -- E.164.
  phone_number varchar(32) not null,
  reason varchar(200) not null default '',
  source varchar(64) not null default '',
  is_active tinyint not null default 1 check (is_active in (0, 1)),
  expires_at char(23) character set ascii collate ascii_bin,
  retention_class varchar(32) not null default '',
  erasure_key varchar(64) not null default '',
  created_at char(23) character set ascii collate ascii_bin not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  deleted_at char(23) character set ascii collate ascii_bin,
  primary key (id),
  constraint ux_phone_number_list_number unique (tenant_id, list_name, phone_number),
  foreign key (tenant_id) references tenant (id),
  index ix_phone_number_list_number (tenant_id, phone_number)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
--;
-- When a call is recorded, and what the parties are told.
create table if not exists call_recording_config (
  id char(36) character set ascii collate ascii_bin not null,
  tenant_id char(36) character set ascii collate ascii_bin not null,
  config_name varchar(128) not null,
  provider_id char(36) character set ascii collate ascii_bin,
  -- A reference of the tenant, empty means every agent.
  agent_id varchar(64) not null default '',
  recording_mode varchar(16) not null default 'NONE' check (recording_mode in ('NONE', 'ALL', 'ON_DEMAND')),
  recording_format varchar(16) not null default 'wav',
  channel_count bigint not null default 1,
  announce tinyint not null default 1 check (announce in (0, 1)),
  announcement_text longtext not null default (''),
  announcement_blob_id char(36) character set ascii collate ascii_bin,
  -- Recording starts only once every party has agreed.
  requires_consent tinyint not null default 0 check (requires_consent in (0, 1)),
  allow_pause tinyint not null default 1 check (allow_pause in (0, 1)),
  max_duration_seconds bigint not null default 0,
  -- 0 means the retention class decides.
  retention_days bigint not null default 0,
  is_active tinyint not null default 1 check (is_active in (0, 1)),
  revision bigint not null default 1,
  created_at char(23) character set ascii collate ascii_bin not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  deleted_at char(23) character set ascii collate ascii_bin,
  -- 1 while the row is in use and null afterwards, so that the unique key lets a deleted name be used again.
  live bigint default 1 check (live = 1),
  primary key (id),
  constraint ux_call_recording_config_name unique (tenant_id, config_name, live),
  check ((live is null) = (deleted_at is not null)),
  foreign key (tenant_id) references tenant (id),
  foreign key (provider_id) references voip_provider (id),
  foreign key (announcement_blob_id) references `blob` (id),
  index ix_call_recording_config_provider (provider_id),
  index ix_call_recording_config_announcement (announcement_blob_id)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
--;
-- What a caller hears and may choose.
create table if not exists ivr_menu (
  id char(36) character set ascii collate ascii_bin not null,
  tenant_id char(36) character set ascii collate ascii_bin not null,
  menu_name varchar(128) not null,
  parent_menu_id char(36) character set ascii collate ascii_bin,
  language varchar(35) not null default 'en',
  greeting_text longtext not null default (''),
  greeting_blob_id char(36) character set ascii collate ascii_bin,
  invalid_text longtext not null default (''),
  timeout_seconds bigint not null default 5,
  max_digits bigint not null default 1,
  max_retries bigint not null default 3,
  -- What happens when the retries are used up.
  fallback_action varchar(32) not null default 'HANGUP',
  fallback_target varchar(320) not null default '',
  is_active tinyint not null default 1 check (is_active in (0, 1)),
  revision bigint not null default 1,
  created_at char(23) character set ascii collate ascii_bin not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  deleted_at char(23) character set ascii collate ascii_bin,
  -- 1 while the row is in use and null afterwards, so that the unique key lets a deleted name be used again.
  live bigint default 1 check (live = 1),
  primary key (id),
  constraint ux_ivr_menu_name unique (tenant_id, menu_name, live),
  check ((live is null) = (deleted_at is not null)),
  foreign key (tenant_id) references tenant (id),
  foreign key (parent_menu_id) references ivr_menu (id),
  foreign key (greeting_blob_id) references `blob` (id),
  index ix_ivr_menu_parent (parent_menu_id),
  index ix_ivr_menu_greeting (greeting_blob_id)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
--;
create table if not exists ivr_menu_option (
  id char(36) character set ascii collate ascii_bin not null,
  tenant_id char(36) character set ascii collate ascii_bin not null,
  menu_id char(36) character set ascii collate ascii_bin not null,
  digits varchar(8) not null,
  label varchar(128) not null default '',
  action_type varchar(16) not null
    check (action_type in ('MENU', 'AGENT', 'NUMBER', 'PLAY', 'VOICEMAIL', 'MESSAGE', 'REPEAT', 'HANGUP')),
  action_target varchar(320) not null default '',
  next_menu_id char(36) character set ascii collate ascii_bin,
  position bigint not null default 0,
  is_active tinyint not null default 1 check (is_active in (0, 1)),
  created_at char(23) character set ascii collate ascii_bin not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  primary key (id),
  constraint ux_ivr_menu_option_digits unique (tenant_id, menu_id, digits),
  foreign key (tenant_id) references tenant (id),
  foreign key (menu_id) references ivr_menu (id),
  foreign key (next_menu_id) references ivr_menu (id),
  index ix_ivr_menu_option_menu (menu_id, position),
  index ix_ivr_menu_option_next (next_menu_id)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
--;
-- Which provider places a call. The first active rule by priority whose conditions hold decides.
create table if not exists call_routing_rule (
  id char(36) character set ascii collate ascii_bin not null,
  tenant_id char(36) character set ascii collate ascii_bin not null,
  rule_name varchar(128) not null,
  priority bigint not null default 0,
  -- JSON over destination, agent, campaign, time and so on.
  conditions longtext not null default ('{}'),
  destination_prefix varchar(16) not null default '',
  phone_type varchar(16) not null default '',
  strategy varchar(16) not null default 'PRIORITY'
    check (strategy in ('PRIORITY', 'ROUND_ROBIN', 'WEIGHTED', 'LEAST_COST')),
  provider_id char(36) character set ascii collate ascii_bin,
  fallback_provider_id char(36) character set ascii collate ascii_bin,
  caller_id_profile_id char(36) character set ascii collate ascii_bin,
  recording_config_id char(36) character set ascii collate ascii_bin,
  ivr_menu_id char(36) character set ascii collate ascii_bin,
  time_zone varchar(64) not null default 'UTC',
  -- Hours and minutes in the time zone above, both null means always.
  start_time char(5) character set ascii collate ascii_bin,
  end_time char(5) character set ascii collate ascii_bin,
  is_active tinyint not null default 1 check (is_active in (0, 1)),
  revision bigint not null default 1,
  created_at char(23) character set ascii collate ascii_bin not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  deleted_at char(23) character set ascii collate ascii_bin,
  -- 1 while the row is in use and null afterwards, so that the unique key lets a deleted name be used again.
  live bigint default 1 check (live = 1),
  primary key (id),
  constraint ux_call_routing_rule_name unique (tenant_id, rule_name, live),
  check ((live is null) = (deleted_at is not null)),
  foreign key (tenant_id) references tenant (id),
  foreign key (provider_id) references voip_provider (id),
  foreign key (fallback_provider_id) references voip_provider (id),
  foreign key (caller_id_profile_id) references caller_id_profile (id),
  foreign key (recording_config_id) references call_recording_config (id),
  foreign key (ivr_menu_id) references ivr_menu (id),
  index ix_call_routing_rule_priority (tenant_id, is_active, priority),
  index ix_call_routing_rule_provider (provider_id),
  index ix_call_routing_rule_fallback (fallback_provider_id),
  index ix_call_routing_rule_caller (caller_id_profile_id),
  index ix_call_routing_rule_recording (recording_config_id),
  index ix_call_routing_rule_menu (ivr_menu_id)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
--;
-- What law and the tenant allow. Every active rule is asked before a call is placed.
create table if not exists call_compliance_rule (
  id char(36) character set ascii collate ascii_bin not null,
  tenant_id char(36) character set ascii collate ascii_bin not null,
  rule_name varchar(128) not null,
  rule_type varchar(24) not null
    check (rule_type in ('CALLING_HOURS', 'ATTEMPT_LIMIT', 'CONSENT', 'RECORDING_NOTICE', 'NUMBER_LIST')),
  -- ISO 3166 region of the called number, empty means all.
  region varchar(2) not null default '',
  -- Empty means the time zone of the called person.
  time_zone varchar(64) not null default '',
  -- ISO weekdays, 1 is Monday.
  allowed_days varchar(7) not null default '1234567',
  start_time char(5) character set ascii collate ascii_bin,
  end_time char(5) character set ascii collate ascii_bin,
  max_attempts bigint,
  period_hours bigint,
  list_name varchar(128) not null default '',
  conditions longtext not null default ('{}'),
  action varchar(8) not null default 'BLOCK' check (action in ('BLOCK', 'HOLD', 'WARN')),
  priority bigint not null default 0,
  is_active tinyint not null default 1 check (is_active in (0, 1)),
  revision bigint not null default 1,
  created_at char(23) character set ascii collate ascii_bin not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  deleted_at char(23) character set ascii collate ascii_bin,
  -- 1 while the row is in use and null afterwards, so that the unique key lets a deleted name be used again.
  live bigint default 1 check (live = 1),
  primary key (id),
  constraint ux_call_compliance_rule_name unique (tenant_id, rule_name, live),
  check ((live is null) = (deleted_at is not null)),
  foreign key (tenant_id) references tenant (id),
  index ix_call_compliance_rule_type (tenant_id, is_active, rule_type)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
--;
-- What a call costs. The longest matching prefix wins, then the newest rate in force.
create table if not exists call_rate_config (
  id char(36) character set ascii collate ascii_bin not null,
  tenant_id char(36) character set ascii collate ascii_bin not null,
  rate_name varchar(128) not null,
  provider_id char(36) character set ascii collate ascii_bin,
  destination_prefix varchar(16) not null default '',
  phone_type varchar(16) not null default '',
  direction varchar(16) not null default 'OUTBOUND' check (direction in ('INBOUND', 'OUTBOUND', 'INTERNAL')),
  rate_per_minute_micros bigint not null,
  connection_fee_micros bigint not null default 0,
  currency char(3) character set ascii collate ascii_bin not null,
  billing_increment_seconds bigint not null default 60,
  minimum_seconds bigint not null default 0,
  effective_from char(23) character set ascii collate ascii_bin not null,
  effective_to char(23) character set ascii collate ascii_bin,
  is_active tinyint not null default 1 check (is_active in (0, 1)),
  revision bigint not null default 1,
  created_at char(23) character set ascii collate ascii_bin not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  deleted_at char(23) character set ascii collate ascii_bin,
  primary key (id),
  foreign key (tenant_id) references tenant (id),
  foreign key (provider_id) references voip_provider (id),
  index ix_call_rate_config_prefix (tenant_id, destination_prefix, effective_from),
  index ix_call_rate_config_provider (provider_id)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
--;
-- One click-to-call, in which the agent is called first, then the customer.
create table if not exists click_to_call_session (
  id char(36) character set ascii collate ascii_bin not null,
  tenant_id char(36) character set ascii collate ascii_bin not null,
  shard bigint not null default 0,
  provider_id char(36) character set ascii collate ascii_bin,
  routing_rule_id char(36) character set ascii collate ascii_bin,
  caller_id_profile_id char(36) character set ascii collate ascii_bin,
  recording_config_id char(36) character set ascii collate ascii_bin,
  -- contact_uid is ours, contact_id and lead_id are the references of the caller of the REST API.
  contact_uid char(36) character set ascii collate ascii_bin,
  contact_id varchar(64),
  lead_id varchar(64),
  agent_id varchar(64),
  campaign_id varchar(64),
  -- The conversation. No foreign key, since communication_session is made in 020.
  session_id char(36) character set ascii collate ascii_bin,
  direction varchar(16) not null default 'OUTBOUND' check (direction in ('INBOUND', 'OUTBOUND', 'INTERNAL')),
  status varchar(16) not null default 'INITIATED'
    check (status in ('INITIATED', 'CONNECTING', 'RINGING', 'CONNECTED', 'DISCONNECTED', 'FAILED', 'COMPLETED')),
  to_phone varchar(32) not null,
  phone_type varchar(16) not null default '',
  from_phone varchar(32) not null default '',
  agent_phone varchar(128) not null default '',
  contact_name varchar(200) not null default '',
  contact_email varchar(320) not null default '',
  -- The ids that the provider gave, of the call and of its two legs.
  provider_call_id varchar(255) not null default '',
  agent_leg_id varchar(255) not null default '',
  customer_leg_id varchar(255) not null default '',
  end_reason varchar(64) not null default '',
  hangup_cause bigint,
  error_class varchar(32) not null default '',
  error_code varchar(64) not null default '',
  error_text varchar(1000) not null default '',
  recording_status varchar(16) not null default 'NONE'
    check (recording_status in ('NONE', 'RECORDING', 'STORED', 'MISSING', 'DELETED')),
  -- Why there is no recording although one was asked for.
  recording_reason varchar(200) not null default '',
  recording_blob_id char(36) character set ascii collate ascii_bin,
  recording_seconds bigint not null default 0,
  initiated_at char(23) character set ascii collate ascii_bin not null,
  connecting_at char(23) character set ascii collate ascii_bin,
  ringing_at char(23) character set ascii collate ascii_bin,
  connected_at char(23) character set ascii collate ascii_bin,
  disconnected_at char(23) character set ascii collate ascii_bin,
  ended_at char(23) character set ascii collate ascii_bin,
  ring_seconds bigint not null default 0,
  talk_seconds bigint not null default 0,
  hold_seconds bigint not null default 0,
  transfer_count bigint not null default 0,
  cost_micros bigint,
  currency char(3) character set ascii collate ascii_bin,
  disposition varchar(64) not null default '',
  notes longtext not null default (''),
  reference varchar(128),
  metadata longtext not null default ('{}'),
  -- The message sent after the call. No foreign key, since communication_message is made in 020.
  follow_up_message_id char(36) character set ascii collate ascii_bin,
  version bigint not null default 1,
  retention_class varchar(32) not null default '',
  erasure_key varchar(64) not null default '',
  created_at char(23) character set ascii collate ascii_bin not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  deleted_at char(23) character set ascii collate ascii_bin,
  primary key (id),
  constraint ux_click_to_call_session_reference unique (tenant_id, reference),
  foreign key (tenant_id) references tenant (id),
  foreign key (provider_id) references voip_provider (id),
  foreign key (routing_rule_id) references call_routing_rule (id),
  foreign key (caller_id_profile_id) references caller_id_profile (id),
  foreign key (recording_config_id) references call_recording_config (id),
  foreign key (contact_uid) references contact (id),
  foreign key (recording_blob_id) references `blob` (id),
  index ix_click_to_call_session_created (tenant_id, created_at, id),
  index ix_click_to_call_session_status (tenant_id, status, created_at),
  index ix_click_to_call_session_agent (tenant_id, agent_id, created_at),
  index ix_click_to_call_session_contact_ref (tenant_id, contact_id, created_at),
  index ix_click_to_call_session_lead (tenant_id, lead_id, created_at),
  index ix_click_to_call_session_call (provider_id, provider_call_id),
  index ix_click_to_call_session_contact (contact_uid),
  index ix_click_to_call_session_rule (routing_rule_id),
  index ix_click_to_call_session_caller (caller_id_profile_id),
  index ix_click_to_call_session_recording_config (recording_config_id),
  index ix_click_to_call_session_recording (recording_blob_id),
  index ix_click_to_call_session_conversation (session_id)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
--;
-- Keys that were pressed. They may be a card number, hence the erasure key.
create table if not exists call_dtmf_interaction (
  id char(36) character set ascii collate ascii_bin not null,
  tenant_id char(36) character set ascii collate ascii_bin not null,
  call_session_id char(36) character set ascii collate ascii_bin not null,
  menu_id char(36) character set ascii collate ascii_bin,
  option_id char(36) character set ascii collate ascii_bin,
  position bigint not null default 0,
  leg varchar(8) not null default 'CUSTOMER' check (leg in ('AGENT', 'CUSTOMER')),
  digits varchar(64) not null default '',
  outcome varchar(16) not null default 'COLLECTED' check (outcome in ('MATCHED', 'INVALID', 'TIMEOUT', 'COLLECTED')),
  received_at char(23) character set ascii collate ascii_bin not null,
  retention_class varchar(32) not null default '',
  erasure_key varchar(64) not null default '',
  created_at char(23) character set ascii collate ascii_bin not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  primary key (id),
  foreign key (tenant_id) references tenant (id),
  foreign key (call_session_id) references click_to_call_session (id),
  foreign key (menu_id) references ivr_menu (id),
  foreign key (option_id) references ivr_menu_option (id),
  index ix_call_dtmf_interaction_call (call_session_id, position),
  index ix_call_dtmf_interaction_menu (menu_id),
  index ix_call_dtmf_interaction_option (option_id),
  index ix_call_dtmf_interaction_created (tenant_id, created_at)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
--;
-- How a leg sounded. Integers only, the mean opinion score in thousandths and loss in parts per million.
create table if not exists call_quality_metric (
  id char(36) character set ascii collate ascii_bin not null,
  tenant_id char(36) character set ascii collate ascii_bin not null,
  call_session_id char(36) character set ascii collate ascii_bin not null,
  leg varchar(8) not null default 'CUSTOMER' check (leg in ('AGENT', 'CUSTOMER')),
  mos_milli bigint,
  jitter_ms bigint,
  latency_ms bigint,
  packet_loss_ppm bigint,
  packets_sent bigint,
  packets_received bigint,
  packets_lost bigint,
  post_dial_delay_ms bigint,
  codec varchar(32) not null default '',
  source varchar(32) not null default '',
  detail longtext not null default ('{}'),
  measured_at char(23) character set ascii collate ascii_bin not null,
  created_at char(23) character set ascii collate ascii_bin not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  primary key (id),
  foreign key (tenant_id) references tenant (id),
  foreign key (call_session_id) references click_to_call_session (id),
  index ix_call_quality_metric_call (call_session_id, measured_at),
  index ix_call_quality_metric_created (tenant_id, created_at)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
--;
create table if not exists call_transfer (
  id char(36) character set ascii collate ascii_bin not null,
  tenant_id char(36) character set ascii collate ascii_bin not null,
  call_session_id char(36) character set ascii collate ascii_bin not null,
  transfer_type varchar(16) not null check (transfer_type in ('BLIND', 'ATTENDED')),
  status varchar(16) not null default 'INITIATED' check (status in ('INITIATED', 'COMPLETED', 'FAILED', 'CANCELLED')),
  from_agent_id varchar(64) not null default '',
  to_agent_id varchar(64) not null default '',
  to_phone varchar(32) not null default '',
  provider_transfer_id varchar(255) not null default '',
  reason varchar(200) not null default '',
  initiated_at char(23) character set ascii collate ascii_bin not null,
  completed_at char(23) character set ascii collate ascii_bin,
  retention_class varchar(32) not null default '',
  erasure_key varchar(64) not null default '',
  created_at char(23) character set ascii collate ascii_bin not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  primary key (id),
  foreign key (tenant_id) references tenant (id),
  foreign key (call_session_id) references click_to_call_session (id),
  index ix_call_transfer_call (call_session_id, initiated_at),
  index ix_call_transfer_created (tenant_id, created_at)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
--;
-- What agents do, and since when. The newest row of an agent is the state of the agent.
create table if not exists agent_activity_log (
  id char(36) character set ascii collate ascii_bin not null,
  tenant_id char(36) character set ascii collate ascii_bin not null,
  agent_id varchar(64) not null,
  activity_type varchar(16) not null
    check (activity_type in ('LOGIN', 'LOGOUT', 'ON_CALL', 'ON_BREAK', 'ON_ADMIN', 'IDLE', 'AWAY', 'READY')),
  call_session_id char(36) character set ascii collate ascii_bin,
  reason varchar(200) not null default '',
  started_at char(23) character set ascii collate ascii_bin not null,
  ended_at char(23) character set ascii collate ascii_bin,
  duration_seconds bigint,
  metadata longtext not null default ('{}'),
  retention_class varchar(32) not null default '',
  erasure_key varchar(64) not null default '',
  created_at char(23) character set ascii collate ascii_bin not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  primary key (id),
  foreign key (tenant_id) references tenant (id),
  foreign key (call_session_id) references click_to_call_session (id),
  index ix_agent_activity_log_agent (tenant_id, agent_id, started_at),
  index ix_agent_activity_log_started (tenant_id, started_at),
  index ix_agent_activity_log_call (call_session_id)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
--;
-- Callbacks of voice providers as they arrived, stored before they are answered.
create table if not exists click_to_call_webhook_log (
  id char(36) character set ascii collate ascii_bin not null,
  tenant_id char(36) character set ascii collate ascii_bin not null,
  provider_id char(36) character set ascii collate ascii_bin,
  provider varchar(64) not null,
  call_session_id char(36) character set ascii collate ascii_bin,
  -- Unique within the provider account, null where the provider offers nothing to tell repeats by.
  dedupe_key varchar(255),
  headers longtext not null default ('{}'),
  body longblob not null,
  status varchar(16) not null default 'PENDING' check (status in ('PENDING', 'PROCESSED', 'FAILED', 'SKIPPED')),
  reason varchar(200) not null default '',
  duplicates bigint not null default 0,
  received_at char(23) character set ascii collate ascii_bin not null,
  processed_at char(23) character set ascii collate ascii_bin,
  retention_class varchar(32) not null default '',
  erasure_key varchar(64) not null default '',
  created_at char(23) character set ascii collate ascii_bin not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  primary key (id),
  constraint ux_click_to_call_webhook_log_dedupe unique (tenant_id, provider_id, dedupe_key),
  foreign key (tenant_id) references tenant (id),
  foreign key (provider_id) references voip_provider (id),
  foreign key (call_session_id) references click_to_call_session (id),
  index ix_click_to_call_webhook_log_received (tenant_id, received_at),
  index ix_click_to_call_webhook_log_status (tenant_id, status, received_at),
  index ix_click_to_call_webhook_log_provider (provider_id),
  index ix_click_to_call_webhook_log_call (call_session_id)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
--;
-- What a leg of a call was billed, one row for each leg and source.
create table if not exists call_usage_billing (
  id char(36) character set ascii collate ascii_bin not null,
  tenant_id char(36) character set ascii collate ascii_bin not null,
  call_session_id char(36) character set ascii collate ascii_bin not null,
  provider_id char(36) character set ascii collate ascii_bin,
  rate_id char(36) character set ascii collate ascii_bin,
  leg varchar(8) not null default 'CUSTOMER' check (leg in ('AGENT', 'CUSTOMER')),
  -- PROVIDER was told by the provider, RATE was worked out from call_rate_config.
  source varchar(8) not null check (source in ('PROVIDER', 'RATE')),
  billing_date char(10) character set ascii collate ascii_bin not null,
  destination_prefix varchar(16) not null default '',
  call_seconds bigint not null default 0,
  billed_seconds bigint not null default 0,
  rate_per_minute_micros bigint not null default 0,
  connection_fee_micros bigint not null default 0,
  amount_micros bigint not null,
  currency char(3) character set ascii collate ascii_bin not null,
  created_at char(23) character set ascii collate ascii_bin not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  primary key (id),
  constraint ux_call_usage_billing_leg unique (tenant_id, call_session_id, leg, source),
  foreign key (tenant_id) references tenant (id),
  foreign key (call_session_id) references click_to_call_session (id),
  foreign key (provider_id) references voip_provider (id),
  foreign key (rate_id) references call_rate_config (id),
  index ix_call_usage_billing_date (tenant_id, billing_date),
  index ix_call_usage_billing_call (call_session_id),
  index ix_call_usage_billing_provider (provider_id),
  index ix_call_usage_billing_rate (rate_id)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
