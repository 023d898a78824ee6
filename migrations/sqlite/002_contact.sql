-- A person, as far as this tenant knows. Made by the first message to or from an address.
create table contact (
  id text not null check (length(id) <= 36),
  tenant_id text not null check (length(tenant_id) <= 36),
  display_name text not null default '' check (length(display_name) <= 200),
  -- The id that the systems of the tenant use (contact_id in the REST API).
  contact_ref text check (length(contact_ref) <= 64),
  -- The open conversation. No foreign key, since communication_session is made in 020 and refers back to contact.
  session_id text check (length(session_id) <= 36),
  language text not null default '' check (length(language) <= 35),
  time_zone text not null default '' check (length(time_zone) <= 64),
  retention_class text not null default '' check (length(retention_class) <= 32),
  erasure_key text not null default '' check (length(erasure_key) <= 64),
  created_at text not null check (length(created_at) <= 23),
  updated_at text not null check (length(updated_at) <= 23),
  deleted_at text check (length(deleted_at) <= 23),
  primary key (id),
  foreign key (tenant_id) references tenant (id)
) strict
--;
create index ix_contact_ref on contact (tenant_id, contact_ref) where contact_ref is not null
--;
create index ix_contact_created on contact (tenant_id, created_at, id)
--;
-- Where a contact can be reached. An address belongs to one contact only.
create table contact_address (
  id text not null check (length(id) <= 36),
  tenant_id text not null check (length(tenant_id) <= 36),
  contact_id text not null check (length(contact_id) <= 36),
  -- phone, email, telegram, whatsapp, and so on
  kind text not null check (length(kind) <= 16),
  normalised text not null check (length(normalised) <= 320),
  display text not null default '' check (length(display) <= 320),
  status text not null default 'ACTIVE' check (length(status) <= 16),
  retention_class text not null default '' check (length(retention_class) <= 32),
  erasure_key text not null default '' check (length(erasure_key) <= 64),
  created_at text not null check (length(created_at) <= 23),
  updated_at text not null check (length(updated_at) <= 23),
  primary key (id),
  constraint ux_contact_address_address unique (tenant_id, kind, normalised),
  foreign key (tenant_id) references tenant (id),
  foreign key (contact_id) references contact (id)
) strict
--;
create index ix_contact_address_contact on contact_address (contact_id, tenant_id)
--;
-- Addresses that must not be written to or called. Kept when the contact is erased, else the opt-out would be
-- forgotten with the person, and a lifted row stays as evidence.
create table suppression (
  id text not null check (length(id) <= 36),
  tenant_id text not null check (length(tenant_id) <= 36),
  kind text not null check (length(kind) <= 16),
  normalised text not null check (length(normalised) <= 320),
  -- Empty means every channel.
  channel_type text not null default '' check (length(channel_type) <= 16),
  reason text not null default '' check (length(reason) <= 64),
  evidence text not null default '{}',
  source text not null default '' check (length(source) <= 64),
  created_at text not null check (length(created_at) <= 23),
  lifted_at text check (length(lifted_at) <= 23),
  retention_class text not null default '' check (length(retention_class) <= 32),
  erasure_key text not null default '' check (length(erasure_key) <= 64),
  primary key (id),
  foreign key (tenant_id) references tenant (id)
) strict
--;
create index ix_suppression_address on suppression (tenant_id, kind, normalised)
