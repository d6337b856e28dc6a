-- Who there is, who belongs to what, and the roles that keep one organisation's rows from another.
-- Roles live in the cluster, not in the database: a second database of the same cluster finds them there.
do $$
begin
  if not exists (select from pg_roles where rolname = 'sekisho_reader') then
    create role sekisho_reader nologin;
  end if;
  if not exists (select from pg_roles where rolname = 'sekisho_writer') then
    create role sekisho_writer nologin;
  end if;
exception when duplicate_object or unique_violation then null;
end
$$;

do $$
begin
  execute format('grant sekisho_reader, sekisho_writer to %I', current_user);
exception when others then
  if not pg_has_role(current_user, 'sekisho_reader', 'member')
     or not pg_has_role(current_user, 'sekisho_writer', 'member') then
    raise;
  end if;
end
$$;

-- One row. policy_epoch rises with every change of what anybody may see or do.
create table hub (
  only_row boolean primary key default true check (only_row),
  title text not null default 'Sekisho',
  description text,
  contact text,
  policy_epoch bigint not null default 1
);
insert into hub default values;

-- Keys the hub makes for itself at first start: 'cursor' seals next-cursors.
create table hub_key (
  name text primary key,
  secret bytea not null,
  created_at timestamptz not null default clock_timestamp()
);

create table organisation (
  id uuid primary key default gen_random_uuid(),
  name text not null unique,
  title text not null,
  kind text not null,
  country text,
  sectors text[] not null default '{}',
  status text not null default 'active',
  identities text[] not null default '{}',
  assets jsonb not null default '{}',
  vouches text[] not null default '{}',
  client_of text[] not null default '{}',
  created_at timestamptz not null default clock_timestamp()
);

create table principal (
  id uuid primary key default gen_random_uuid(),
  organisation_id uuid not null references organisation on delete cascade,
  name text not null,
  kind text not null check (kind in ('service', 'person')),
  email text,
  roles text[] not null default '{}',
  unique (organisation_id, name)
);

-- secret: 'argon2id' PHC text for basic, SHA-256 hex for token, SPKI SHA-256 hex for certificate.
create table credential (
  id uuid primary key default gen_random_uuid(),
  principal_id uuid not null references principal on delete cascade,
  name text not null,
  kind text not null check (kind in ('basic', 'token', 'certificate')),
  username text unique,
  secret text not null,
  max_tlp text,
  expires_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  unique (principal_id, name),
  check ((kind = 'basic') = (username is not null))
);
create unique index credential_secret on credential (kind, secret) where kind <> 'basic';

-- Failed sign-ins by canonical username or address, in windows of an hour by the database's clock.
create table sign_in_failure (
  subject text not null,
  hour timestamptz not null,
  failures integer not null,
  primary key (subject, hour)
);

create table trust_group (
  id uuid primary key default gen_random_uuid(),
  name text not null unique,
  title text not null,
  description text,
  max_tlp text not null default 'amber+strict',
  default_tlp text,
  clients text not null default 'forbidden',
  consent text not null default 'none',
  history text not null default 'all'
);

create table membership (
  group_id uuid not null references trust_group on delete cascade,
  organisation_id uuid not null references organisation on delete cascade,
  level text not null check (level in ('observer', 'consumer', 'contributor', 'trusted', 'steward')),
  since timestamptz not null default clock_timestamp(),
  primary key (group_id, organisation_id)
);

-- access narrows what a member's level gives: organisation name -> hidden | none | read | write | read-write.
create table collection (
  id uuid primary key default gen_random_uuid(),
  group_id uuid not null references trust_group on delete cascade,
  name text not null,
  title text not null,
  description text,
  alias text,
  validation text not null default 'strict' check (validation in ('strict', 'lenient')),
  media_types text[] not null default '{application/stix+json;version=2.1}' check (cardinality(media_types) > 0),
  default_tlp text,
  access jsonb not null default '{}',
  spreads_to jsonb not null default '{}',
  publish_gate text not null default 'review' check (publish_gate in ('automatic', 'review')),
  unique (group_id, name),
  unique (group_id, title),
  unique (group_id, alias)
);

grant usage on schema public to sekisho_reader, sekisho_writer;
grant select on hub, organisation, membership, trust_group, collection to sekisho_reader;
grant select, insert, update, delete on hub, hub_key, organisation, principal, credential,
  sign_in_failure, trust_group, membership, collection to sekisho_writer;

-- Written by the readiness probe: only a commit shows that the database can still write.
create table readiness (
  only_row boolean primary key default true check (only_row),
  written_at timestamptz not null
);
grant select, insert, update on readiness to sekisho_writer;
