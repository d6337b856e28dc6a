// Two bundles that know the same objects at different times, pushed in either order into two
// collections: what is there afterwards must not depend on the order.
import { canonicalJson } from '../../src/core/json/canonical.ts'
import type { StixObject } from '../../src/core/stix/object.ts'
import { orderOf } from '../../src/core/stix/timestamp.ts'
import { type Bundle, type BundlePair, versionKeyOf, versionTextOf } from './bundles.ts'
import type { Client } from './client.ts'
import { type Collection, makeCollection } from './collections.ts'
import type { Account } from './push.ts'
import { everySpec, everyVersion, walk } from './walk.ts'

/** A collection of the order test, and the bundles in the order in which they go there. */
export type Turn = { collection: Collection; bundles: [Bundle, Bundle]; account: Account }
export type OrderTest = { pair: BundlePair; turns: [Turn, Turn] }

/** Why the bundles cannot both be right about an object: then the first to come stays. */
export type Contest = 'content' | 'history'

export type OrderCheck = {
  pair: BundlePair
  match: 'last' | 'all'
  /** Versions seen in one order and in the other. */
  counts: [number, number]
  /** Objects of which both orders left the same. */
  alike: number
  /** Objects of which they did not, because the bundles contradict each other. */
  contested: Record<Contest, number>
  faults: string[]
}

const limit = 1000
const pagesMax = 10_000

/** The order tests for these pairs, each with two fresh collections. */
export const planOrderTests = (pairs: BundlePair[]): OrderTest[] =>
  pairs.map((pair, index) => {
    const turn = (name: string, bundles: [Bundle, Bundle]): Turn => ({
      collection: makeCollection(`order-${index + 1}-${name}`, pair.one.specVersion),
      bundles,
      account: new Map(),
    })
    const { one, other } = pair
    return { pair, turns: [turn('a', [one, other]), turn('b', [other, one])] }
  })

/** Canonical forms by version, by id. */
type Seen = Map<string, Map<string, string>>

const listContents = (objects: StixObject[]): Seen => {
  const seen: Seen = new Map()
  for (const object of objects) {
    const versions = seen.get(object.id) ?? new Map<string, string>()
    seen.set(object.id, versions.set(versionKeyOf(object), canonicalJson(object)))
  }
  return seen
}

const poll = async (client: Client, { id }: Collection, match: 'last' | 'all'): Promise<Seen> => {
  const filters = match === 'all' ? everyVersion : everySpec
  const path = `collections/${id}/objects/`
  const { entries, faults } = await walk(client, { path, filters, limit, way: 'next' }, pagesMax)
  if (faults[0] !== undefined) throw new Error(`${path}: ${faults[0]}`)
  return listContents(entries as StixObject[])
}

const isContinued = (object: StixObject, others: StixObject[]): boolean =>
  object.revoked === true &&
  others.some((other) => orderOf(versionTextOf(other)) > orderOf(versionTextOf(object)))

/** What bundles say of one object that cannot all be true (STIX 2.1 §3.2, §3.6); null if it can. */
export const findContest = (objects: StixObject[]): Contest | null => {
  const roots = new Set(
    objects.map(({ created, created_by_ref }) => `${created} ${created_by_ref}`),
  )
  if (roots.size > 1 || objects.some((object) => isContinued(object, objects))) return 'history'
  const contents = new Set(objects.map(canonicalJson))
  return contents.size > new Set(objects.map(versionKeyOf)).size ? 'content' : null
}

const sameVersions = (one: Map<string, string>, other: Map<string, string>): boolean =>
  one.size === other.size && [...one.keys()].every((key) => other.has(key))

const sameContents = (one: Map<string, string>, other: Map<string, string>): boolean =>
  sameVersions(one, other) && [...one].every(([key, content]) => other.get(key) === content)

const none = new Map<string, string>()

/**
 * Compares what the two orders left, object by object. Versions must be the same, with the same
 * content; only where the bundles contradict each other may the order decide.
 */
export const compareOrders = (
  [one, other]: [Seen, Seen],
  sent: StixObject[],
): Pick<OrderCheck, 'alike' | 'contested' | 'faults'> => {
  const result = { alike: 0, contested: { content: 0, history: 0 }, faults: [] as string[] }
  const byId = Map.groupBy(sent, ({ id }) => id)
  for (const id of new Set([...one.keys(), ...other.keys()])) {
    const [a, b] = [one.get(id) ?? none, other.get(id) ?? none]
    const contest = sameContents(a, b) ? null : findContest(byId.get(id) ?? [])
    if (sameContents(a, b)) result.alike += 1
    else if (contest === null) result.faults.push(`${id} depends on the order`)
    else if (contest === 'content' && !sameVersions(a, b))
      result.faults.push(`${id}: which versions are there depends on the order`)
    else result.contested[contest] += 1
  }
  return result
}

const countVersions = (seen: Seen): number =>
  [...seen.values()].reduce((sum, versions) => sum + versions.size, 0)

/** Looks at both collections of an order test, which are filled already. */
export const checkOrder = async (
  client: Client,
  { pair, turns }: OrderTest,
  match: 'last' | 'all',
): Promise<OrderCheck> => {
  const [one, other] = turns
  const seen: [Seen, Seen] = [
    await poll(client, one.collection, match),
    await poll(client, other.collection, match),
  ]
  const counts: [number, number] = [countVersions(seen[0]), countVersions(seen[1])]
  const sent = [...pair.one.objects, ...pair.other.objects]
  return { pair, match, counts, ...compareOrders(seen, sent) }
}
