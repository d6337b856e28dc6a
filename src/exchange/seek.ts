// Finds objects among everything a caller may read, wherever it is: the same walls as a page of a
// feed, and the same account of what is shown.
import { createHmac } from 'node:crypto'
import { packPositions } from '../core/ledger/positions.ts'
import { soughtTerms } from '../core/search/terms.ts'
import type { StixObject } from '../core/stix/object.ts'
import { type Entry, type EntryFilter, findEntries } from '../storage/feed-window.ts'
import type { Client } from '../storage/pools.ts'
import { readRenditions } from '../storage/renditions.ts'
import {
  type EntryQuest,
  keepTerms,
  listBehind,
  orderByLatest,
  readProfiles,
  seekEntries,
} from '../storage/search.ts'
import { nameAudiences, type Outline } from '../storage/snapshot.ts'
import type { Caller, Context } from './context.ts'
import { release } from './guard.ts'
import { lookInto } from './look.ts'
import { openPace } from './pace.ts'
import { viewCollection } from './roots.ts'
import type { Sight } from './shares.ts'

/** An entry that the caller may be shown, once it is in the ledger. */
export type Found = {
  collection_id: string
  entry: Entry
  profile: string
  object: StixObject
  audiences: number[]
  epoch: bigint
}

const atOnce = 200
const stepsBeforeSearch = 15
const stepsOfJob = 5_000

const termsOf = async (bodies: string[]): Promise<string[][]> => {
  const terms: string[][] = []
  const pace = openPace()
  for (const body of bodies) {
    terms.push(soughtTerms(JSON.parse(body)))
    await pace()
  }
  return terms
}

const keepFor = async (ctx: Context, collectionIds: string[], steps: number): Promise<void> => {
  for (const id of collectionIds) {
    for (let step = 0; step < steps; step++) {
      if ((await keepTerms(ctx.pools.writer, id, atOnce, termsOf)) < atOnce) break
    }
  }
}

/** Makes everything published so far to be found by its values. For the jobs. */
export const keepAllTerms = async (ctx: Context): Promise<void> => {
  await keepFor(ctx, await listBehind(ctx.pools.writer), stepsOfJob)
}

/** The same before a search, as far as it takes no time; the jobs do the rest. */
export const keepSomeTerms = async (ctx: Context): Promise<void> => {
  try {
    await keepFor(ctx, await listBehind(ctx.pools.writer), stepsBeforeSearch)
  } catch (error) {
    // Somebody else is at it and takes long: what is there already is searched.
    ctx.log.warn({ err: error }, 'what is searched by was not brought up to date')
  }
}

/** The collections that the caller reads now. */
export const listReadable = async (ctx: Context, caller: Caller): Promise<string[]> => {
  const policy = await ctx.policy.since(caller.epoch)
  return [...policy.collectionById.keys()].filter(
    (id) => viewCollection(policy, caller, id)?.can_read === true,
  )
}

type Place = { collectionId: string; head: Outline['head'] }
type Ask = (client: Client, sight: Sight, place: Place, found: Found[]) => Promise<Entry[]>

/**
 * What `ask` finds in each collection, with its bytes, looked at once more by the guard. `ask` is
 * told what was found in those before. `single`: also what is for named persons, which leaves one
 * object at a time.
 */
const gather = async (
  ctx: Context,
  caller: Caller,
  collectionIds: string[],
  single: boolean,
  ask: Ask,
): Promise<Found[]> => {
  const found: Found[] = []
  for (const collection_id of collectionIds) {
    const here = await lookInto(ctx, caller, collection_id, async (client, outline, asking) => {
      const { head, epoch } = outline
      const sight = await ctx.shares.look(client, collection_id, head, asking.clearance)
      const audiences = single ? [...sight.audiences, ...sight.eyesOnly] : sight.audiences
      if (audiences.length === 0) return []
      await nameAudiences(client, audiences)
      const entries = await ask(
        client,
        { ...sight, audiences },
        { collectionId: collection_id, head },
        found,
      )
      if (entries.length === 0) return []
      const ids = entries.map(({ rendition_id }) => rendition_id)
      const bodies = await readRenditions(client, collection_id, ids)
      const profiles = await readProfiles(client, collection_id, ids)
      const { renditions, rows } = release(ctx, asking.clearance, entries, bodies)
      const { bytes, starts, ends } = renditions
      return entries.map((entry, n): Found => {
        const row = rows[n]!
        const object = JSON.parse(bytes.toString('utf8', starts[row], ends[row])) as StixObject
        const profile = profiles.get(entry.rendition_id) ?? 'P3'
        return { collection_id, entry, profile, object, audiences, epoch }
      })
    })
    found.push(...here)
  }
  return found
}

export type Quest = Pick<EntryQuest, 'terms' | 'type' | 'after' | 'before' | 'most'>

/** The position below which nothing more is wanted, after what was found; null for none. */
export type FloorOf = (found: Found[]) => bigint | null

/**
 * The latest versions that match, of each collection at most so many, and none that lies below the
 * floor. Collections that were written to last come first, so that the others have little to give.
 */
export const seek = async (
  ctx: Context,
  caller: Caller,
  collectionIds: string[],
  quest: Quest,
  floorOf: FloorOf = () => null,
): Promise<Found[]> => {
  const latestFirst = await orderByLatest(ctx.pools.writer, collectionIds)
  return gather(ctx, caller, latestFirst, false, async (client, sight, { collectionId }, found) => {
    const floor = floorOf(found)
    // What stands at the floor itself may still come before what was found there.
    const after = floor === null || floor <= quest.after ? quest.after : floor - 1n
    if (sight.last <= after) return []
    const { audiences, late } = sight
    return seekEntries(client, { collectionId, audiences, late, ...quest, after })
  })
}

const filterFor = (ids: string[], all: boolean): EntryFilter => ({
  types: null,
  ids,
  specVersions: all ? ['2.0', '2.1'] : null,
  all,
  last: !all,
  first: false,
  orders: [],
})

/** Entries under these ids: every version, or the latest. */
export const seekIds = (
  ctx: Context,
  caller: Caller,
  collectionIds: string[],
  ids: string[],
  { all, single, most }: { all: boolean; single: boolean; most: number },
): Promise<Found[]> =>
  gather(ctx, caller, collectionIds, single, (client, sight, { head, collectionId }) =>
    findEntries(client, {
      collectionId,
      audiences: sight.audiences,
      shares: sight.shares,
      head,
      after: 0n,
      most,
      filter: filterFor(ids, all),
      late: sight.late,
      named: true,
    }),
  )

/** INVARIANT: nothing is shown that is not in the ledger. Resolves when it is kept for good. */
export const discloseFound = async (
  ctx: Context,
  { principal_id, credential_id, organisation_id }: Caller,
  found: Found[],
  { endpoint, objectId, asked }: { endpoint: string; objectId: string | null; asked: unknown },
): Promise<void> => {
  const key = ctx.keys.pseudonym
  const filters = createHmac('sha256', key).update(JSON.stringify(asked)).digest('base64url')
  const told = [...Map.groupBy(found, (one) => one.collection_id)].map(([collection_id, here]) => {
    const positions = [...new Set(here.map(({ entry }) => entry.position))]
    positions.sort((a, b) => (a < b ? -1 : 1))
    return ctx.ledger.disclose({
      principal_id,
      credential_id,
      organisation_id,
      collection_id,
      endpoint,
      object_id: objectId,
      first: positions[0] as bigint,
      last: positions.at(-1) as bigint,
      count: positions.length,
      positions: packPositions(positions),
      audiences: here[0]!.audiences,
      filters: filters.slice(0, 16),
      epoch: here[0]!.epoch,
      request_id: null,
    })
  })
  // Together, so that they share a commit.
  await Promise.all(told)
}
