// What the primary knows of a collection now: the policy epoch and the end of its feed. Whatever is
// read from a replica is measured against it.
import type { Pool } from '../storage/pools.ts'
import { type Outline, readOutlines } from '../storage/snapshot.ts'

export type Front = {
  /**
   * The collection's outline on the primary. INVARIANT: it was read after it was asked for;
   * requests that come while a reading is under way share the next one.
   */
  at(collectionId: string): Promise<Outline>
}

type Asking = { resolve(outline: Outline): void; reject(error: unknown): void }

export const openFront = (pool: Pool): Front => {
  let asking = new Map<string, Asking[]>()
  let reading = false

  const readOnce = async (asked: Map<string, Asking[]>): Promise<void> => {
    const all = [...asked.values()].flat()
    try {
      const outlines = await readOutlines(pool, [...asked.keys()])
      for (const [id, waiting] of asked) {
        for (const { resolve } of waiting) resolve(outlines.get(id) as Outline)
      }
    } catch (error) {
      for (const { reject } of all) reject(error)
    }
  }
  const run = async (): Promise<void> => {
    reading = true
    while (asking.size > 0) {
      const asked = asking
      asking = new Map()
      await readOnce(asked)
    }
    reading = false
  }

  return {
    at: (collectionId) =>
      new Promise((resolve, reject) => {
        const waiting = asking.get(collectionId)
        if (waiting === undefined) asking.set(collectionId, [{ resolve, reject }])
        else waiting.push({ resolve, reject })
        if (!reading) void run()
      }),
  }
}
