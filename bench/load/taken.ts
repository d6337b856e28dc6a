// How much of the machine others had: a virtual one is given away at times, and what is measured
// then is slow. Knows not what is measured.
import { existsSync, readFileSync } from 'node:fs'

const path = '/proc/stat'
const stolenAt = 7

/** All ticks of the processors so far, and of them those given to others. */
const readTicks = (): { all: number; stolen: number } => {
  if (!existsSync(path)) return { all: 0, stolen: 0 }
  const line = readFileSync(path, 'utf8').split('\n', 1)[0] as string
  const ticks = line.split(/\s+/).slice(1, 9).map(Number)
  return { all: ticks.reduce((sum, one) => sum + one, 0), stolen: ticks[stolenAt] ?? 0 }
}

/** Begins to look; answers the share since then, 0 to 1. It is 0 where the system does not tell. */
export const openTaken = (): (() => number) => {
  const began = readTicks()
  return () => {
    const { all, stolen } = readTicks()
    return all === began.all ? 0 : (stolen - began.stolen) / (all - began.all)
  }
}
