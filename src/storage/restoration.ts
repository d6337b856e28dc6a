// What became of this database: restores that wait to be confirmed, heads of the ledger given up
// for them, and what must not come back with them. Decides nothing.
import { type Kysely, sql } from 'kysely'
import type { Database } from './database.ts'
import type { Client, Pool } from './pools.ts'

export type Restoration = {
  /** A restore that nobody has confirmed yet: when it was, and where the ledger ended. */
  unconfirmed: { at: string; seq: bigint } | null
  /** Where the ledger ends now. */
  head: bigint
  /** What stands at the row asked for; null where there is no such row. */
  hash: Buffer | null
  /** Whether the head asked for was given up by whoever confirmed. */
  forsaken: boolean
}

/** Reads all of it at one moment; `asked` is a head that was kept elsewhere, if any. */
export const readRestoration = async (
  pool: Pool | Client,
  asked: { seq: bigint; hash: Buffer } | null,
): Promise<Restoration> => {
  const result = await pool.query(
    `select h.seq as head, (select hash from ledger where seq = $1) as hash,
      exists (select from restoration where forsaken_seq = $1 and forsaken_hash = $2) as forsaken,
      (select json_build_object('at', to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
          'seq', head_seq::text)
        from restoration where confirmed_at is null order by id desc limit 1) as unconfirmed
    from ledger_head h`,
    [asked?.seq ?? 0n, asked?.hash ?? null],
  )
  const row = result.rows[0]
  if (row === undefined) throw new Error('the head of the ledger is gone')
  const { unconfirmed } = row
  return {
    ...row,
    unconfirmed: unconfirmed === null ? null : { ...unconfirmed, seq: BigInt(unconfirmed.seq) },
  }
}

/** Confirms every restore so far, and gives up the head that was kept elsewhere, if any. */
export const confirmRestorations = async (
  db: Kysely<Database>,
  forsaken: { seq: bigint; hash: Buffer } | null,
): Promise<void> => {
  await sql`update restoration set confirmed_at = clock_timestamp()
    where confirmed_at is null`.execute(db)
  if (forsaken === null) return
  await sql`insert into restoration
      (head_seq, head_hash, forsaken_seq, forsaken_hash, confirmed_at)
    select seq, hash, ${forsaken.seq}::bigint, ${forsaken.hash}::bytea, clock_timestamp()
    from ledger_head`.execute(db)
}

/** Ends every session and every invitation: some had ended before the restore brought them back. */
export const endVisits = async (db: Kysely<Database>): Promise<void> => {
  await sql`delete from session`.execute(db)
  await sql`delete from invitation`.execute(db)
  await sql`delete from provider_visit`.execute(db)
}
