-- Locks the end of the ledger until the transaction ends and answers it, with the time in
-- microseconds and whether noted acts wait. Its statements are planned once a connection: planned
-- anew each time they cost more than the row that is written. What waits is looked for after the
-- lock is held, so that whoever comes next finds both as they are then.
create function begin_append(out seq bigint, out at bigint, out hash bytea, out now bigint,
  out waiting boolean) language plpgsql volatile as $$
begin
  select h.seq, h.at, h.hash, (extract(epoch from clock_timestamp()) * 1000000)::bigint
    into seq, at, hash, now from ledger_head h for update;
  select exists (select from ledger_outbox) into waiting;
end $$;
