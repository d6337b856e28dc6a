// One reader's look at the hub: policy epoch, shares and entries of the same moment.
// INVARIANT: nothing of the feed is visible in it before the audiences are named.
import type pg from 'pg'
import { withTransaction } from './pools.ts'

export type Share = {
  audience_id: number
  entries: number
  current_entries: number
  last_position: bigint
}

export type FeedHead = { last_position: bigint; given: bigint }

/** Runs `use` on one read-only snapshot, with the policy epoch as of that snapshot. */
export const withSnapshot = async <T>(
  pool: pg.Pool,
  use: (client: pg.PoolClient, epoch: bigint) => Promise<T>,
): Promise<T> =>
  withTransaction(pool, 'begin isolation level repeatable read read only', async (client) => {
    const result = await client.query({ name: 'epoch', text: 'select policy_epoch from hub' })
    return use(client, result.rows[0].policy_epoch)
  })

/** The end of the collection's feed; both zero while nothing was published. */
export const readHead = async (client: pg.PoolClient, collectionId: string): Promise<FeedHead> => {
  const result = await client.query({
    name: 'feed head',
    text: 'select last_position, given from feed_head where collection_id = $1',
    values: [collectionId],
  })
  return result.rows[0] ?? { last_position: 0n, given: 0n }
}

/** What each audience of the collection holds. Counts guide the search; they are shown to nobody. */
export const readShares = async (client: pg.PoolClient, collectionId: string): Promise<Share[]> => {
  const result = await client.query({
    name: 'feed shares',
    text: `select audience_id, entries::float8 as entries, current_entries::float8 as current_entries,
             last_position from feed_share where collection_id = $1`,
    values: [collectionId],
  })
  return result.rows as Share[]
}

/** Names the audiences whose rows may be seen until the transaction ends (the second wall). */
export const nameAudiences = async (client: pg.PoolClient, ids: number[]): Promise<void> => {
  await client.query({
    name: 'name audiences',
    text: `select set_config('sekisho.audiences', $1, true)`,
    values: [`{${ids.join(',')}}`],
  })
}
