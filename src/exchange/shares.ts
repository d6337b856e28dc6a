// What each audience holds of a collection, and which of them admit a caller. Kept as long as the
// feed ends where it ended: every publication moves the end, and an audience never changes its
// meaning.
import type { Clearance } from '../core/sharing/clearance.ts'
import type { Client } from '../storage/pools.ts'
import { type FeedHead, readShares, type Share } from '../storage/snapshot.ts'
import type { AudienceBook } from './audiences.ts'

export type Sight = { shares: Share[]; audiences: number[] }

export type ShareBook = {
  /** The shares as of the snapshot `client` is in, and the audiences that admit the clearance. */
  look(client: Client, collectionId: string, head: FeedHead, clearance: Clearance): Promise<Sight>
}

type Leaf = { end: bigint; shares: Share[]; admitting: Map<string, number[]> }

const clearancesMax = 1_000

export const openShareBook = (book: AudienceBook): ShareBook => {
  const leaves = new Map<string, Leaf>()

  const leafAt = async (client: Client, collectionId: string, end: bigint): Promise<Leaf> => {
    const kept = leaves.get(collectionId)
    if (kept?.end === end) return kept
    const read = { end, shares: await readShares(client, collectionId), admitting: new Map() }
    if (kept === undefined || kept.end < end) leaves.set(collectionId, read)
    return read
  }

  return {
    async look(client, collectionId, head, clearance) {
      const { shares, admitting } = await leafAt(client, collectionId, head.last_position)
      // The decision is a pure function of the clearance, so the clearance itself is the key.
      const key = JSON.stringify(clearance)
      const known = admitting.get(key)
      if (known !== undefined) return { shares, audiences: known }
      const ids = shares.map((share) => share.audience_id)
      const audiences = await book.admitting(ids, clearance, client)
      if (admitting.size >= clearancesMax) admitting.clear()
      admitting.set(key, audiences)
      return { shares, audiences }
    },
  }
}
