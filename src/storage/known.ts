// Whether an object is there at all for the audiences a snapshot has named.
import type pg from 'pg'
import { lateCondition } from './feed-window.ts'

/**
 * Of `audiences`, those for whom the feed has a version of the object, or one of those at `orders`
 * where given. Precondition: the same audiences were named in the snapshot `client` is in.
 */
export const listKnown = async (
  client: pg.PoolClient,
  collectionId: string,
  audiences: number[],
  stixId: string,
  orders: string[] | null,
  late: { audience_id: number; since: bigint }[] = [],
): Promise<number[]> => {
  const values: unknown[] = [collectionId, audiences, stixId, orders]
  const result = await client.query(
    `select distinct f.audience_id from feed f where f.collection_id = $1
      and (f.audience_id + 0) = any($2::integer[]) and f.stix_id = $3
      and ($4::text[] is null or f.version_order = any($4))${lateCondition(late, values)}`,
    values,
  )
  return result.rows.map((row: { audience_id: number }) => row.audience_id)
}
