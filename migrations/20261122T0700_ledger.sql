-- The ledger: what was done and what was disclosed, each row chained to the one before it.
-- hash = SHA-256(prev || canonical). canonical is the whole row as exact text; the columns beside it
-- repeat parts of it for searching. Ids, positions and counts only: never what anybody shared.
create table ledger (
  seq bigint primary key check (seq > 0),
  at bigint not null,
  act text not null,
  collection_id uuid,
  organisation_id uuid,
  object_id text collate "C",
  first_position bigint,
  last_position bigint,
  canonical text not null,
  prev bytea not null,
  hash bytea not null
);
-- Out of line and as it is: packed positions do not compress.
alter table ledger alter column canonical set storage external;
create index ledger_positions on ledger (collection_id, first_position, last_position)
  where act = 'disclose';
create index ledger_organisation on ledger (organisation_id, seq) where act = 'disclose';
create index ledger_object on ledger (object_id, seq) where act <> 'disclose' and object_id is not null;

-- The end of the chain. Whoever appends holds this row until the commit.
create table ledger_head (
  only_row boolean primary key default true check (only_row),
  seq bigint not null,
  at bigint not null,
  hash bytea not null
) with (fillfactor = 50);
insert into ledger_head (seq, at, hash) values (0, 0, decode(repeat('00', 32), 'hex'));

-- Acts noted inside the transactions that do them, until they are moved into the chain.
create table ledger_outbox (
  id bigint primary key generated always as identity,
  noted_at bigint not null default (extract(epoch from clock_timestamp()) * 1000000)::bigint,
  act text not null,
  epoch bigint not null,
  entry text not null
);

-- Heads of the chain, signed: what an auditor keeps elsewhere. body is the text that is signed.
create table ledger_seal (
  seq bigint primary key,
  at bigint not null,
  body text not null,
  signature bytea not null
);

-- Nobody changes what stands in the ledger: not the owner, not with triggers switched to replica.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger is only ever appended to' using errcode = 'restrict_violation';
end
$$;
create trigger ledger_kept before update or delete or truncate on ledger
  for each statement execute function refuse_change();
create trigger ledger_seal_kept before update or delete or truncate on ledger_seal
  for each statement execute function refuse_change();
alter table ledger enable always trigger ledger_kept;
alter table ledger_seal enable always trigger ledger_seal_kept;

grant select, insert on ledger, ledger_seal to sekisho_writer;
grant select, update on ledger_head to sekisho_writer;
grant select, insert, delete on ledger_outbox to sekisho_writer;
