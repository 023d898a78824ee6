-- What is still to be done about a file, and when. FETCH brings an inbound one here, EXPIRE removes one that was
-- uploaded and not sent.
create table if not exists media_work (
  media_id char(36) character set ascii collate ascii_bin not null,
  tenant_id char(36) character set ascii collate ascii_bin not null,
  kind varchar(8) not null check (kind in ('FETCH', 'EXPIRE')),
  due_at char(23) character set ascii collate ascii_bin not null,
  tries bigint not null default 0,
  created_at char(23) character set ascii collate ascii_bin not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  primary key (media_id),
  foreign key (media_id) references communication_attachment (id),
  index ix_media_work_due (kind, due_at, media_id)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
