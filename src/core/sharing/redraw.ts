// Draws again what is left of an object that lost references or words, and shows it under the ids
// of its segment. Knows what was decided to go, not why.
import type { StixObject } from '../stix/object.ts'
import { type Path, printPointer } from '../stix/pointer.ts'
import { needsOf, type Place } from './graph.ts'
import { planRemovals } from './loss.ts'
import { pruneObject, renameObject } from './prune.ts'
import type { Reason } from './reason.ts'
import { findStaleTranslations } from './translation.ts'

/** Whether what is shown is known to differ from what its owner sent, ids apart. */
export const isAltered = ({ node, id, shown, object, draft }: Place): boolean =>
  node === null ? shown !== id : node.changed || draft !== object

const translated = (place: Place): Place | null =>
  place.links.find(({ reference }) => reference.property === 'object_ref')?.to ?? null

/** What a translation may be of: the target's draft without the name that was put in place. */
const translatable = ({ draft, held }: Place): StixObject | null => {
  if (draft === null) return null
  const renamed = [...held].some(({ fate }) => fate === 'rename')
  return renamed ? pruneObject(draft, [['name']]) : draft
}

/** Null when it cannot be told, because what the target now says is not at hand. */
const stalePaths = (place: Place): Path[] | null => {
  const { object } = place
  const target = object!.type === 'language-content' ? translated(place) : null
  if (target === null || !isAltered(target)) return []
  const shown = translatable(target)
  return shown === null ? null : findStaleTranslations(object!, shown)
}

const lacks = (object: StixObject, needs: readonly string[]): boolean =>
  needs.length > 0 && needs.every((name) => object[name] === undefined)

/**
 * Draws a place again from all that it lost so far; the reason when nothing is left that could
 * stand, else null.
 */
export const redraw = (place: Place): Reason | null => {
  const object = place.object!
  const stale = stalePaths(place)
  if (stale === null) return 'narrative'
  const lost = place.links.filter((link) => link.lost).map(({ reference }) => reference)
  const held = [...place.held]
  const dropped = held.filter(({ fate }) => fate === 'drop').map(({ path }) => path)
  const paths = [...planRemovals(object, lost), ...dropped, ...stale]
  const renamed = held.filter(({ fate }) => fate === 'rename').map(({ path }) => path)
  const draft = pruneObject(object, paths)
  place.draft = renamed.length === 0 ? draft : { ...draft, name: object.type }
  place.pruned = [...new Set([...paths, ...renamed].map(printPointer))].sort()
  if (object.contents !== undefined && draft.contents === undefined) return 'required-part-hidden'
  const needs = needsOf(object.type)
  return lacks(draft, needs) && !lacks(object, needs) ? 'references-emptied' : null
}

/**
 * How each place is shown once every changed one has its id: `changed` are those and the outside
 * ones with another id. Others are shown as they are.
 */
export const renameAll = (changed: ReadonlySet<Place>) => {
  const ids = new Map([...changed].map(({ id, shown }) => [id, shown]))
  return (place: Place): { object: StixObject; shown: string } => {
    const { draft, shown } = place
    if (!changed.has(place)) return { object: draft!, shown }
    // It names a version of the target that is shown under another id and time.
    const target = draft!.type === 'language-content' ? translated(place) : null
    const isStale = target !== null && changed.has(target) && 'object_modified' in draft!
    const object = isStale ? pruneObject(draft!, [['object_modified']]) : draft!
    return { object: renameObject(object, shown, ids), shown }
  }
}
