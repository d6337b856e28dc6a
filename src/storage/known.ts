// Whether an object is there at all for the audiences a snapshot has named.
import type pg from 'pg'

/** True when the feed shows any version of the object, or any of those at `orders` where given. */
export const isKnown = async (
  client: pg.PoolClient,
  collectionId: string,
  stixId: string,
  orders: string[] | null,
): Promise<boolean> => {
  const result = await client.query(
    `select exists (select from feed where collection_id = $1 and stix_id = $2
      and ($3::text[] is null or version_order = any($3))) as known`,
    [collectionId, stixId, orders],
  )
  return result.rows[0].known
}
