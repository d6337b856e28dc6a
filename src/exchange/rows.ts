// Which places among a transaction's positions an entry may take. INVARIANT: what is hidden does
// not move what is shown: every relation counts for itself, and who sees less comes behind who sees
// more. Knows no feed.
import { type Audience, nobody } from '../core/sharing/audience.ts'
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

/** The positions of one transaction in one feed. */
export type Places = {
  first: bigint
  /** How many places a row has before the owners' begin. */
  length: number
  /** The next of those behind: for owners, and for what a row has no room for. */
  behind: bigint
  /** Where the planned entries of a row and a rank begin, and where, after them, the others do. */
  starts: Map<string, number>
  taken: Map<string, number>
}

export const openPlaces = (first: bigint, length: number): Places => ({
  first,
  length,
  behind: first + BigInt(length) * positionStep,
  starts: new Map(),
  taken: new Map(),
})

const keyOf = (row: Row, rank: number): string => `${row} ${rank}`

/** Keeps a place for each entry that is planned, by its row and its viewers. */
export const planPlaces = (places: Places, planned: { row: Row; audience: Audience }[]): void => {
  const counts = new Map<Row, number[]>()
  for (const { row, audience } of planned) {
    const list = counts.get(row) ?? []
    const rank = rankOf(audience)
    list[rank] = (list[rank] ?? 0) + 1
    counts.set(row, list)
  }
  for (const [row, list] of counts) {
    let start = 0
    list.forEach((count, rank) => {
      places.starts.set(keyOf(row, rank), start)
      start += count
    })
    places.starts.set(String(row), start)
  }
}

/** A position nobody has, behind those that are shown. */
export const takeBehind = (places: Places): bigint => {
  const position = places.behind
  places.behind += positionStep
  return position
}

/** A position in a row: the one planned for `audience`, or one after what is planned. */
export const takePlace = (places: Places, row: Row, audience: Audience = nobody): bigint => {
  const { first, length, starts, taken } = places
  const key = keyOf(row, rankOf(audience))
  const name = audience !== nobody && starts.has(key) ? key : String(row)
  const count = taken.get(name) ?? 0
  const at = (starts.get(name) ?? 0) + count
  if (at >= length) return takeBehind(places)
  taken.set(name, count + 1)
  return first + BigInt(at) * positionStep + BigInt(row)
}
