-- What conversations need to be summed up, read and listed, and suppressions to be listed.
-- The newest message that was counted, whose status is that of the conversation.
alter table communication_session add column last_message_id text check (length(last_message_id) <= 36)
--;
-- Inbound messages that were read. Those that are not counted yet may be among them, unread_count is then negative.
alter table communication_session add column read_count integer not null default 0
--;
drop index ix_communication_session_agent
--;
drop index ix_communication_session_lead
--;
drop index ix_communication_session_contact_ref
--;
create index ix_communication_session_agent_recent on communication_session (tenant_id, agent_id, last_message_at, id) where agent_id is not null
--;
create index ix_communication_session_lead_recent on communication_session (tenant_id, lead_id, last_message_at, id) where lead_id is not null
--;
create index ix_communication_session_ref_recent on communication_session (tenant_id, contact_ref, last_message_at, id) where contact_ref is not null
--;
create index ix_suppression_created on suppression (tenant_id, created_at, id)
--;
create index ix_suppression_place on suppression (tenant_id, kind, normalised, channel_type)
--;
drop index ix_suppression_address
