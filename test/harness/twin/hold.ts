// Twin worlds as tests: so many scripts for some viewers, none of which may tell the worlds apart.
import type { Test } from 'tap'
import { listSeeds, printDifference, runSeeds } from './hunt.ts'
import { openTwins } from './world.ts'

/** A slow machine runs fewer scripts; how many is said. */
const runMs = 70_000

/** Runs scripts of these viewers for a bounded time. */
export const holdScripts = async (t: Test, viewers: string[], count: number): Promise<void> => {
  const twins = await openTwins(t)
  const until = performance.now() + runMs
  const { tally, differences } = await runSeeds(
    twins,
    listSeeds(1, count, viewers),
    () => performance.now() < until,
  )
  const { scripts, compared, shown, submitted, taken, faults } = tally
  t.comment(`${scripts} scripts, ${compared} answers compared, ${shown} objects shown`)
  for (const difference of differences.slice(0, 2)) t.fail(await printDifference(twins, difference))
  t.equal(differences.length, 0, 'nothing tells the worlds apart')
  t.same(faults, [], 'nothing fails')
  t.ok(shown > 0 && compared > scripts * 10, 'and there was something to tell')
  t.ok(taken > submitted * 0.8, 'most of what is submitted is taken')
}
