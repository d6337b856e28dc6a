-- Who is told that something happened: addresses of organisations that are called, and when a
-- person was last sent a digest. Neither is told what anybody shared.

-- secret signs every call. cursor by collection: how far the organisation was told already.
create table webhook (
  id uuid primary key default gen_random_uuid(),
  organisation_id uuid not null references organisation (id) on delete cascade,
  url text not null,
  secret bytea not null,
  created_at timestamptz not null default clock_timestamp(),
  called_at timestamptz,
  last_status integer,
  failures integer not null default 0,
  unique (organisation_id, url)
);

create table webhook_cursor (
  webhook_id uuid not null references webhook (id) on delete cascade,
  collection_id uuid not null,
  position bigint not null,
  primary key (webhook_id, collection_id)
);

create table digest_sent (
  principal_id uuid primary key references principal (id) on delete cascade,
  position bigint not null
);

grant select, insert, update, delete on webhook, webhook_cursor, digest_sent to sekisho_writer;
