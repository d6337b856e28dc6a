// What each audience holds of a collection, and which of them admit a caller. Kept as long as the
// feed ends where it ended: every publication moves the end, and an audience never changes its
// meaning.
import type { Clearance } from '../core/sharing/clearance.ts'
import type { Client } from '../storage/pools.ts'
import { type FeedHead, readShares, type Share } from '../storage/snapshot.ts'
import type { AudienceBook } from './audiences.ts'

/**
 * `audiences` admit the caller; those of named persons are `eyesOnly` and in no list of several
 * objects. `late`: of these the caller sees what came after `since` only. `last` is the position of
 * the last entry that any of `audiences` was given; 0 without one.
 */
export type Sight = {
  shares: Share[]
  audiences: number[]
  eyesOnly: number[]
  late: { audience_id: number; since: bigint }[]
  last: bigint
}

export type ShareBook = {
  /** The shares as of the snapshot `client` is in, and the audiences that admit the clearance. */
  look(client: Client, collectionId: string, head: FeedHead, clearance: Clearance): Promise<Sight>
}

type Leaf = { end: bigint; shares: Share[]; sights: Map<string, Sight> }

const clearancesMax = 1_000

const lastOf = (shares: Share[], audiences: number[]): bigint => {
  const admitted = new Set(audiences)
  let last = 0n
  for (const { audience_id, last_position } of shares) {
    if (admitted.has(audience_id) && last_position > last) last = last_position
  }
  return last
}

const listLate = (book: AudienceBook, audiences: number[], clearance: Clearance): Sight['late'] =>
  audiences
    .map((audience_id) => {
      const { since } = book.decideNow(audience_id, clearance)
      return { audience_id, since: BigInt(since) }
    })
    .filter(({ since }) => since > 0n)

export const openShareBook = (book: AudienceBook): ShareBook => {
  const leaves = new Map<string, Leaf>()

  const leafAt = async (client: Client, collectionId: string, end: bigint): Promise<Leaf> => {
    const kept = leaves.get(collectionId)
    if (kept?.end === end) return kept
    const read = { end, shares: await readShares(client, collectionId), sights: new Map() }
    if (kept === undefined || kept.end < end) leaves.set(collectionId, read)
    return read
  }

  return {
    async look(client, collectionId, head, clearance) {
      const { shares, sights } = await leafAt(client, collectionId, head.last_position)
      // The decision is a pure function of the clearance, so the clearance itself is the key.
      const key = JSON.stringify(clearance)
      const known = sights.get(key)
      if (known !== undefined) return known
      const ids = shares.map((share) => share.audience_id)
      const audiences = await book.admitting(ids, clearance, client)
      const sight = {
        shares,
        audiences: audiences.filter((id) => !book.isEyesOnly(id)),
        eyesOnly: audiences.filter((id) => book.isEyesOnly(id)),
        late: listLate(book, audiences, clearance),
        last: lastOf(shares, audiences),
      }
      if (sights.size >= clearancesMax) sights.clear()
      sights.set(key, sight)
      return sight
    },
  }
}
