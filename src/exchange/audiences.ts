// The audiences met so far, read once: an audience never changes its meaning.

import {
  type Audience,
  admits,
  type Clause,
  nobody,
  parseAudience,
  printAudience,
} from '../core/sharing/audience.ts'
import type { Clearance } from '../core/sharing/clearance.ts'
import type { Decision } from '../core/sharing/reason.ts'
import { internAudience, readPredicates } from '../storage/audiences.ts'
import type { Client, Pool } from '../storage/pools.ts'

export type AudienceBook = {
  /** The id of an audience, given on first use. */
  intern(audience: Audience): Promise<number>
  /** The ids of many, looked up afterwards without waiting. */
  internAll(audiences: Iterable<Audience>): Promise<(audience: Audience) => number>
  /** What these ids mean; an audience that cannot be read is nobody. One id, one value. */
  read(ids: Iterable<number>, client: Client | Pool): Promise<(id: number) => Audience>
  /** Of `ids`, those that admit the clearance. An audience that cannot be read admits nobody. */
  admitting(ids: number[], clearance: Clearance, client: Client): Promise<number[]>
  /** Decides one audience anew, for the guard. False for an id never met. */
  admitsNow(id: number, clearance: Clearance): boolean
  /** The same with its reason and since when; for an id never met, a denial. */
  decideNow(id: number, clearance: Clearance): Decision
  /** True for an audience of persons named for RED: what is for it leaves one object at a time. */
  isEyesOnly(id: number): boolean
}

const unknown: Decision = { admitted: false, reason: 'no-such-term', since: 0 }

/** What is addressed to a person, and is not TLP:RED, stands in that person's pages. */
const isRedFor = ({ all }: Clause): boolean =>
  all.some((atom) => atom.is === 'person') &&
  all.some((atom) => atom.is === 'tlp' && atom.tlp === 'red')

const namesPersons = ({ any }: Audience): boolean => any.length > 0 && any.every(isRedFor)

export const openAudienceBook = (pool: Pool): AudienceBook => {
  const met = new Map<number, Audience | null>()
  const idOf = new Map<string, number>()
  const known = new WeakMap<Audience, number>()

  const meet = async (ids: Iterable<number>, client: Client | Pool): Promise<void> => {
    const strange = [...new Set(ids)].filter((id) => !met.has(id))
    if (strange.length === 0) return
    for (const [id, predicate] of await readPredicates(client, strange)) {
      const audience = parseAudience(predicate)
      met.set(id, audience)
      if (audience !== null) known.set(audience, id)
    }
  }
  const decideNow = (id: number, clearance: Clearance): Decision => {
    const audience = met.get(id)
    return audience ? admits(audience, clearance) : unknown
  }
  const intern = async (audience: Audience): Promise<number> => {
    const remembered = known.get(audience)
    if (remembered !== undefined) return remembered
    const predicate = printAudience(audience)
    const id = idOf.get(predicate) ?? (await internAudience(pool, predicate))
    idOf.set(predicate, id)
    known.set(audience, id)
    if (!met.has(id)) met.set(id, audience)
    return id
  }

  return {
    intern,
    decideNow,
    admitsNow: (id, clearance) => decideNow(id, clearance).admitted,
    isEyesOnly: (id) => namesPersons(met.get(id) ?? nobody),
    async internAll(audiences) {
      for (const audience of new Set(audiences)) await intern(audience)
      return (audience) => known.get(audience) as number
    },
    async read(ids, client) {
      await meet(ids, client)
      return (id) => met.get(id) ?? nobody
    },
    async admitting(ids, clearance, client) {
      await meet(ids, client)
      return ids.filter((id) => decideNow(id, clearance).admitted)
    },
  }
}
