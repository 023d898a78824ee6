-- The address by which the provider knows whoever has this one, where it told of another. What suppresses that one
-- suppresses this one.
alter table contact_address add column known_as text check (length(known_as) <= 320)
