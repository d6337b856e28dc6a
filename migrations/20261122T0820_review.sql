-- What is doubtful waits for a person.

-- When versions wait, and how long those have who are asked first (ISO 8601).
alter table collection
  add column review text not null default 'automatic'
    check (review in ('automatic', 'flagged', 'always')),
  add column review_within text not null default 'PT24H';

-- Two persons must have read what a reviewer opens.
alter table trust_group add column two_person boolean not null default false;

-- What waits is found without reading the rest.
create index object_version_review on object_version (collection_id, version_id)
  where options -> 'review' ->> 'state' = 'open';

-- Operator-supplied lists of well-known, benign infrastructure, as MISP writes them.
create table warning_list (
  name text primary key,
  body jsonb not null,
  entries integer not null,
  changed_at timestamptz not null default clock_timestamp()
);
grant select, insert, update, delete on warning_list to sekisho_writer;
