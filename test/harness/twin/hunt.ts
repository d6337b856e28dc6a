// Runs many scripts and keeps what they told: differences in a hub as it is, and how soon seeded
// leaks are found. Knows no test and no terminal.
import type { Mutant } from './mutant.ts'
import { withMutant } from './mutants.ts'
import { viewers } from './place.ts'
import { type Difference, openTally, printScript, runScript, shorten, type Tally } from './run.ts'
import { writeScript } from './script.ts'
import type { Twins } from './world.ts'

/** The first `count` seeds from `from` on whose viewer is one of these; all viewers by default. */
export const listSeeds = (from: number, count: number, names?: readonly string[]): number[] => {
  const seeds: number[] = []
  for (let seed = from; seeds.length < count; seed++) {
    const { name } = viewers[seed % viewers.length] as (typeof viewers)[number]
    if (names?.includes(name) ?? true) seeds.push(seed)
  }
  return seeds
}

export type Hunt = { tally: Tally; differences: Difference[] }

/** Runs the scripts of seeds for as long as `goOn` says; `told` after each. */
export const runSeeds = async (
  twins: Twins,
  seeds: readonly number[],
  goOn: () => boolean = () => true,
  told: (hunt: Hunt) => void = () => {},
): Promise<Hunt> => {
  const hunt: Hunt = { tally: openTally(), differences: [] }
  for (const seed of seeds) {
    if (!goOn()) break
    const difference = await runScript(twins, writeScript(seed), hunt.tally)
    if (difference !== null) hunt.differences.push(difference)
    told(hunt)
  }
  return hunt
}

/** The two answers' lines that differ. */
const printLines = ({ path, answers }: Difference): string => {
  const [one, two] = answers.map((answer) => answer.split('\n')) as [string[], string[]]
  const length = Math.max(one.length, two.length)
  const lines = Array.from({ length }, (_, at) => [one[at] ?? '', two[at] ?? ''])
  const different = lines.filter(([left, right]) => left !== right)
  return [path, ...different.map(([left, right]) => `  1: ${left}\n  2: ${right}`)].join('\n')
}

/**
 * A difference as somebody can follow it: the shortest script that shows it; one that does not
 * come again, as it was.
 */
export const printDifference = async (twins: Twins, found: Difference): Promise<string> => {
  const { seed, viewer, step, note } = found
  const shortest = await shorten(twins, writeScript(seed))
  if (shortest === null) {
    return `seed ${seed}, once only: ${viewer}, step ${step} (${note})\n${printLines(found)}`
  }
  return `seed ${seed}\n${printScript(shortest.script)}\n${printLines(shortest.difference)}`
}

export type Caught = { mutant: Mutant; scripts: number; difference: Difference | null }

/** How many scripts it takes to tell of a leak; null for one that `most` scripts do not tell of. */
export const hunt = async (
  twins: Twins,
  mutant: Mutant,
  from: number,
  most: number,
): Promise<Caught> =>
  withMutant(twins, mutant, async () => {
    for (let count = 0; count < most; count++) {
      const difference = await runScript(twins, writeScript(from + count))
      if (difference !== null) return { mutant, scripts: count + 1, difference }
    }
    return { mutant, scripts: most, difference: null }
  })
