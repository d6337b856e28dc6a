// The ledger as auditors leaf through it, latest first. Decides nothing.
import type { Pool } from './pools.ts'

export type LedgerFilter = {
  act: string | null
  organisation_id: string | null
  collection_id: string | null
  object_id: string | null
  /** Microseconds, from and including; before and not including. */
  from: bigint | null
  to: bigint | null
  /** Rows before this one; null for the last on. */
  before: bigint | null
}

export type LedgerRow = { seq: bigint; at: bigint; act: string; canonical: string; hash: Buffer }

/** At most so many rows that match, by falling number. */
export const listLedger = async (
  pool: Pool,
  filter: LedgerFilter,
  most: number,
): Promise<LedgerRow[]> => {
  const { act, organisation_id, collection_id, object_id, from, to, before } = filter
  const result = await pool.query(
    `select seq, at, act, canonical, hash from ledger
      where ($1::text is null or act = $1) and ($2::uuid is null or organisation_id = $2)
        and ($3::uuid is null or collection_id = $3) and ($4::text is null or object_id = $4)
        and ($5::bigint is null or at >= $5) and ($6::bigint is null or at < $6)
        and ($7::bigint is null or seq < $7)
      order by seq desc limit $8`,
    [act, organisation_id, collection_id, object_id, from, to, before, most],
  )
  return result.rows as LedgerRow[]
}

/** Names of principals that still are there, by id. */
export const namePrincipals = async (pool: Pool, ids: string[]): Promise<Map<string, string>> => {
  const result = await pool.query('select id, name from principal where id = any($1::uuid[])', [
    ids,
  ])
  return new Map(result.rows.map((row: { id: string; name: string }) => [row.id, row.name]))
}
