-- Undone work is read channel by channel, so that a backlog of one holds up no other.
drop index ix_work_item_due
--;
create index ix_work_item_channel on work_item (channel_id, due_at, message_id)
