// The keys the hub keeps for itself. Knows not what they are for.
import type { Client, Pool } from './pools.ts'

/** The key of this name; `fresh` becomes it where there is none yet. Two starters agree on one. */
export const keepKey = async (pool: Pool, name: string, fresh: Buffer): Promise<Buffer> => {
  await pool.query('insert into hub_key (name, secret) values ($1, $2) on conflict do nothing', [
    name,
    fresh,
  ])
  const kept = await pool.query('select secret from hub_key where name = $1', [name])
  return kept.rows[0].secret
}

/** The key of this name; null without one. */
export const readKey = async (client: Client, name: string): Promise<Buffer | null> => {
  const kept = await client.query('select secret from hub_key where name = $1', [name])
  return kept.rows[0]?.secret ?? null
}
