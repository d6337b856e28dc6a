// The audiences met so far, read once: an audience never changes its meaning.

import { type Audience, admits, parseAudience, printAudience } from '../core/sharing/audience.ts'
import type { Clearance } from '../core/sharing/clearance.ts'
import { internAudience, readPredicates } from '../storage/audiences.ts'
import type { Client, Pool } from '../storage/pools.ts'

export type AudienceBook = {
  /** The id of an audience, given on first use. */
  intern(audience: Audience): Promise<number>
  /** Of `ids`, those that admit the clearance. An audience that cannot be read admits nobody. */
  admitting(ids: number[], clearance: Clearance, client: Client): Promise<number[]>
  /** Decides one audience anew, for the guard. False for an id never met. */
  admitsNow(id: number, clearance: Clearance): boolean
}

export const openAudienceBook = (pool: Pool): AudienceBook => {
  const met = new Map<number, Audience | null>()
  const idOf = new Map<string, number>()

  const meet = async (ids: number[], client: Client): Promise<void> => {
    const strange = ids.filter((id) => !met.has(id))
    if (strange.length === 0) return
    for (const [id, predicate] of await readPredicates(client, strange)) {
      met.set(id, parseAudience(predicate))
    }
  }
  const admitsNow = (id: number, clearance: Clearance): boolean => {
    const audience = met.get(id)
    return audience ? admits(audience, clearance).admitted : false
  }

  return {
    admitsNow,
    async intern(audience) {
      const predicate = printAudience(audience)
      const known = idOf.get(predicate)
      if (known !== undefined) return known
      const id = await internAudience(pool, predicate)
      idOf.set(predicate, id)
      met.set(id, audience)
      return id
    },
    async admitting(ids, clearance, client) {
      await meet(ids, client)
      return ids.filter((id) => admitsNow(id, clearance))
    },
  }
}
