// What drawing makes of objects: each with a draft for every segment it goes to. Shapes only.
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
