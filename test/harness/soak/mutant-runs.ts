// Rules, statements, drawings, cursors and answers made wrong one at a time (O13): what compares
// two worlds, or the rule with its second telling, must notice at least 95 in a hundred of them.
import { makeChance } from '../chance.ts'
import { listUnnoticed, makeViewers, planPosts } from '../differential.ts'
import type { Ground, Result } from '../resilience/row.ts'
import { hunt, listSeeds, runSeeds } from '../twin/hunt.ts'
import { mutants } from '../twin/mutants.ts'
import { openTwins, type Twins } from '../twin/world.ts'

const posts = 500
const viewers = 100
const step = 20
/** A leak that so many scripts do not tell of is not found. */
const huntMost = 300
const noticedLeast = 0.95
const calmScripts = 40

type Count = { all: number; missed: string[] }

const spoilRules = (): Count => {
  const chance = makeChance(1)
  const planned = planPosts(chance, posts)
  const found = listUnnoticed(planned, makeViewers(chance, viewers, posts * step))
  return { all: found.controls, missed: found.unnoticed }
}

const seedLeaks = async ({ show }: Ground, twins: Twins): Promise<Count> => {
  const missed: string[] = []
  for (const [n, mutant] of mutants.entries()) {
    show(`O13 ${n + 1} of ${mutants.length}: ${mutant.name}`)
    const { difference } = await hunt(twins, mutant, 1, huntMost)
    if (difference === null) missed.push(mutant.name)
  }
  return { all: mutants.length, missed }
}

/** O13. Nothing may be noticed where nothing is wrong: that is looked at first. */
export const runMutants = async (ground: Ground): Promise<Result> => {
  const twins = await openTwins({ teardown: ground.teardown } as never)
  const calm = await runSeeds(twins, listSeeds(ground.seed, calmScripts))
  const [rules, leaks] = [spoilRules(), await seedLeaks(ground, twins)]
  const missed = [...rules.missed, ...leaks.missed]
  const all = rules.all + leaks.all
  const share = (all - missed.length) / all
  const figure = `${all - missed.length} of ${all} noticed (${Math.round(share * 100)} %): ${rules.all} spoilt rules, ${leaks.all} leaks in two worlds; ${calm.differences.length} differences in ${calmScripts} scripts without one${missed.length > 0 ? `; not noticed: ${missed.join(', ')}` : ''}`
  const faults = [
    ...(share < noticedLeast ? [`${missed.length} were not noticed`] : []),
    ...(calm.differences.length > 0 ? ['differences where nothing is wrong'] : []),
  ]
  return { figure, faults }
}
