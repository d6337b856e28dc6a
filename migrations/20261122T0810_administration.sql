-- What the admin API needs besides the hub file: when a credential was last used, a secret that
-- stays good for a while after it was replaced, and which hub file was applied last.

-- Apart from the credential, so that using one never waits for a change of it.
create table credential_use (
  credential_id uuid primary key references credential (id) on delete cascade,
  used_at timestamptz not null
);
grant select, insert, update, delete on credential_use to sekisho_writer;

-- The secret before the last rotation, and until when it signs in as well.
alter table credential add column previous_secret text;
alter table credential add column previous_until timestamptz;
alter table credential add constraint credential_previous
  check ((previous_secret is null) = (previous_until is null));
create unique index credential_previous_secret on credential (kind, previous_secret)
  where kind <> 'basic' and previous_secret is not null;

-- A slow hash of the file of SEKISHO_HUB_FILE and of the secrets it names: what was changed since
-- by other ways outlives a restart as long as the file stays the same.
alter table hub add column file_digest text;
