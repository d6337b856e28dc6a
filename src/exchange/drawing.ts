// What drawing makes of objects: each with a draft for every segment it goes to. Knows no rule.
import type { Accepted } from '../core/intake.ts'
import type { Review } from '../core/review/review.ts'
import type { Audience } from '../core/sharing/audience.ts'
import type { Label } from '../core/sharing/label.ts'
import type { Reason } from '../core/sharing/reason.ts'
import type { Segment } from '../core/sharing/segment.ts'
import type { StixObject } from '../core/stix/object.ts'

/** A version in one segment, before it has a place in a feed. */
export type Draft = {
  segment: Segment
  state: 'shown' | 'waiting' | 'withheld'
  reason: Reason | null
  audience: Audience
  stix_id: string
  /** Null: the hub names the version when it gives it a position. */
  version: { text: string; order: string } | null
  body: Buffer | null
  /** The same under an id of this scope, where another lineage has the id; null for an owner. */
  derive: (() => { stix_id: string; body: Buffer }) | null
  /** What the hub publishes along with it, because it names that. */
  companions: StixObject[]
  /** What was done to it, for its owner's eyes. */
  notes: string[]
}

/** One object and what becomes of it. */
export type Drawing = {
  ok: true
  accepted: Accepted
  label: Label
  targets: string[]
  drafts: Draft[]
  /** Why a person has to look at it first; null where nobody has. */
  review: Review | null
}

/** An object in one of its segments. */
export type Place = { drawing: Drawing; segment: Segment }

/** A draft of the whole object for everybody in the segment, but for what is said otherwise. */
export const asDraft = (
  { drawing, segment }: Place,
  draft: Partial<Draft> & Pick<Draft, 'state'>,
): Draft => ({
  segment,
  reason: null,
  audience: segment.audience,
  stix_id: drawing.accepted.stix_id,
  version: drawing.accepted.version,
  body: null,
  derive: null,
  companions: [],
  notes: [],
  ...draft,
})

export const withhold = (place: Place, reason: Reason, notes: string[] = []): void => {
  place.drawing.drafts.push(asDraft(place, { state: 'withheld', reason, notes }))
}

/** Why an object has to wait for a person; null for one that goes its way. */
export type ReviewOf = (accepted: Accepted, label: Label) => Review | null

/**
 * What comes in the same envelope, but is not drawn together with the rest: its ids, its marking
 * definitions, and what says on whose side an observed value stands.
 */
export type Company = {
  ids: ReadonlySet<string>
  definitions: ReadonlyMap<string, StixObject>
  witnesses: readonly StixObject[]
}

export const noCompany: Company = { ids: new Set(), definitions: new Map(), witnesses: [] }
