-- A key of the hub's can be followed by another of its name: the one with the highest serial is in
-- use, those before it are good for what they were used for. Of a key that signed, only the public
-- half stays.
alter table hub_key add column serial integer not null default 1 check (serial > 0);
alter table hub_key drop constraint hub_key_pkey;
alter table hub_key add primary key (name, serial);
