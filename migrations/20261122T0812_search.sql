-- What entries can be found by: the values, names and references of the very bytes that an audience
-- is shown, so that nobody finds by what it may not see. Filled behind the feed.

create table sought (
  collection_id uuid not null,
  audience_id integer not null,
  term text collate "C" not null,
  position bigint not null,
  primary key (collection_id, audience_id, term, position)
);
create index sought_position on sought (collection_id, position);

-- The position up to which the terms of a collection's entries are there.
create table sought_head (
  collection_id uuid primary key,
  position bigint not null
);

alter table sought enable row level security;
alter table sought force row level security;
create policy sought_reader on sought for select to sekisho_reader using (
  audience_id in (select unnest(current_setting('sekisho.audiences', true)::integer[])));
create policy sought_writer on sought for all to sekisho_writer using (true) with check (true);
grant select on sought to sekisho_reader;
grant select, insert, update, delete on sought, sought_head to sekisho_writer;

-- Terms follow their entry: gone with it, narrowed with it; where it moves it is read again.
create function follow_entry() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and new.position = old.position then
    update sought set audience_id = new.audience_id
      where collection_id = old.collection_id and position = old.position;
  else
    delete from sought where collection_id = old.collection_id and position = old.position;
  end if;
  return null;
end
$$;
create trigger feed_left after delete on feed for each row execute function follow_entry();
create trigger feed_moved after update of position, audience_id on feed for each row
  when (new.position <> old.position or new.audience_id <> old.audience_id)
  execute function follow_entry();

-- Submissions of an organisation, latest first.
create index submission_organisation on submission (organisation_id, received_at, id);
