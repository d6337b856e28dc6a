-- A version goes to several segments, to each in its own form: one entry and one rendition a segment.

-- forms: what became of the version, segment by segment (core/sharing/form.ts). options: what its
-- submitter asked for, names resolved (core/sharing/options.ts); null where nothing was asked.
alter table object_version add column forms jsonb not null default '[]';
alter table object_version add column options jsonb;
alter table submission add column sharing text;

-- strand: one owner's object in one segment. A later entry of a strand supersedes an earlier one.
-- owner_id: whose object it is; the hub's own have the nil UUID. No reader of a feed may ask for it.
alter table feed add column strand bigint not null default 0;
alter table feed add column owner_id uuid not null default '00000000-0000-0000-0000-000000000000';
revoke select on feed from sekisho_reader;
grant select (collection_id, position, audience_id, rendition_id, size, stix_id, stix_type,
  spec_version, version, version_order, superseded, outdated) on feed to sekisho_reader;

-- due: when something of this collection opens or closes, in microseconds; null when nothing waits.
alter table feed_head add column due bigint;

-- Forms that open or close at a time. collection_id is where the entry is, home_id where the
-- version was submitted.
create table waiting (
  collection_id uuid not null,
  due bigint not null,
  home_id uuid not null,
  version_id bigint not null,
  primary key (collection_id, due, home_id, version_id)
);

-- Which versions refer to an id: whose forms depend on what becomes of it.
create table reference (
  collection_id uuid not null,
  target text collate "C" not null,
  version_id bigint not null,
  primary key (collection_id, target, version_id)
);

-- Objects whose forms are to be drawn anew.
create table redraw (
  home_id uuid not null,
  owner_id uuid not null,
  stix_id text collate "C" not null,
  primary key (home_id, owner_id, stix_id)
);

-- Identities the hub publishes in place of sources, and for whom: every viewer of an object finds
-- the identity it names, once.
create table persona (
  collection_id uuid not null,
  stix_id text collate "C" not null,
  audience_id integer not null,
  position bigint not null,
  primary key (collection_id, stix_id, audience_id)
);

-- The clock positions are given by, in microseconds.
create function hub_clock() returns bigint language sql volatile as
  'select (extract(epoch from clock_timestamp()) * 1000000)::bigint';

grant select, insert, update, delete on waiting, reference, redraw, persona to sekisho_writer;

-- What is here already goes back to its owner alone, and is drawn anew for everybody else.
insert into audience (predicate)
  select distinct '{"any":[{"all":[{"id":"' || owner_id || '","is":"organisation"}],"none":[]}]}'
  from object_version on conflict do nothing;
create temporary table owned on commit drop as
  select v.collection_id, v.version_id, v.owner_id, v.stix_id, v.version, a.id as audience_id
  from object_version v join audience a on a.predicate =
    '{"any":[{"all":[{"id":"' || v.owner_id || '","is":"organisation"}],"none":[]}]}';
update rendition r set audience_id = o.audience_id from owned o
  where r.collection_id = o.collection_id and r.rendition_id = o.version_id;
update feed f set audience_id = o.audience_id, owner_id = o.owner_id,
    strand = ('x' || substr(encode(sha256(convert_to(
      o.owner_id || ' ' || o.stix_id || ' owner P0', 'UTF8')), 'hex'), 1, 16))::bit(64)::bigint
  from owned o where f.collection_id = o.collection_id and f.rendition_id = o.version_id;
update object_version v set forms = jsonb_build_array(jsonb_build_object(
    'segment', 'owner', 'profile', 'P0', 'collection_id', o.collection_id, 'state', 'shown',
    'audience_id', o.audience_id, 'stix_id', o.stix_id, 'version', o.version,
    'pieces', jsonb_build_array(jsonb_build_object('position', f.position::text, 'stix_id',
      o.stix_id, 'rendition_id', o.version_id::text, 'audience_id', o.audience_id))))
  from owned o join feed f on f.collection_id = o.collection_id and f.rendition_id = o.version_id
  where v.collection_id = o.collection_id and v.version_id = o.version_id;
insert into redraw (home_id, owner_id, stix_id)
  select distinct collection_id, owner_id, stix_id from object_version;
delete from feed_share;
insert into feed_share (collection_id, audience_id, entries, current_entries, last_position)
  select collection_id, audience_id, count(*), count(*) filter (where not superseded and not outdated),
    max(position) from feed group by collection_id, audience_id;
alter table feed alter column strand drop default, alter column owner_id drop default;
