// Interned audiences: a predicate's text and its id, for ever.
import type pg from 'pg'

/**
 * The id of a predicate, given on first use. Committed on its own, so that it may be remembered.
 */
export const internAudience = async (pool: pg.Pool, predicate: string): Promise<number> => {
  const added = await pool.query(
    `insert into audience (predicate) values ($1) on conflict (predicate) do nothing returning id`,
    [predicate],
  )
  if (added.rows[0] !== undefined) return added.rows[0].id
  const found = await pool.query('select id from audience where predicate = $1', [predicate])
  return found.rows[0].id
}

export const readPredicates = async (
  client: pg.Pool | pg.PoolClient,
  ids: number[],
): Promise<Map<number, string>> => {
  const result = await client.query('select id, predicate from audience where id = any($1)', [ids])
  return new Map(
    result.rows.map((row: { id: number; predicate: string }) => [row.id, row.predicate]),
  )
}
