-- Restores of this database that somebody has to confirm, and heads of the ledger that were given up
-- for them. A row that is not confirmed keeps the hub closed. No backup holds this table: it says
-- what became of the database here.
create table restoration (
  id bigint primary key generated always as identity,
  at timestamptz not null default clock_timestamp(),
  head_seq bigint not null,
  head_hash bytea not null,
  forsaken_seq bigint,
  forsaken_hash bytea,
  confirmed_at timestamptz,
  check ((forsaken_seq is null) = (forsaken_hash is null))
);
grant select, insert, update on restoration to sekisho_writer;
