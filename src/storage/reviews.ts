// Versions that wait for a reviewer. Decides nothing.
import type { Client, Pool } from './pools.ts'
import { asKept, type KeptRow, keptColumns } from './versions.ts'

const open = `options -> 'review' ->> 'state' = 'open'`

/** Those of a collection after a number, the oldest first. */
export const findOpenReviews = async (
  client: Client | Pool,
  collectionId: string,
  after: bigint,
  most: number,
): Promise<KeptRow[]> => {
  const result = await client.query(
    `select ${keptColumns} from object_version
      where collection_id = $1 and version_id > $2 and ${open} order by version_id limit $3`,
    [collectionId, after, most],
  )
  return result.rows.map(asKept)
}

/** One of them, locked until the transaction ends; null where it does not wait. */
export const lockOpenReview = async (
  client: Client,
  collectionId: string,
  versionId: bigint,
): Promise<KeptRow | null> => {
  const result = await client.query(
    `select ${keptColumns} from object_version
      where collection_id = $1 and version_id = $2 and ${open} for update`,
    [collectionId, versionId],
  )
  return result.rows.map(asKept)[0] ?? null
}

export type Overdue = {
  collection_id: string
  version_id: bigint
  owner_id: string
  stix_id: string
}

/** Marks what was due before a moment (a timestamp) and is not marked yet; answers what it was. */
export const escalateReviews = async (
  client: Client,
  now: string,
  most: number,
): Promise<Overdue[]> => {
  const result = await client.query(
    `update object_version v
      set options = jsonb_set(options, '{review,escalated}', 'true')
      where (collection_id, version_id) in (
        select collection_id, version_id from object_version
        where ${open} and options -> 'review' ->> 'escalated' = 'false'
          and (options -> 'review' ->> 'due')::timestamptz <= $1::timestamptz
        order by collection_id, version_id limit $2 for update skip locked)
      returning collection_id, version_id, owner_id, stix_id`,
    [now, most],
  )
  return result.rows
}
