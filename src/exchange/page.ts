// One page of a feed, as one caller may see it now: policy and entries of a single snapshot.
// Serves objects, manifest and versions alike, so that there is one way to look, not three.

import { packPositions } from '../core/ledger/positions.ts'
import { digestFilters } from '../core/taxii/cursor.ts'
import type { FeedFilters, FeedQuery } from '../core/taxii/query.ts'
import {
  type Entry,
  type EntryFilter,
  type EntrySearch,
  findEntries,
} from '../storage/feed-window.ts'
import { listKnown } from '../storage/known.ts'
import type { Client } from '../storage/pools.ts'
import { nameAudiences, type Outline } from '../storage/snapshot.ts'
import type { Caller, Context } from './context.ts'
import { lookInto } from './look.ts'
import { Refusal } from './refusal.ts'
import type { CollectionView } from './roots.ts'
import type { Sight } from './shares.ts'
import { beginWalk, continueWalk, type Walk, type WalkEndpoint } from './walk.ts'

export type Page = {
  entries: Entry[]
  more: boolean
  next: string | null
  /** Positions of the first and the last entry; null on an empty page. */
  first: bigint | null
  last: bigint | null
}

/** A page, and under which audiences and filters it was found. */
type FoundPage = Page & { audiences: number[]; filters: string }

export type PageRequest = {
  endpoint: WalkEndpoint
  collection: CollectionView
  objectId: string | null
  query: FeedQuery
}

/** Made inside the snapshot, from the entries of the page: what the door is to send. */
type Finish<T> = (client: Client, page: Page, caller: Caller) => Promise<T>

const filterOf = (filters: FeedFilters, objectId: string | null): EntryFilter => {
  const { versions } = filters
  return {
    types: filters.types,
    ids: objectId === null ? filters.ids : [objectId],
    specVersions: filters.specVersions,
    all: versions.kind === 'all',
    last: versions.kind === 'last' || (versions.kind === 'some' && versions.last),
    first: versions.kind === 'some' && versions.first,
    orders: versions.kind === 'some' ? versions.orders : [],
  }
}

/** As many entries as fit the limits, and at least one; the rest is for the next page. */
const cut = (ctx: Context, walk: Walk, found: Entry[], limit: number): Page => {
  let size = 0
  let fits = 0
  for (const entry of found.slice(0, limit)) {
    size += entry.size
    if (fits > 0 && size > ctx.settings.pageBytesMax) break
    fits += 1
  }
  const entries = found.slice(0, fits)
  const last = entries.at(-1)?.position ?? null
  const more = found.length > fits
  return {
    entries,
    more,
    next: more && last !== null ? continueWalk(walk, last) : null,
    first: entries[0]?.position ?? null,
    last,
  }
}

type Looked = Pick<Sight, 'audiences' | 'late'> & { caller: Caller; walk: Walk }

/** TAXII 2.1 §5.6, §5.7: an object that is not there, or only versions that are not, is a 404. */
const demandObject = async (
  ctx: Context,
  client: Client,
  { collection, objectId }: PageRequest,
  { audiences, late, caller, walk }: Looked,
): Promise<void> => {
  const { versions } = walk.filters
  const named = versions.kind === 'some' && !versions.first && !versions.last
  const orders = named ? versions.orders : null
  const known = await listKnown(client, collection.id, audiences, objectId as string, orders, late)
  if (known.some((audience) => ctx.audiences.admitsNow(audience, caller.clearance))) return
  throw new Refusal('not-found', 'there is no such object')
}

const findPage = async (
  ctx: Context,
  client: Client,
  { head }: Outline,
  caller: Caller,
  request: PageRequest,
): Promise<FoundPage> => {
  const { collection, endpoint, objectId, query } = request
  const walk = await beginWalk(ctx, caller, endpoint, collection.id, objectId, query)
  const limit = Math.min(query.limit ?? ctx.settings.pageDefault, ctx.settings.pageMax)
  const sight = await ctx.shares.look(client, collection.id, head, caller.clearance)
  const { shares, late, last } = sight
  // What is for named persons leaves one object at a time, and in no list.
  const single = endpoint === 'object' || endpoint === 'versions'
  const audiences = single ? [...sight.audiences, ...sight.eyesOnly] : sight.audiences
  const nothing = last <= walk.after
  const filters = digestFilters(walk.filters)
  if (nothing && objectId === null) return { ...cut(ctx, walk, [], limit), audiences, filters }
  await nameAudiences(client, audiences)
  const search: EntrySearch = {
    collectionId: collection.id,
    audiences,
    shares,
    head,
    after: walk.after,
    late,
    most: limit + 1,
    filter: filterOf(walk.filters, objectId),
    named: endpoint === 'manifest' || endpoint === 'versions',
  }
  const found = nothing ? [] : await findEntries(client, search)
  if (found.length === 0 && objectId !== null)
    await demandObject(ctx, client, request, { audiences, late, caller, walk })
  return { ...cut(ctx, walk, found, limit), audiences, filters }
}

/** INVARIANT: nothing is shown that is not in the ledger. */
const disclosePage = async (
  ctx: Context,
  { principal_id, credential_id, organisation_id }: Caller,
  { collection, endpoint, objectId }: PageRequest,
  { entries, first, last, audiences, filters }: FoundPage,
  epoch: bigint,
): Promise<void> => {
  if (first === null || last === null) return
  await ctx.ledger.disclose({
    principal_id,
    credential_id,
    organisation_id,
    collection_id: collection.id,
    endpoint,
    object_id: objectId,
    first,
    last,
    count: entries.length,
    positions: packPositions(entries.map(({ position }) => position)),
    audiences,
    filters,
    epoch,
    request_id: null,
  })
}

/**
 * Finds a page and finishes it in the snapshot it was found in. Refuses as lookInto does, and with
 * bad-cursor.
 */
export const readPage = async <T>(
  ctx: Context,
  caller: Caller,
  request: PageRequest,
  finish: Finish<T>,
): Promise<T> => {
  const { id } = request.collection
  const { finished, disclosed } = await lookInto(
    ctx,
    caller,
    id,
    async (client, outline, asking) => {
      const page = await findPage(ctx, client, outline, asking, request)
      // Kept while the bytes are read, and kept for good before the first of them leaves.
      const disclosed = disclosePage(ctx, asking, request, page, outline.epoch)
      disclosed.catch(() => {})
      return { finished: await finish(client, page, asking), disclosed }
    },
  )
  // Outside: who waits for the ledger's disk keeps no connection from others.
  await disclosed
  return finished
}
