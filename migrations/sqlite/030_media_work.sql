-- What is still to be done about a file, and when. FETCH brings an inbound one here, EXPIRE removes one that was
-- uploaded and not sent.
create table media_work (
  media_id text not null check (length(media_id) <= 36),
  tenant_id text not null check (length(tenant_id) <= 36),
  kind text not null check (kind in ('FETCH', 'EXPIRE')),
  due_at text not null check (length(due_at) <= 23),
  tries integer not null default 0,
  created_at text not null check (length(created_at) <= 23),
  updated_at text not null check (length(updated_at) <= 23),
  primary key (media_id),
  foreign key (media_id) references communication_attachment (id)
) strict, without rowid
--;
create index ix_media_work_due on media_work (kind, due_at, media_id)
