-- The address by which the provider knows whoever has this one, where it told of another. What suppresses that one
-- suppresses this one.
alter table contact_address add column if not exists known_as varchar(320)
