// Who may be shown again what was shown before, and what refers to it: in groups that hide their
// past, nobody who came later. Knows no bytes.
import { earlierOf, type Histories, limitToPast } from '../core/sharing/past.ts'
import type { Segment } from '../core/sharing/segment.ts'
import type { StixObject } from '../core/stix/object.ts'
import { findReferences } from '../core/stix/reference.ts'
import type { Pending } from './draw-places.ts'
import type { Drawing } from './drawing.ts'
import { beganOf, firstOf } from './histories.ts'
import { formOf, orderIn } from './history.ts'
import type { Known } from './known.ts'

type Began = bigint | null

/** Markings come with what they mark, however old they are. */
const notFollowed = ['created_by_ref', 'object_marking_refs', 'granular_markings.marking_ref']

const listFollowed = (object: StixObject): string[] =>
  findReferences(object)
    .filter(({ id, property }) => id !== object.id && !notFollowed.includes(property))
    .map(({ id }) => id)

/** When this very version was first shown; null for one that is new. */
const beganBefore = (known: Known, segment: Segment, drawing: Drawing): Began => {
  const { accepted } = drawing
  const same = known.own
    .get(accepted.stix_id)
    ?.find((kept) =>
      accepted.version === null
        ? kept.unversioned && kept.content_hash.equals(accepted.content_hash)
        : kept.version_order === orderIn(drawing),
    )
  return same === undefined ? null : firstOf(same.forms, { ...segment, segment: segment.name })
}

const beganOutside = (known: Known, segment: Segment, id: string): Began => {
  const form = formOf(known, segment, id)
  return form?.state === 'shown' || form?.state === 'covered' ? beganOf(form) : null
}

/** What refers to something older is as old; the oldest first, so that each is told once. */
const spread = (began: Map<string, Began>, referrers: Map<string, string[]>): void => {
  const sorted = [...began]
    .flatMap(([id, at]) => (at === null ? [] : [{ id, at }]))
    .sort((a, b) => (a.at < b.at ? -1 : 1))
  for (const { id: first, at } of sorted) {
    const queue = [first]
    for (const id of queue) {
      for (const from of referrers.get(id) ?? []) {
        const held = began.get(from) ?? null
        if (held !== null && held <= at) continue
        began.set(from, at)
        queue.push(from)
      }
    }
  }
}

/**
 * Limits what is drawn for a segment to those who saw it before, where it was shown, and to those
 * who see all that it refers to: in a group that hides its past, a newer object that tells of an
 * older one stays with those who know that one. `here`: ids drawn now, in this segment or not.
 * Layers as `closeReferences` gets them, the latest versions first.
 */
export const limitLayers = (
  layers: Pending[][],
  known: Known,
  here: ReadonlyMap<string, unknown>,
  segment: Segment,
  histories: Histories,
): void => {
  if (histories.groups.size === 0) return
  const settled = new Map<string, Began>()
  for (const layer of layers) {
    const ids = new Set(layer.map(({ node }) => node.id))
    const began = new Map<string, Began>()
    const referrers = new Map<string, string[]>()
    for (const { node, place } of layer) {
      let at = beganBefore(known, segment, place.drawing)
      for (const target of listFollowed(node.object)) {
        if (ids.has(target)) {
          const all = referrers.get(target)
          if (all === undefined) referrers.set(target, [node.id])
          else all.push(node.id)
        } else if (settled.has(target)) at = earlierOf(at, settled.get(target) ?? null)
        else if (!here.has(target)) at = earlierOf(at, beganOutside(known, segment, target))
      }
      began.set(node.id, at)
    }
    spread(began, referrers)
    for (const { node } of layer) {
      node.audience = limitToPast(node.audience, began.get(node.id) ?? null, histories)
    }
    for (const [id, at] of began) if (!settled.has(id)) settled.set(id, at)
  }
}
