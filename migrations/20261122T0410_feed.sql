-- What was submitted, what of it may be seen, and in which order it appears.
-- Every table here is keyed by collection_id first, so that it can be spread over machines unchanged.

-- An audience is interned: the same predicate has the same id for ever, and never changes its meaning.
create table audience (
  id integer generated always as identity primary key,
  predicate text not null unique
);

-- A version exactly as its owner gave it: identity and order here, bytes in rendition.
-- version is the text a client is shown; version_order sorts by instant at full precision (collate "C").
create table object_version (
  collection_id uuid not null,
  version_id bigint not null,
  owner_id uuid not null,
  stix_id text collate "C" not null,
  spec_version text collate "C" not null,
  version text collate "C" not null,
  version_order text collate "C" not null,
  created_order text collate "C",
  created_by_ref text collate "C",
  revoked boolean not null,
  content_hash bytea not null,
  submission_id uuid not null,
  primary key (collection_id, version_id)
);
create unique index object_version_identity
  on object_version (collection_id, stix_id, owner_id, spec_version, version_order);

-- The exact bytes of one version under one profile, for one audience. The raw bytes are the rendition
-- whose rendition_id is its version_id. No second index: it would tempt the planner away from the first.
create table rendition (
  collection_id uuid not null,
  rendition_id bigint not null,
  version_id bigint not null,
  audience_id integer not null,
  profile text not null check (profile in ('P0', 'P1', 'P2', 'P3')),
  body text not null,
  primary key (collection_id, rendition_id)
);
-- Uncompressed out of line: a page leaves at the speed of copying.
alter table rendition alter column body set storage external;

-- One entry a position. superseded: a later version of the same id and specification is in the feed.
-- outdated: the same id is in the feed under a newer STIX specification.
create table feed (
  collection_id uuid not null,
  position bigint not null,
  audience_id integer not null,
  rendition_id bigint not null,
  size integer not null,
  stix_id text collate "C" not null,
  stix_type text collate "C" not null,
  spec_version text collate "C" not null,
  version text collate "C" not null,
  version_order text collate "C" not null,
  superseded boolean not null default false,
  outdated boolean not null default false,
  primary key (collection_id, position)
);
create index feed_audience on feed (collection_id, audience_id, position);
create index feed_current on feed (collection_id, audience_id, position)
  where not superseded and not outdated;
create index feed_object on feed (collection_id, stix_id, version_order);
create index feed_type on feed (collection_id, audience_id, stix_type, position);

-- How many entries an audience has in a collection, and where its last one is: the share a viewer sees
-- is known without counting, and a poll with nothing new is answered without touching the feed.
create table feed_share (
  collection_id uuid not null,
  audience_id integer not null,
  entries bigint not null,
  current_entries bigint not null,
  last_position bigint not null,
  primary key (collection_id, audience_id)
);

-- The end of each collection's feed: the greatest position given, in microseconds, and how many were given.
create table feed_head (
  collection_id uuid primary key,
  last_position bigint not null,
  given bigint not null
) with (fillfactor = 50);

-- A mark every 256 entries given: what turns "the next so many entries" into a range of positions.
create table feed_mark (
  collection_id uuid not null,
  ordinal bigint not null,
  position bigint not null,
  primary key (collection_id, ordinal)
);
create unique index feed_mark_position on feed_mark (collection_id, position);

-- One row a submission: the status resource, and the envelope itself while it waits to be published.
-- successes and failures are status details in JSON, joined by commas. slices are pairs of byte offsets of the objects within the envelope.
create table submission (
  id uuid primary key,
  group_id uuid not null,
  collection_id uuid not null,
  organisation_id uuid not null,
  principal_id uuid not null,
  received_at bigint not null,
  completed_at timestamptz,
  total_count integer not null,
  success_count integer not null default 0,
  failure_count integer not null default 0,
  successes text not null default '',
  failures text not null default '',
  envelope bytea,
  slices bytea
);
create index submission_completed on submission (completed_at);
create index submission_pending on submission (received_at) where completed_at is null;

-- The second wall. A reader names the audiences that admit it, for one transaction at a time; naming
-- none shows nothing. The subselect is made once a query and is kept from the planner's choice of index.
alter table feed enable row level security;
alter table feed force row level security;
alter table rendition enable row level security;
alter table rendition force row level security;
create policy feed_reader on feed for select to sekisho_reader
  using (audience_id in (select unnest(current_setting('sekisho.audiences', true)::integer[])));
create policy rendition_reader on rendition for select to sekisho_reader
  using (audience_id in (select unnest(current_setting('sekisho.audiences', true)::integer[])));
create policy feed_writer on feed to sekisho_writer using (true) with check (true);
create policy rendition_writer on rendition to sekisho_writer using (true) with check (true);

grant select on audience, feed, rendition, feed_share, feed_head, feed_mark to sekisho_reader;
grant select, insert on audience to sekisho_writer;
grant select, insert, update, delete on object_version, rendition, feed, feed_share, feed_head,
  feed_mark, submission to sekisho_writer;
