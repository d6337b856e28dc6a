// `npm run twin -- [scripts] [first seed]`: runs so many random scripts in two hubs that differ
// only in what one viewer may not see and compares every answer that viewer gets; then puts leaks
// in, one at a time, and counts the scripts it takes to tell of each. Ends with 1 when an answer
// differed or a leak was not found.
import { openProgress, printCount, printTable } from '../src/cli/terminal.ts'
import { openTestServer } from '../test/harness/test-server.ts'
import {
  type Caught,
  type Hunt,
  hunt,
  listSeeds,
  printDifference,
  runSeeds,
} from '../test/harness/twin/hunt.ts'
import { mutants } from '../test/harness/twin/mutants.ts'
import { openTwins, type Twins } from '../test/harness/twin/world.ts'

const scriptsUsual = 2_000
/** A leak that so many scripts do not tell of is not found. */
const huntMost = 300
const printedMost = 3

const progress = openProgress(process.stderr)
const print = (text: string): void => {
  progress.end()
  process.stdout.write(`${text}\n`)
}

type Undo = () => unknown

const runAll = async (twins: Twins, seeds: number[]): Promise<Hunt> => {
  const found = await runSeeds(
    twins,
    seeds,
    () => true,
    ({ tally, differences }) => {
      progress.show(`${tally.scripts} of ${seeds.length}, ${differences.length} differences`)
    },
  )
  const { tally, differences } = found
  const statuses = [...tally.statuses].sort(([one], [two]) => one - two)
  print(
    printTable(
      ['', 'count'],
      [
        ['scripts run', printCount(tally.scripts)],
        ['requests compared', printCount(tally.compared)],
        ...statuses.map(([status, count]) => [`  answered ${status}`, printCount(count)]),
        ['objects the viewers were shown', printCount(tally.shown)],
        ['objects others submitted', printCount(tally.submitted)],
        ['  and were taken', printCount(tally.taken)],
        ['differences', printCount(differences.length)],
        ['failures of the hub', printCount(tally.faults.length)],
      ],
    ).trimEnd(),
  )
  for (const fault of tally.faults.slice(0, printedMost)) print(fault)
  for (const difference of differences.slice(0, printedMost)) {
    print(await printDifference(twins, difference))
  }
  return found
}

const huntAll = async (twins: Twins, from: number): Promise<Caught[]> => {
  const caught: Caught[] = []
  for (const mutant of mutants) {
    progress.show(mutant.name)
    caught.push(await hunt(twins, mutant, from, huntMost))
  }
  const rows = caught.map(({ mutant, scripts, difference }) => [
    mutant.name,
    difference === null ? 'not found' : printCount(scripts),
  ])
  print(printTable(['seeded leak', 'scripts until found'], rows).trimEnd())
  return caught
}

const main = async ([scripts = String(scriptsUsual), first = '1']: string[]): Promise<number> => {
  const [count, from] = [Number(scripts), Number(first)]
  if (!Number.isInteger(count) || count < 1 || !Number.isInteger(from) || from < 0) {
    process.stderr.write('usage: npm run twin -- [scripts] [first seed]\n')
    return 2
  }
  const undos: Undo[] = []
  try {
    await openTestServer(undos)
    const twins = await openTwins({ teardown: (undo: Undo) => void undos.unshift(undo) } as never)
    const started = performance.now()
    const { tally, differences } = await runAll(twins, listSeeds(from, count))
    print(`in ${Math.round((performance.now() - started) / 1000)} s`)
    const caught = await huntAll(twins, from)
    const found = caught.filter(({ difference }) => difference !== null).length
    const good = differences.length === 0 && tally.faults.length === 0 && tally.shown > 0
    print(`${differences.length} differences in ${tally.scripts} scripts`)
    print(`${found} of ${caught.length} seeded leaks found`)
    return good && found === caught.length ? 0 : 1
  } finally {
    for (const undo of undos) await undo()
  }
}

process.exitCode = await main(process.argv.slice(2))
