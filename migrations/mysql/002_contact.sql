-- A person, as far as this tenant knows. Made by the first message to or from an address.
create table if not exists contact (
  id char(36) character set ascii collate ascii_bin not null,
  tenant_id char(36) character set ascii collate ascii_bin not null,
  display_name varchar(200) not null default '',
  -- The id that the systems of the tenant use (contact_id in the REST API).
  contact_ref varchar(64),
  -- The open conversation. No foreign key, since communication_session is made in 020 and refers back to contact.
  session_id char(36) character set ascii collate ascii_bin,
  language varchar(35) not null default '',
  time_zone varchar(64) not null default '',
  retention_class varchar(32) not null default '',
  erasure_key varchar(64) not null default '',
  created_at char(23) character set ascii collate ascii_bin not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  deleted_at char(23) character set ascii collate ascii_bin,
  primary key (id),
  foreign key (tenant_id) references tenant (id),
  index ix_contact_ref (tenant_id, contact_ref),
  index ix_contact_created (tenant_id, created_at, id)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
--;
-- Where a contact can be reached. An address belongs to one contact only.
create table if not exists contact_address (
  id char(36) character set ascii collate ascii_bin not null,
  tenant_id char(36) character set ascii collate ascii_bin not null,
  contact_id char(36) character set ascii collate ascii_bin not null,
  -- phone, email, telegram, whatsapp, and so on
  kind varchar(16) not null,
  normalised varchar(320) not null,
  display varchar(320) not null default '',
  status varchar(16) not null default 'ACTIVE',
  retention_class varchar(32) not null default '',
  erasure_key varchar(64) not null default '',
  created_at char(23) character set ascii collate ascii_bin not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  primary key (id),
  constraint ux_contact_address_address unique (tenant_id, kind, normalised),
  foreign key (tenant_id) references tenant (id),
  foreign key (contact_id) references contact (id),
  index ix_contact_address_contact (contact_id, tenant_id)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
--;
-- Addresses that must not be written to or called. Kept when the contact is erased, else the opt-out would be
-- forgotten with the person, and a lifted row stays as evidence.
create table if not exists suppression (
  id char(36) character set ascii collate ascii_bin not null,
  tenant_id char(36) character set ascii collate ascii_bin not null,
  kind varchar(16) not null,
  normalised varchar(320) not null,
  -- Empty means every channel.
  channel_type varchar(16) not null default '',
  reason varchar(64) not null default '',
  evidence longtext not null default ('{}'),
  source varchar(64) not null default '',
  created_at char(23) character set ascii collate ascii_bin not null,
  lifted_at char(23) character set ascii collate ascii_bin,
  retention_class varchar(32) not null default '',
  erasure_key varchar(64) not null default '',
  primary key (id),
  foreign key (tenant_id) references tenant (id),
  index ix_suppression_address (tenant_id, kind, normalised)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
