-- What an owner took back, of which no version is left or not the last one: whatever refers to it
-- hides the reference still, because its id was never anybody's to see, and no other version of it
-- is told at a time that was told before. `told` is the last version told in each strand and under
-- each id. Rows stay: they say nothing to anybody but the drawing of their owner's objects.
create table removed_object (
  collection_id uuid not null,
  stix_id text collate "C" not null,
  owner_id uuid not null,
  told jsonb not null default '[]',
  primary key (collection_id, stix_id, owner_id)
);
grant select, insert, update on removed_object to sekisho_writer;

-- What was withdrawn so far, as the ledger has it; what refers to it is drawn anew.
insert into removed_object (collection_id, stix_id, owner_id)
select distinct collection_id, object_id, organisation_id from ledger
where act = 'withdraw' and collection_id is not null and object_id is not null
  and organisation_id is not null;
insert into redraw (home_id, owner_id, stix_id)
select distinct v.collection_id, v.owner_id, v.stix_id
from removed_object o
  join reference r on r.collection_id = o.collection_id and r.target = o.stix_id
  join object_version v on v.collection_id = r.collection_id and v.version_id = r.version_id
    and v.owner_id = o.owner_id
on conflict do nothing;
