-- How people sign in: accounts, their second factors, sessions, and the links that let somebody in once.

-- password is a PHC text; null for who signs in at a provider, or has not accepted an invitation yet.
-- totp is the secret in force, totp_offered one that is not confirmed; totp_step the last time step taken.
create table account (
  principal_id uuid primary key references principal on delete cascade,
  password text,
  totp bytea,
  totp_offered bytea,
  totp_step bigint,
  language text check (language in ('ja', 'en')),
  digest text not null default 'none' check (digest in ('none', 'daily')),
  created_at timestamptz not null default clock_timestamp()
);

-- hash is the SHA-256 of a code. A code that was used is gone.
create table recovery_code (
  principal_id uuid not null references account on delete cascade,
  hash bytea not null,
  primary key (principal_id, hash)
);

-- A person at an OpenID provider: who it is there, and nothing else, says who it is here.
create table provider_identity (
  issuer text not null,
  subject text not null,
  principal_id uuid not null references account on delete cascade,
  primary key (issuer, subject),
  unique (principal_id, issuer)
);

-- secret is the SHA-256 of what the cookie carries. half: the second factor of the account is due.
create table session (
  id uuid primary key default gen_random_uuid(),
  secret bytea not null unique,
  principal_id uuid not null references account on delete cascade,
  agent text not null,
  half boolean not null,
  second_factor_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  seen_at timestamptz not null default clock_timestamp()
);
create index session_principal on session (principal_id, created_at);
create index session_seen on session (seen_at);

-- secret is the SHA-256 of what the link carries. principal_id is null for the link that sets up the hub.
create table invitation (
  secret bytea primary key,
  principal_id uuid unique references principal on delete cascade,
  expires_at timestamptz not null
);
create unique index invitation_set_up on invitation ((true)) where principal_id is null;

-- A sign-in that is under way at a provider. id is the SHA-256 of what the browser keeps meanwhile.
create table provider_visit (
  id bytea primary key,
  state text not null,
  nonce text not null,
  verifier text not null,
  invitation bytea,
  expires_at timestamptz not null
);
create index provider_visit_expires on provider_visit (expires_at);

grant select, insert, update, delete on account, recovery_code, provider_identity, session, invitation,
  provider_visit to sekisho_writer;
