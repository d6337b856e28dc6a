// A row of the matrix that wants time or a package: how it is given its share of the time, and how
// it is left out where this machine lacks something. Knows no row.
import { clearingUp } from '../resilience/own-ground.ts'
import type { Ground, Result, Row } from '../resilience/row.ts'

/** `seconds` is what of the time given falls to this run. */
export type LongGround = Ground & { seconds: number }

export type LongRun = (ground: LongGround) => Promise<Result>

export type LongRow = {
  id: string
  promise: string
  /** Its part of the time, beside those of the others; 0 for a row that takes what it takes. */
  share: number
  /** What this machine lacks for it, as a sentence; null where nothing. */
  lacks?: () => string | null
  /** As of a short row. */
  proof: { run: LongRun; control: LongRun | null } | { tests: string[] }
}

/** Less than this shows nothing of what only time shows. */
const leastSeconds = 60
/** A control is unsafe from its start and need not wait for long. */
const controlSeconds = 60

const durationWords = /^(\d+)(s|m|h)$/
const secondsOf = { s: 1, m: 60, h: 3_600 } as const

/** The seconds of `90s`, `10m` or `2h`; null for what is none. */
export const readDuration = (word: string): number | null => {
  const [, count, unit] = durationWords.exec(word) ?? []
  return count === undefined ? null : Number(count) * secondsOf[unit as keyof typeof secondsOf]
}

/**
 * These rows as short ones, with `seconds` divided among those that can use them, at least a minute
 * each. A seed of theirs is not kept: what fails after hours lies in time, not in what was drawn.
 */
export const divide = (rows: readonly LongRow[], seconds: number): Row[] => {
  const shares = rows.reduce((sum, { share }) => sum + share, 0)
  return rows.map(({ id, promise, share, proof }) => {
    if ('tests' in proof) return { id, promise, proof }
    const own = share === 0 ? 0 : Math.max(leastSeconds, Math.round((seconds * share) / shares))
    const { run, control } = proof
    const lasting = (one: LongRun, most: number) => (ground: Ground) =>
      one({ ...ground, seconds: Math.min(own, most) })
    return clearingUp({
      id,
      promise,
      seedless: true,
      proof: {
        run: lasting(run, own),
        control: control === null ? null : lasting(control, controlSeconds),
      },
    })
  })
}
