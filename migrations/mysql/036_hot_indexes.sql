-- Indexes of the hottest tables, so that a batch changes fewer of their pages.
-- Ids begin with their time, so recent events lie side by side, whosever they are.
drop index if exists ix_journal_subject on journal
--;
create index if not exists ix_journal_subject on journal (subject_id, tenant_id, seq)
