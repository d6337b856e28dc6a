// Collections whose renditions were made under other rules: held back until all are drawn anew.
import { type Kysely, sql } from 'kysely'
import type { Database } from './database.ts'
import type { Pool } from './pools.ts'

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
