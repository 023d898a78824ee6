-- What conversations need to be summed up, read and listed, and suppressions to be listed.
-- The newest message that was counted, whose status is that of the conversation.
alter table communication_session
  add column if not exists last_message_id char(36) character set ascii collate ascii_bin
--;
-- Inbound messages that were read. Those that are not counted yet may be among them, unread_count is then negative.
alter table communication_session add column if not exists read_count bigint not null default 0
--;
drop index if exists ix_communication_session_agent on communication_session
--;
drop index if exists ix_communication_session_lead on communication_session
--;
drop index if exists ix_communication_session_contact_ref on communication_session
--;
create index if not exists ix_communication_session_agent_recent on communication_session (tenant_id, agent_id, last_message_at, id)
--;
create index if not exists ix_communication_session_lead_recent on communication_session (tenant_id, lead_id, last_message_at, id)
--;
create index if not exists ix_communication_session_ref_recent on communication_session (tenant_id, contact_ref, last_message_at, id)
--;
create index if not exists ix_suppression_created on suppression (tenant_id, created_at, id)
--;
create index if not exists ix_suppression_place on suppression (tenant_id, kind, normalised, channel_type)
--;
drop index if exists ix_suppression_address on suppression
