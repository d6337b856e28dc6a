// What of an audience may be shown again what was shown before some of it joined (a group's
// `history`): those alone who saw it then. Knows no storage and no clock.
import type { Atom } from './atom.ts'
import { type Audience, nobody, unite } from './audience.ts'
import type { Clause } from './clause.ts'

/**
 * A group that hides its past. `seesFrom`: from when on its members see, in microseconds,
 * ascending. `reach`: how much of the past a new member sees; null for none of it.
 */
export type History = { seesFrom: readonly number[]; reach: number | null }

/** By the group's id; one that hides nothing is not there. `now` is in microseconds. */
export type Histories = { now: number; groups: ReadonlyMap<string, History> }

// Audiences are to stay few: what a member to come sees of the past is counted in such parts.
const parts = 16

/**
 * Whoever sees from before this saw what was shown at `at`. Exact for the members there are. For
 * those to come it may be earlier: with a history of so many days, by a part of them.
 */
const beginOf = ({ seesFrom, reach }: History, at: number, now: number): number => {
  const least = (seesFrom.findLast((each) => each < at) ?? 0) + 1
  if (reach === null || reach === 0 || at <= now - reach) return least
  const part = Math.ceil(reach / parts)
  return Math.max(least, Math.floor(at / part) * part)
}

const pastAtoms = ({ all }: Clause, at: number, { now, groups }: Histories): Atom[] =>
  all.flatMap((atom): Atom[] => {
    if (atom.is !== 'member' && atom.is !== 'client') return []
    const { group } = atom
    const history = groups.get(group)
    if (history === undefined) return []
    const except = atom.is === 'client' ? atom.except : []
    return [{ is: 'past', group, except, before: beginOf(history, at, now) }]
  })

/**
 * Those of an audience who saw what was first shown at `at`, now and however many join later; the
 * audience itself where its groups hide nothing, or where `at` is null.
 */
export const limitToPast = (
  audience: Audience,
  at: bigint | null,
  histories: Histories,
): Audience => {
  if (at === null || histories.groups.size === 0) return audience
  let same = true
  const any = audience.any.map((clause) => {
    const atoms = pastAtoms(clause, Number(at), histories)
    if (atoms.length === 0) return clause
    same = false
    return { ...clause, all: [...clause.all, ...atoms] }
  })
  return same ? audience : unite({ any }, nobody)
}

/** The earliest moment an audience is limited to already; null for one that is not. */
export const limitOf = ({ any }: Audience): bigint | null => {
  const limits = any.flatMap(({ all }) =>
    all.flatMap((atom) => (atom.is === 'past' ? [atom.before] : [])),
  )
  return limits.length === 0 ? null : BigInt(Math.min(...limits))
}

/** The earlier of two moments, of which each may be none. */
export const earlierOf = (a: bigint | null, b: bigint | null): bigint | null => {
  if (a === null || b === null) return a ?? b
  return a < b ? a : b
}
