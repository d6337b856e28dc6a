// The seeds that once made a row fail: they run first, and a new one is added, to be committed with
// what mends it.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const file = join(import.meta.dirname, 'failing-seeds.json')
/** A row that fails always must not make every run of it longer. */
const keptMax = 3

type Kept = Record<string, number[]>

const read = (): Kept => JSON.parse(readFileSync(file, 'utf8')) as Kept

/** Those of one row, oldest first. */
export const listSeeds = (id: string): number[] => read()[id] ?? []

/** Adds one, unless it is there or there are enough. */
export const keepSeed = (id: string, seed: number): void => {
  const kept = read()
  const seeds = kept[id] ?? []
  if (seeds.includes(seed) || seeds.length >= keptMax) return
  const next: Kept = { ...kept, [id]: [...seeds, seed] }
  const lines = Object.entries(next).map(([row, all]) => `  "${row}": [${all.join(', ')}]`)
  // As the formatter has it: a file that a run wrote is no fault of another kind.
  writeFileSync(file, `{\n${lines.join(',\n')}\n}\n`)
}
