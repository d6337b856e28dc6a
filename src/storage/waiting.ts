// Forms that open or close at a time. Knows the time of neither.
import type { Client, Pool } from './pools.ts'
import { literal } from './versions.ts'

export type Waiting = { collection_id: string; due: bigint; home_id: string; version_id: bigint }

/** Adds what waits and says in each collection's head when the first of it is due. */
export const addWaiting = async (client: Client, waiting: Waiting[]): Promise<void> => {
  if (waiting.length === 0) return
  await client.query(
    `insert into waiting (collection_id, due, home_id, version_id)
      select * from unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::bigint[])
      on conflict do nothing`,
    [
      waiting.map(({ collection_id }) => collection_id),
      literal(waiting.map(({ due }) => due)),
      waiting.map(({ home_id }) => home_id),
      literal(waiting.map(({ version_id }) => version_id)),
    ],
  )
  await setDue(client, [...new Set(waiting.map(({ collection_id }) => collection_id))])
}

const setDue = async (client: Client, collectionIds: string[]): Promise<void> => {
  await client.query(
    `insert into feed_head as h (collection_id, last_position, given, due)
      select c.id, 0, 0, (select min(due) from waiting w where w.collection_id = c.id)
      from unnest($1::uuid[]) as c (id)
      on conflict (collection_id) do update set due = excluded.due`,
    [collectionIds],
  )
}

/** What is due in a collection by `now`, oldest first. */
export const listDue = async (
  client: Client | Pool,
  collectionId: string,
  now: bigint,
  most: number,
): Promise<Waiting[]> => {
  const result = await client.query(
    `select collection_id, due, home_id, version_id from waiting
      where collection_id = $1 and due <= $2 order by due, home_id, version_id limit $3`,
    [collectionId, String(now), most],
  )
  return result.rows
}

/** The collections, all or of these, in which something is due by the hub's clock. */
export const listDueCollections = async (
  pool: Pool,
  among: string[] | null = null,
): Promise<string[]> => {
  const result = await pool.query({
    name: 'due collections',
    text: `select collection_id from feed_head
      where due <= hub_clock() and ($1::uuid[] is null or collection_id = any($1))`,
    values: [among],
  })
  return result.rows.map((row: { collection_id: string }) => row.collection_id)
}

/** Takes away what was due, and says when the next is. */
export const endWaiting = async (client: Client, ended: Waiting[]): Promise<void> => {
  if (ended.length === 0) return
  await client.query(
    `delete from waiting w using unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::bigint[])
        as d (collection_id, due, home_id, version_id)
      where w.collection_id = d.collection_id and w.due = d.due and w.home_id = d.home_id
        and w.version_id = d.version_id`,
    [
      ended.map(({ collection_id }) => collection_id),
      literal(ended.map(({ due }) => due)),
      ended.map(({ home_id }) => home_id),
      literal(ended.map(({ version_id }) => version_id)),
    ],
  )
  await setDue(client, [...new Set(ended.map(({ collection_id }) => collection_id))])
}
