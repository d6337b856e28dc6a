// Search over everything the caller may read, latest first. What it may not see is nowhere in it:
// neither as a result, nor as a page that came out short.
import { levelOf, levelTerm, soughtTerm, titleOf } from '../core/search/terms.ts'
import type { Tlp } from '../core/sharing/tlp.ts'
import { printPosition } from '../core/taxii/position.ts'
import { listOwned } from '../storage/search.ts'
import type { Caller, Context } from './context.ts'
import { Refusal } from './refusal.ts'
import { requireAction, requireSignedIn } from './require-role.ts'
import { discloseFound, type Found, keepSomeTerms, listReadable, seek } from './seek.ts'

export type Question = {
  value: string | null
  id: string | null
  type: string | null
  tlp: Tlp | null
  /** A position; 0 for all. */
  added_after: bigint
  collection: string | null
  next: string | null
  limit: number
}

/** `title` is what the object is called, or its value or pattern, as the caller is shown it. */
export type Hit = {
  id: string
  type: string
  title: string | null
  tlp: Tlp | null
  version: string
  added: string
  collection: string
  profile: string
  revoked: boolean
  mine: boolean
}

type Place = { position: bigint; collection_id: string }

const nextShape = /^(\d{1,18}) ([0-9a-f-]{36})$/

const readNext = (next: string | null): Place | null => {
  if (next === null) return null
  const [, position, collection_id] = nextShape.exec(next) ?? []
  if (position === undefined || collection_id === undefined) {
    throw new Refusal('bad-cursor', '`next` is not one of this search')
  }
  return { position: BigInt(position), collection_id }
}

const placeOf = ({ entry, collection_id }: Found): Place => ({
  position: entry.position,
  collection_id,
})

/** Latest first; entries of one moment by their collections. */
const compare = (a: Place, b: Place): number => {
  if (a.position !== b.position) return a.position > b.position ? -1 : 1
  return a.collection_id < b.collection_id ? -1 : a.collection_id > b.collection_id ? 1 : 0
}

/** A found entry as it is listed. */
const listHit = (found: Found, owned: Set<string>): Hit => {
  const { entry, object, collection_id, profile } = found
  return {
    id: entry.stix_id,
    type: object.type,
    title: titleOf(object),
    tlp: levelOf(object),
    version: entry.version,
    added: printPosition(entry.position),
    collection: collection_id,
    profile,
    revoked: object.revoked === true,
    mine: owned.has(`${collection_id} ${entry.stix_id}`),
  }
}

const listHits = async (ctx: Context, caller: Caller, found: Found[]): Promise<Hit[]> => {
  const { organisation_id } = requireSignedIn(caller)
  const places = found.map(({ collection_id, entry }) => {
    return { collection_id, stix_id: entry.stix_id }
  })
  const owned = await listOwned(ctx.pools.writer, organisation_id, places)
  return found.map((one) => listHit(one, owned))
}

/**
 * One page of what matches, and where the next goes on. Refuses with forbidden who is here only to
 * configure or to audit, and with bad-cursor.
 */
export const searchObjects = async (
  ctx: Context,
  caller: Caller,
  question: Question,
): Promise<{ entries: Hit[]; next: string | null }> => {
  requireAction(caller, 'search', {})
  const { value, id, type, tlp, added_after, collection, limit } = question
  const from = readNext(question.next)
  const terms = [
    ...(value === null ? [] : [soughtTerm(value)]),
    ...(id === null ? [] : [soughtTerm(id)]),
    ...(tlp === null ? [] : [levelTerm(tlp)]),
  ]
  if (terms.length > 0) await keepSomeTerms(ctx)
  const readable = await listReadable(ctx, caller)
  const here = readable.filter((one) => collection === null || one === collection)
  // The last of the page before may stand at the same moment in another collection.
  const before = from?.position ?? null
  const quest = { terms, type, after: added_after, before, most: limit + 2 }
  const listAhead = (found: Found[]): Found[] =>
    found
      .filter((one) => from === null || compare(from, placeOf(one)) < 0)
      .sort((a, b) => compare(placeOf(a), placeOf(b)))
  // One more than the page tells that there is another.
  const floorOf = (found: Found[]) => listAhead(found)[limit]?.entry.position ?? null
  const ahead = listAhead(await seek(ctx, caller, here, quest, floorOf))
  const page = ahead.slice(0, limit)
  const { next: _, ...asked } = { ...question, added_after: String(added_after) }
  await discloseFound(ctx, caller, page, { endpoint: 'search', objectId: null, asked })
  const entries = await listHits(ctx, caller, page)
  const last = page.at(-1)
  if (ahead.length <= limit || last === undefined) return { entries, next: null }
  return { entries, next: `${last.entry.position} ${last.collection_id}` }
}
