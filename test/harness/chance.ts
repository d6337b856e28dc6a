// Chance that repeats: numbers from a seed. For tests and corpora, and for no secret.

export type Chance = {
  /** A whole number from 0, less than `limit`. */
  below: (limit: number) => number
  pick: <T>(choices: readonly T[]) => T
  /** True in this share of cases. */
  chance: (share: number) => boolean
}

/** A 32-bit mixing generator; equal seeds give equal rows of numbers. */
export const makeChance = (seed: number): Chance => {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  return {
    below,
    pick: (choices) => choices[below(choices.length)]!,
    chance: (share) => next() < share,
  }
}
