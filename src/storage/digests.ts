// Who wants a digest, and what it was last told. Sends nothing.

import type { SignInRow } from './credentials.ts'
import { heldColumns } from './held.ts'
import type { Pool } from './pools.ts'

export type DigestRow = Omit<SignInRow, 'credential_id' | 'secret' | 'previous' | 'usable'> & {
  email: string
  language: 'ja' | 'en' | null
  /** The position up to which it was told; null before the first. */
  told: bigint | null
}

const columns = `
  select p.id as principal_id, p.kind as principal_kind, p.roles, p.email, a.language,
    d.position as told, null as max_tlp, h.policy_epoch as epoch, ${heldColumns}
  from account a join principal p on p.id = a.principal_id
  join organisation o on o.id = p.organisation_id
  left join digest_sent d on d.principal_id = p.id
  cross join hub h
  where a.digest = 'daily' and p.email is not null`

/** The ids of the people who want one. */
export const listDigestReaders = async (pool: Pool): Promise<string[]> => {
  const result = await pool.query(
    `select p.id from account a join principal p on p.id = a.principal_id
      where a.digest = 'daily' and p.email is not null order by p.id`,
  )
  return result.rows.map((row: { id: string }) => row.id)
}

/** Null for who wants none, or is gone. */
export const findDigestReader = async (pool: Pool, id: string): Promise<DigestRow | null> => {
  const result = await pool.query(`${columns} and p.id = $1`, [id])
  return (result.rows[0] as DigestRow | undefined) ?? null
}

export const saveTold = async (pool: Pool, id: string, position: bigint): Promise<void> => {
  await pool.query(
    `insert into digest_sent (principal_id, position) values ($1, $2)
      on conflict (principal_id) do update set position = excluded.position`,
    [id, String(position)],
  )
}
