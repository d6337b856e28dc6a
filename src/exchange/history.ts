// How an owner's objects were shown before, in one segment. Reads what is known; asks for nothing.

import { tellLate } from '../core/anonymity/time.ts'
import { type Form, isSameStrand, type Telling } from '../core/sharing/form.ts'
import type { Segment } from '../core/sharing/segment.ts'
import { listTold, type Told as StrandTold } from '../core/sharing/told.ts'
import { orderOf } from '../core/stix/timestamp.ts'
import type { Drawing, Place } from './drawing.ts'
import type { Known } from './known.ts'

/** Where a drawn version stands among the others of its object. */
export const orderIn = ({ accepted }: Drawing): string => accepted.version?.order ?? ''

const isIn = (form: Form, { name, profile, collection_id }: Segment): boolean =>
  isSameStrand(form, { segment: name, profile, collection_id })

/** The latest form that an owner's earlier object has in this segment. */
export const formOf = (known: Known, segment: Segment, id: string): Form | undefined => {
  return known.own
    .get(id)
    ?.at(-1)
    ?.forms.find((form) => isIn(form, segment))
}

/** True for an object that its viewers know under another id. */
export const isDerived = (known: Known, segment: Segment, id: string): boolean => {
  const form = formOf(known, segment, id)
  return form !== undefined && form.state !== 'withheld' && form.stix_id !== id
}

/** What tells one version from all others of its owner. */
export const versionKey = (id: string, order: string): string => `${order} ${id}`

/**
 * What the versions after a drawn one became in this segment; undefined for one not in it. What is
 * drawn anew itself is not what it was.
 */
export const listLater = (
  known: Known,
  { drawing, segment }: Place,
  drawn: ReadonlySet<string>,
): (Form | undefined)[] => {
  if (drawing.accepted.version === null) return []
  const order = orderIn(drawing)
  const kept = known.own.get(drawing.accepted.stix_id) ?? []
  return kept
    .slice(kept.findLastIndex((each) => each.version_order <= order) + 1)
    .filter(({ stix_id, version_order }) => !drawn.has(versionKey(stix_id, version_order)))
    .map(({ forms }) => forms.find((form) => isIn(form, segment)))
}

type Shown = { order: string; version: string }

/** A version as its viewers are told it. */
type Told = { text: string; order: string }

/** The later of two versions, where there are any. */
export const laterOf = (a: string | null, b: string | null): string | null =>
  a === null || (b !== null && orderOf(b) > orderOf(a)) ? b : a

/**
 * Which versions of an object were shown under an id: of those the owner keeps, and of those drawn
 * now, which come earliest first.
 */
export const openPrevious = (known: Known, segment: Segment) => {
  /** What is kept of a version that is drawn anew. */
  const versionOf = (drawing: Drawing) =>
    known.own
      .get(drawing.accepted.stix_id)
      ?.find(({ version_order }) => version_order === orderIn(drawing))
  const drawn = new Map<string, string>()
  const listed = new Map<string, Shown[]>()
  const { name, profile, collection_id } = segment
  /** When it was told under the id, as this segment's profile may say it, whichever told it. */
  const lastOf = (all: readonly StrandTold[], id: string): string | null =>
    all
      .filter((each) => each.stix_id === id && each.segment === name)
      .filter((each) => each.collection_id === collection_id)
      .map((each) => (each.profile === profile ? each.version : tellLate(each.version, profile)))
      .reduce(laterOf, null)
  /** The kept versions, in their order. */
  const listShown = (objectId: string, id: string): Shown[] => {
    const key = `${objectId} ${id}`
    const before = listed.get(key)
    if (before !== undefined) return before
    const shown = (known.own.get(objectId) ?? []).flatMap(({ version_order: order, forms }) => {
      const waiting = forms.find((each) => each.state === 'waiting' && isIn(each, segment))
      const version = waiting?.stix_id === id ? waiting.version : lastOf(listTold(forms), id)
      return version === null ? [] : [{ order, version }]
    })
    listed.set(key, shown)
    return shown
  }
  return {
    /** The last version the id was shown in, before this one; null when there is none. */
    before(drawing: Drawing, id: string): string | null {
      const order = orderIn(drawing)
      const shown = listShown(drawing.accepted.stix_id, id)
      const last = shown.findLast((each) => each.order < order)
      return laterOf(drawn.get(id) ?? null, last?.version ?? null)
    },
    /**
     * True for a version that comes after a later one was shown under the id, and could be told at
     * no earlier time than that one (V9).
     */
    isLate(drawing: Drawing, id: string, told: Told | null): boolean {
      const order = orderIn(drawing)
      const next = listShown(drawing.accepted.stix_id, id).find((each) => each.order > order)
      return told !== null && next !== undefined && told.order >= orderOf(next.version)
    },
    /**
     * The last version told under the id and taken back since, or told of this very version as
     * another profile tells it; null when there is none.
     */
    removed(drawing: Drawing, id: string): string | null {
      const otherwise = listTold(versionOf(drawing)?.forms ?? [])
      const told = known.removed.get(drawing.accepted.stix_id) ?? []
      return lastOf([...told, ...otherwise.filter((each) => each.profile !== profile)], id)
    },
    /** How this very version was shown under the id, where it is drawn anew. */
    shownAs(drawing: Drawing, id: string): Telling | null {
      const form = versionOf(drawing)?.forms.find((each) => isIn(each, segment))
      const telling = form?.told ?? form
      return telling?.stix_id === id && telling.digest !== null ? telling : null
    },
    note(id: string, version: string | null): void {
      if (version !== null) drawn.set(id, version)
    },
  }
}
