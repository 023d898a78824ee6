-- Undone work is read channel by channel, so that a backlog of one holds up no other.
drop index if exists ix_work_item_due on work_item
--;
create index if not exists ix_work_item_channel on work_item (channel_id, due_at, message_id)
