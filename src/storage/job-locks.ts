// Who has taken jobs, and which of them still live: one that lives holds a lock on its name.
import type { Pool } from './pools.ts'

const lockOf = `hashtextextended('sekisho jobs ' || $1, 0)`

/** Holds the name on a connection of its own, until that is lost or the answer is called. */
export const holdName = async (pool: Pool, name: string): Promise<() => void> => {
  const client = await pool.connect()
  try {
    await client.query(`select pg_advisory_lock(${lockOf})`, [name])
  } catch (error) {
    client.release(true)
    throw error
  }
  return () => client.release(true)
}

export const listTakers = async (pool: Pool): Promise<string[]> => {
  const result = await pool.query(
    'select distinct locked_by from graphile_worker.jobs where locked_by is not null',
  )
  return result.rows.map(({ locked_by }) => locked_by)
}

/** Frees what a taker has and its queue, if it is gone; says whether it is. */
export const freeTaker = async (pool: Pool, name: string): Promise<boolean> => {
  const result = await pool.query(
    `select graphile_worker.force_unlock_workers(array[$1]) from (
        select pg_try_advisory_xact_lock(${lockOf}) as gone) taker where gone`,
    [name],
  )
  return result.rowCount === 1
}
