// What was taken back of owners' objects, and what had been told of it. Decides nothing.
// Precondition of whatever writes: the client holds the collection's lock.
import type { Client, Pool } from './pools.ts'
import { jsonLiteral, literal } from './versions.ts'

/** What was told last in a strand and under an id. */
export type StoredTold = {
  segment: string
  profile: string
  collection_id: string
  stix_id: string
  version: string
}

export type RemovedRow = { owner_id: string; stix_id: string; told: StoredTold[] }

/** What any owner has taken back under these ids. */
export const findRemoved = async (
  client: Client | Pool,
  collectionId: string,
  ids: string[],
): Promise<RemovedRow[]> => {
  if (ids.length === 0) return []
  const result = await client.query({
    name: 'removed objects',
    text: `select owner_id, stix_id, told from removed_object
      where collection_id = $1 and stix_id = any($2) order by stix_id, owner_id`,
    values: [collectionId, ids],
  })
  return result.rows
}

/** Keeps that objects were taken back; what is said of one counts from now on. */
export const saveRemoved = async (
  client: Client,
  collectionId: string,
  rows: RemovedRow[],
): Promise<void> => {
  if (rows.length === 0) return
  await client.query(
    `insert into removed_object (collection_id, stix_id, owner_id, told)
      select $1, stix_id, owner_id, told::jsonb
      from unnest($2::text[], $3::uuid[], $4::text[]) as r (stix_id, owner_id, told)
      on conflict (collection_id, stix_id, owner_id) do update set told = excluded.told`,
    [
      collectionId,
      literal(rows.map(({ stix_id }) => stix_id)),
      literal(rows.map(({ owner_id }) => owner_id)),
      jsonLiteral(rows.map(({ told }) => told)),
    ],
  )
}
