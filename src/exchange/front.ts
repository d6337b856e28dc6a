// What the primary knows of a collection now: the policy epoch and the end of its feed. Whatever is
// read from a replica is measured against it.
import type { Pool } from '../storage/pools.ts'
import { type Outline, readOutlines } from '../storage/snapshot.ts'
import { shareReading } from './share-reading.ts'

export type Front = {
  /** The collection's outline on the primary. INVARIANT: it was read after it was asked for. */
  at(collectionId: string): Promise<Outline>
}

export const openFront = (pool: Pool): Front => {
  const read = shareReading((ids) => readOutlines(pool, ids))
  return { at: async (collectionId) => (await read(collectionId)) as Outline }
}
