// What is kept beside a version that waits for a person, or did: why, since when, and what was
// decided. Shapes, and what follows from them alone.

import type { Profile, Segment } from '../sharing/segment.ts'
import type { Tlp } from '../sharing/tlp.ts'
import { stricterTlp } from '../sharing/tlp.ts'
import type { CheckWord } from './words.ts'

/** When versions of a collection wait for a reviewer. */
export type ReviewRule = 'automatic' | 'flagged' | 'always'

/** What a check found, and where (RFC 6901). `text` is what stands there, shortened. */
export type Finding = { check: CheckWord; path: string; text: string }

/** How a reviewer narrowed a version: it adds up, and nothing takes it back. */
export type Narrowing = {
  tlp: Tlp | null
  profile: Profile | null
  exclude: string[]
  community: false | null
  public: false | null
}

/** Who has read which bytes, by their digests, and found them fit. */
export type Approval = {
  principal_id: string
  organisation_id: string
  at: string
  digests: string[]
}

/** Moments are STIX timestamps. `due`: those asked first have so long; `escalated`: it is over. */
export type Review = {
  state: 'open' | 'released' | 'refused'
  findings: Finding[]
  since: string
  due: string
  escalated: boolean
  approvals: Approval[]
  reason: string | null
  narrowed: Narrowing | null
}

/** The act that a form under review waits for. No event may be called so. */
export const curation = 'curation'

/** Persons named one by one were chosen by who shares: a reviewer may not read what is RED. */
export const isReviewed = ({ name }: Segment): boolean => name !== 'owner' && name !== 'named'

/** The segment as it is for a version that waits. */
export const holdSegment = (segment: Segment): Segment =>
  isReviewed(segment)
    ? { ...segment, gate: segment.gate === null ? curation : `${segment.gate}+${curation}` }
    : segment

/** Whether a gate waits for a reviewer. */
export const awaitsReview = (gate: string | null): boolean =>
  gate?.split('+').includes(curation) ?? false

export const noNarrowing: Narrowing = {
  tlp: null,
  profile: null,
  exclude: [],
  community: null,
  public: null,
}

const strictest = <T>(a: T | null, b: T | null, stricter: (a: T, b: T) => T): T | null =>
  a === null || b === null ? (a ?? b) : stricter(a, b)

/** Both at once: the stricter of each. */
export const joinNarrowings = (a: Narrowing | null, b: Narrowing): Narrowing => {
  const before = a ?? noNarrowing
  return {
    tlp: strictest(before.tlp, b.tlp, stricterTlp),
    profile: strictest(before.profile, b.profile, (x, y) => (x > y ? x : y)),
    exclude: [...new Set([...before.exclude, ...b.exclude])],
    community: before.community ?? b.community,
    public: before.public ?? b.public,
  }
}

type Narrowable = {
  profile: Profile | null
  exclude: string[]
  community: boolean | null
  public: boolean | null
}

/** Options as a reviewer left them: never wider than they came. */
export const narrowOptions = <T extends Narrowable>(
  options: T,
  narrowed: Narrowing | null | undefined,
): T => {
  if (narrowed === null || narrowed === undefined) return options
  return {
    ...options,
    profile: strictest(options.profile, narrowed.profile, (x, y) => (x > y ? x : y)),
    exclude: [...new Set([...options.exclude, ...narrowed.exclude])],
    community: narrowed.community ?? options.community,
    public: narrowed.public ?? options.public,
  }
}

/** How many persons must have read what opens. */
export const needsOf = (twoPerson: boolean): 1 | 2 => (twoPerson ? 2 : 1)

/** Approvals that still hold: of exactly these bytes. */
export const holding = (review: Review, digests: readonly string[]): Approval[] => {
  const wanted = [...digests].sort().join(' ')
  return review.approvals.filter(({ digests: read }) => [...read].sort().join(' ') === wanted)
}
