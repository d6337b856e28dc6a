// Collections whose renditions were made under other rules: held back until all are drawn anew. And
// the lock that keeps what is drawn under old rules from being written after they have changed.
import { type Kysely, sql } from 'kysely'
import type { Database } from './database.ts'
import type { Client, Pool } from './pools.ts'

/**
 * Keeps the rules as they are until the transaction ends, and answers the policy epoch. The first
 * statement of a transaction that writes what was drawn: what was drawn under another epoch is
 * outdated. Many may hold them at once.
 */
export const holdRules = async (client: Client): Promise<bigint> => {
  // Two statements in one round trip: the second looks after the first has waited.
  const text = `select pg_advisory_xact_lock_shared(hashtextextended('rules of drawing', 0));
    select policy_epoch from hub`
  const results = (await client.query(text)) as unknown as { rows: { policy_epoch: bigint }[] }[]
  const row = results[1]?.rows[0]
  if (row === undefined) throw new Error('the hub has no policy epoch')
  return row.policy_epoch
}

/**
 * Waits until nothing is being written that was drawn under the rules that are about to change.
 * Before the first change of a transaction: whoever writes may wait for what changed.
 */
export const lockRules = async (db: Kysely<Database>): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtextextended('rules of drawing', 0))`.execute(db)
}

/**
 * Holds back every collection of these groups (null: of all), and those they spread to; asks for
 * all of their objects to be drawn anew. In the transaction that changes the rules.
 */
export const holdCollections = async (
  db: Kysely<Database>,
  groupIds: string[] | null,
): Promise<void> => {
  await sql`insert into redraw (home_id, owner_id, stix_id)
    select distinct v.collection_id, v.owner_id, v.stix_id
    from object_version v join collection c on c.id = v.collection_id
    where ${groupIds}::uuid[] is null or c.group_id = any(${groupIds}::uuid[])
    on conflict do nothing`.execute(db)
  await sql`update feed_head h set held = true
    from (select distinct f ->> 'collection_id' as id
      from redraw r join object_version v on v.collection_id = r.home_id
        and v.owner_id = r.owner_id and v.stix_id = r.stix_id,
      jsonb_array_elements(v.forms) f) as touched
    where h.collection_id = touched.id::uuid`.execute(db)
}

/** Shows collections again when nothing waits to be drawn anew. Answers whether any were held. */
export const showCollections = async (pool: Pool): Promise<boolean> => {
  const result = await pool.query(
    `update feed_head set held = false, last_position = last_position + 1
      where held and not exists (select from redraw)`,
  )
  return (result.rowCount ?? 0) > 0
}
