// Where a walk through a feed goes on: the query as asked, or as its cursor remembers it.
import {
  type Cursor,
  type CursorPlace,
  digestFilters,
  openCursor,
  sealCursor,
} from '../core/taxii/cursor.ts'
import type { FeedFilters, FeedQuery, FilterName } from '../core/taxii/query.ts'
import type { Caller, Context } from './context.ts'
import { Refusal } from './refusal.ts'

export type WalkEndpoint = 'objects' | 'manifest' | 'object' | 'versions'

export type Walk = {
  place: CursorPlace
  filters: FeedFilters
  after: bigint
  /** True on the first page: there is no cursor. */
  fresh: boolean
  /** What the next cursor is sealed with. */
  key: Buffer
}

const same = (left: unknown, right: unknown): boolean =>
  JSON.stringify(left) === JSON.stringify(right)

const contradicts = (query: FeedQuery, kept: FeedFilters): boolean => {
  // A moved added_after is what some clients send with next; it never contradicts (checklist 203).
  const names = [...query.given].filter((name): name is Exclude<FilterName, 'addedAfter'> => {
    return name !== 'addedAfter'
  })
  return names.some((name) => !same(query.filters[name], kept[name]))
}

const later = (position: bigint, addedAfter: bigint | null): bigint =>
  addedAfter !== null && addedAfter > position ? addedAfter : position

const badCursor = (message: string): Refusal => new Refusal('bad-cursor', message)

const openWith = (keys: readonly Buffer[], next: string, place: CursorPlace): Cursor | null => {
  for (const key of keys) {
    const cursor = openCursor(key, next, place)
    if (cursor !== null) return cursor
  }
  return null
}

/**
 * Reads the query's cursor, if it has one. Refuses with bad-cursor what was not sealed for this
 * caller, collection and endpoint, and filters that differ from those the walk began with.
 */
export const beginWalk = async (
  ctx: Context,
  caller: Caller,
  endpoint: WalkEndpoint,
  collectionId: string,
  objectId: string | null,
  query: FeedQuery,
): Promise<Walk> => {
  const place: CursorPlace = {
    principal_id: caller.principal_id ?? 'anonymous',
    collection_id: collectionId,
    endpoint,
    object_id: objectId,
  }
  const { filters, next } = query
  const keys = await ctx.keys.cursors(caller.epoch)
  const key = keys[0] as Buffer
  if (next === null) return { place, filters, after: filters.addedAfter ?? 0n, fresh: true, key }
  const cursor = openWith(keys, next, place)
  if (cursor === null)
    throw badCursor('`next` is not one this collection gave you; start again without it')
  if (cursor.filters === null) {
    if (digestFilters(filters) !== cursor.digest) {
      throw badCursor('the filters of this walk are too long for `next`; send the same ones again')
    }
    const after = later(cursor.position, filters.addedAfter)
    return { place, filters, after, fresh: false, key }
  }
  if (contradicts(query, cursor.filters)) {
    throw badCursor('`next` belongs to a walk with other filters; start again without it')
  }
  const after = later(cursor.position, filters.addedAfter)
  return { place, filters: cursor.filters, after, fresh: false, key }
}

/** The `next` that continues behind `position`. */
export const continueWalk = ({ key, filters, place }: Walk, position: bigint): string =>
  sealCursor(key, position, filters, place)
