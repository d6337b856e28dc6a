// What a decided review means for a version that is drawn again. Knows no storage.
import { awaitsReview, narrowOptions, type Review } from '../core/review/review.ts'
import { reachesTlp } from '../core/sharing/tlp.ts'
import { tlpIdOf, tlpOf } from '../core/stix/marking.ts'
import type { StixObject } from '../core/stix/object.ts'
import type { KeptVersion } from './forms.ts'
import { type Asked, storeAsked } from './stored-options.ts'

/** What was asked, as a reviewer left it. */
export const narrowAsked = (asked: Asked): Asked => {
  const options = narrowOptions(asked.options, asked.review?.narrowed)
  return options === asked.options ? asked : { ...asked, options }
}

/**
 * Versions in one state of review are drawn together: what is shown names nothing that waits, and
 * what waits nothing that was refused.
 */
export const groupOf = (review: Review | null | undefined): string => {
  if (!review) return 'free'
  return `${review.state === 'refused' ? 'refused' : 'held'} ${review.narrowed?.tlp ?? ''}`
}

const isLaxer = (ref: unknown, tlp: NonNullable<NonNullable<Review['narrowed']>['tlp']>) => {
  const level = typeof ref === 'string' ? tlpOf(ref) : null
  return level !== null && reachesTlp(tlp, level)
}

/** The object with the level that a reviewer gave it, in all its parts. */
export const remarkObject = (object: StixObject, review: Review | null | undefined): StixObject => {
  const tlp = review?.narrowed?.tlp ?? null
  if (tlp === null) return object
  const { granular_markings, object_marking_refs, ...rest } = object
  const refs = Array.isArray(object_marking_refs) ? object_marking_refs : []
  const parts = (Array.isArray(granular_markings) ? granular_markings : []).filter(
    (part) => !isLaxer((part as { marking_ref?: unknown }).marking_ref, tlp),
  )
  const kept = refs.filter((ref) => !isLaxer(ref, tlp))
  const stricter = kept.some((ref) => typeof ref === 'string' && tlpOf(ref) !== null)
  return {
    ...rest,
    object_marking_refs: stricter ? kept : [...kept, tlpIdOf(tlp)],
    ...(parts.length === 0 ? {} : { granular_markings: parts }),
  } as StixObject
}

/**
 * What is to be kept of a version whose bytes changed after they were released: they wait for a
 * reviewer again. Null where nothing does.
 */
export const reopenReview = (version: KeptVersion): unknown => {
  const { asked, forms } = version
  const { review } = asked
  const waits = forms.some(({ state, gate }) => state === 'waiting' && awaitsReview(gate))
  if (review?.state !== 'released' || !waits) return null
  version.asked = { ...asked, review: { ...review, state: 'open', approvals: [] } }
  return storeAsked(version.asked)
}
