// What a database selects against the second telling of the sharing rule: entries of random plans
// in a real feed, and every viewer's look at it. Knows no door.
import type { Clearance } from '../../src/core/sharing/clearance.ts'
import { orderOf } from '../../src/core/stix/timestamp.ts'
import { type EntrySearch, findEntries } from '../../src/storage/feed-window.ts'
import { type Client, withTransaction } from '../../src/storage/pools.ts'
import { appendEntries, lockCollection, type NewEntry } from '../../src/storage/publication.ts'
import { nameAudiences, withSnapshot } from '../../src/storage/snapshot.ts'
import type { TestHub } from '../fixture/hub.ts'
import type { Planned } from './differential.ts'
import { collections } from './policy-world.ts'
import { openDecision, type Shown } from './reference-policy.ts'

const ids: Record<string, string> = {
  [collections.home]: '00000000-0000-4000-8000-0000000000c1',
  [collections.community]: '00000000-0000-4000-8000-0000000000c2',
  [collections.public]: '00000000-0000-4000-8000-0000000000c3',
}
const step = 20
const owner_id = '00000000-0000-4000-8000-000000000001'
const version = '2026-01-01T00:00:00.000Z'
const chunk = 2_000

/** One open segment of a post, as `form` says, and where it stands in its feed. */
type Placed = { form: string; collection: string; position: number; named: boolean }

const formOf = (post: number, as: string, profile: string): string => `${post} ${as} ${profile}`

/** Fills the feeds with an entry for every segment that is open; positions are those of posts. */
export const fillFeeds = async (hub: TestHub, planned: Planned[]): Promise<Placed[]> => {
  const { ctx } = hub
  const placed: Placed[] = []
  const rows = new Map<string, NewEntry[]>()
  for (const [post, { segments }] of planned.entries()) {
    for (const [index, segment] of segments.entries()) {
      if (segment.opens !== null || segment.gate !== null) continue
      const position = (post + 1) * step + index
      const collection = ids[segment.collection_id] as string
      const form = formOf(post, segment.name, segment.profile)
      placed.push({ form, collection, position, named: segment.name === 'named' })
      const entry: NewEntry = {
        position: BigInt(position),
        rendition_id: BigInt(position),
        owner_id,
        audience_id: await ctx.audiences.intern(segment.audience),
        strand: BigInt(position),
        size: 100,
        stix_id: `indicator--${post}-${index}`,
        stix_type: 'indicator',
        spec_version: '2.1',
        version,
        version_order: orderOf(version),
      }
      rows.set(collection, [...(rows.get(collection) ?? []), entry])
    }
  }
  for (const [collection, entries] of rows) {
    for (let from = 0; from < entries.length; from += chunk) {
      await withTransaction(ctx.pools.publisher, 'begin', async (client) => {
        const head = await lockCollection(client, collection)
        await appendEntries(client, collection, head, entries.slice(from, from + chunk))
      })
    }
  }
  return placed
}

/** What a look names and leaves out; spoilt for controls. */
type Look = Pick<EntrySearch, 'audiences' | 'late'>
export type Spoil = (look: Look) => Look

type Found = { page: number[]; single: number[]; behind: number[] }

const numbers = (rows: { position: bigint }[]): number[] =>
  rows.map(({ position }) => Number(position))

const everything = {
  ...{ types: null, ids: null, specVersions: null, orders: [] },
  ...{ all: true, first: false, last: false },
}

/**
 * Positions a viewer is given in a feed: in pages, by id, and all that is let through by the
 * database alone where nobody asks for audiences.
 */
const look = (
  hub: TestHub,
  collectionId: string,
  viewer: Clearance,
  spoil: Spoil,
): Promise<Found> =>
  withSnapshot(hub.ctx.pools.reader, collectionId, async (client, { head }) => {
    const sight = await hub.ctx.shares.look(client, collectionId, head, viewer)
    const { shares, eyesOnly } = sight
    const of = (audiences: number[]): Look => spoil({ audiences, late: sight.late })
    const search = async ({ audiences, late }: Look, from: Client) => {
      await nameAudiences(from, audiences)
      const filter = everything
      const given = { collectionId, audiences, late, shares, head, filter }
      return numbers(
        await findEntries(from, { ...given, after: 0n, most: 1_000_000, named: false }),
      )
    }
    const page = await search(of(sight.audiences), client)
    const single = await search(of([...sight.audiences, ...eyesOnly]), client)
    const { rows } = await client.query(
      'select position from feed where collection_id = $1 order by position',
      [collectionId],
    )
    return { page, single, behind: numbers(rows) }
  })

export type SqlTally = { decisions: number; pairs: number; disagreements: number; first: string[] }

const keptMax = 5

const listWanted = (
  placed: ReadonlyMap<string, Placed>,
  shown: (Shown | null)[],
  collection: string,
  { late, named }: { late: boolean; named: boolean },
): string =>
  shown
    .flatMap((one, post) => {
      if (one === null || one.opens !== null || one.gate !== null) return []
      const entry = placed.get(formOf(post, one.as, one.profile))
      // Shown by the reference, and nowhere in the feeds: no set found can be equal.
      if (entry === undefined) return [-1]
      if (entry.collection !== collection || (entry.named && !named)) return []
      return late || entry.position > one.since ? [entry.position] : []
    })
    .join(' ')

/**
 * Every viewer's look at every feed, compared with what the reference decides of each post, until
 * so many disagree.
 */
export const compareSql = async (
  hub: TestHub,
  planned: Planned[],
  placed: Placed[],
  viewers: Clearance[],
  spoil: Spoil = (same) => same,
  until = Number.POSITIVE_INFINITY,
): Promise<SqlTally> => {
  const tally: SqlTally = { decisions: 0, pairs: 0, disagreements: 0, first: [] }
  const decisions = planned.map(({ post }) => openDecision(post))
  const byForm = new Map(placed.map((one) => [one.form, one]))
  for (const viewer of viewers) {
    const shown = decisions.map((decide) => decide(viewer))
    for (const collection of Object.values(ids)) {
      const found = await look(hub, collection, viewer, spoil)
      const sets: [string, number[], { late: boolean; named: boolean }][] = [
        ['page', found.page, { late: false, named: false }],
        ['by id', found.single, { late: false, named: true }],
        ['behind', found.behind, { late: true, named: true }],
      ]
      for (const [name, positions, asked] of sets) {
        const wanted = listWanted(byForm, shown, collection, asked)
        if (positions.join(' ') === wanted) continue
        tally.disagreements += 1
        if (tally.first.length < keptMax) {
          const who = JSON.stringify(viewer)
          tally.first.push(`${name} ${collection}: ${positions}, wanted ${wanted}, for ${who}`)
        }
      }
      if (tally.disagreements >= until) return tally
    }
    tally.decisions += planned.length
    tally.pairs += placed.length
  }
  return tally
}
