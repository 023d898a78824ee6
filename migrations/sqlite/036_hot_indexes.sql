-- Indexes of the hottest tables, so that a batch changes fewer of their pages.
-- Ids begin with their time, so recent events lie side by side, whosever they are.
drop index ix_journal_subject
--;
create index ix_journal_subject on journal (subject_id, tenant_id, seq)
--;
-- An attempt has no place in it until the provider has named the message.
drop index ix_delivery_attempt_provider_message
--;
create index ix_delivery_attempt_provider_message on delivery_attempt (channel_id, provider_message_id)
  where provider_message_id <> ''
