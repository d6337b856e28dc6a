// Where a walk through a feed goes on: the query as asked, or as its cursor remembers it.
import { type CursorPlace, digestFilters, openCursor, sealCursor } from '../core/taxii/cursor.ts'
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

/**
 * Reads the query's cursor, if it has one. Refuses with bad-cursor what was not sealed for this
 * caller, collection and endpoint, and filters that differ from those the walk began with.
 */
export const beginWalk = (
  ctx: Context,
  caller: Caller,
  endpoint: WalkEndpoint,
  collectionId: string,
  objectId: string | null,
  query: FeedQuery,
): Walk => {
  const place: CursorPlace = {
    principal_id: caller.principal_id ?? 'anonymous',
    collection_id: collectionId,
    endpoint,
    object_id: objectId,
  }
  const { filters, next } = query
  if (next === null) return { place, filters, after: filters.addedAfter ?? 0n, fresh: true }
  const cursor = openCursor(ctx.keys.cursor, next, place)
  if (cursor === null)
    throw badCursor('`next` is not one this collection gave you; start again without it')
  if (cursor.filters === null) {
    if (digestFilters(filters) !== cursor.digest) {
      throw badCursor('the filters of this walk are too long for `next`; send the same ones again')
    }
    return { place, filters, after: later(cursor.position, filters.addedAfter), fresh: false }
  }
  if (contradicts(query, cursor.filters)) {
    throw badCursor('`next` belongs to a walk with other filters; start again without it')
  }
  const after = later(cursor.position, filters.addedAfter)
  return { place, filters: cursor.filters, after, fresh: false }
}

/** The `next` that continues behind `position`. */
export const continueWalk = (ctx: Context, walk: Walk, position: bigint): string =>
  sealCursor(ctx.keys.cursor, position, walk.filters, walk.place)
