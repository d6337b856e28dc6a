// Which places among a transaction's positions an entry may take. INVARIANT: what is hidden does
// not move what is shown: every relation counts for itself, and who sees less comes behind who sees
// more. Knows no feed.
import type { Audience } from '../core/sharing/audience.ts'
import type { SegmentName } from '../core/sharing/segment.ts'
import { tlpLevels } from '../core/sharing/tlp.ts'

/** Microseconds between two positions: at most 50 in one millisecond of what one viewer sees. */
export const positionStep = 20n

/** Less than a step: the positions of two rows interleave and never meet. */
export type Row = number

const segments: readonly SegmentName[] = [
  'members',
  'authorities',
  'peers',
  'clients',
  'community',
  'public',
  'named',
  'owner',
]

/** The row of a segment; `apart` for what some of its viewers are shown under another id. */
export const rowOf = (segment: SegmentName, apart: boolean): Row =>
  segments.indexOf(segment) + (apart ? segments.length : 0)

const firstPersona = 2 * segments.length

/** The row of what the hub publishes itself: pseudonyms, its own identity, anything else. */
export const personaRow = (type: string, isHub: boolean): Row => {
  if (isHub) return firstPersona + 1
  return firstPersona + (type === 'identity' ? 0 : 2)
}

const ranks = new WeakMap<Audience, number>()

/** How much a viewer must hold at least: whoever reaches a rank reaches those before it. */
export const rankOf = (audience: Audience): number => {
  const known = ranks.get(audience)
  if (known !== undefined) return known
  const asked = audience.any.map(({ all }) => {
    const levels = all.map((atom) => (atom.is === 'tlp' ? tlpLevels.indexOf(atom.tlp) : 0))
    const cleared = all.some((atom) => atom.is === 'clearance')
    return Math.max(0, ...levels) + (cleared ? tlpLevels.length : 0)
  })
  const rank = asked.length === 0 ? 0 : Math.min(...asked)
  ranks.set(audience, rank)
  return rank
}

/** Something that may be shown, in the row of its segment, to these viewers. */
export type Planned = { segment: SegmentName; audience: Audience }

/** The positions of one transaction in one feed. */
export type Places = {
  first: bigint
  /** How many places a row has before the owners' begin. */
  length: number
  /** The next of those behind: for owners, and for what a row has no room for. */
  behind: bigint
  /** The places kept for what is planned, and by row how many there are. */
  kept: Map<Planned, number>
  planned: Map<Row, number>
  /** By row, how many of the places after those are taken; and the kept ones that are. */
  others: Map<Row, number>
  used: Set<bigint>
}

export const openPlaces = (first: bigint, length: number): Places => ({
  first,
  length,
  behind: first + BigInt(length) * positionStep,
  kept: new Map(),
  planned: new Map(),
  others: new Map(),
  used: new Set(),
})

/** Keeps a place for each that is planned, whatever becomes of it: first what more viewers see. */
export const planPlaces = (places: Places, planned: Planned[]): void => {
  const ranked = planned.map((each) => ({ each, rank: rankOf(each.audience) }))
  ranked.sort((a, b) => a.rank - b.rank)
  for (const { each } of ranked) {
    const row = rowOf(each.segment, false)
    const at = places.planned.get(row) ?? 0
    places.kept.set(each, at)
    places.planned.set(row, at + 1)
    places.planned.set(rowOf(each.segment, true), at + 1)
  }
}

/** A position nobody has, behind those that are shown. */
export const takeBehind = (places: Places): bigint => {
  const position = places.behind
  places.behind += positionStep
  return position
}

const positionAt = ({ first }: Places, row: Row, at: number): bigint =>
  first + BigInt(at) * positionStep + BigInt(row)

/** A position nobody has in a row: the one kept for `planned`, or one after all that are kept. */
export const takePlace = (places: Places, row: Row, planned: Planned | null = null): bigint => {
  const { length, kept, others, used } = places
  const at = planned === null ? undefined : kept.get(planned)
  if (at !== undefined && at < length) {
    const position = positionAt(places, row, at)
    if (!used.has(position)) {
      used.add(position)
      return position
    }
  }
  const count = others.get(row) ?? 0
  const next = (places.planned.get(row) ?? 0) + count
  if (next >= length) return takeBehind(places)
  others.set(row, count + 1)
  return positionAt(places, row, next)
}
