// `npm run new-enemy [answers]`: fifty pollers against revoking, tightening, suspending and
// excluding, and the same with answers remembered for a while, for comparison. Ends with 1 when an
// answer begun afterwards showed what was taken away, or when the control showed nothing: then the
// run proves nothing.
import { printCount, printTable } from '../src/cli/terminal.ts'
import { openIsac } from '../test/fixture/isac.ts'
import { startTemplate } from '../test/fixture/template.ts'
import { askAnew, askCached, type RaceResult, runRace } from '../test/harness/new-enemy.ts'

const usual = 50_000
const pollers = 50

type Teardown = () => unknown

const printRow = (name: string, { answers, after, leaks, shown, rounds }: RaceResult) => [
  name,
  ...[answers, after, leaks, shown, ...Object.values(rounds)].map(printCount),
]

const main = async ([given = String(usual)]: string[]): Promise<number> => {
  const wanted = Number(given)
  if (!Number.isInteger(wanted) || wanted < 1) {
    process.stderr.write('usage: npm run new-enemy -- [answers]\n')
    return 2
  }
  const teardowns: Teardown[] = []
  const scope = { teardown: (undo: Teardown) => void teardowns.unshift(undo) }
  const template = await startTemplate(null)
  scope.teardown(() => template.stop())
  process.env.SEKISHO_TEST_DATABASE_URL = template.url
  try {
    process.stdout.write(
      `${pollers} pollers until ${printCount(wanted)} answers began afterwards\n`,
    )
    const ours = await runRace(await openIsac(scope), askAnew, { wanted, pollers, each: 500 })
    const control = await runRace(await openIsac(scope), (isac) => askCached(isac, 2_000), {
      wanted: Math.min(wanted, 2_000),
      pollers,
      each: 100,
    })
    const heads = ['', 'answers', 'after', 'leaks', 'shown', ...Object.keys(ours.rounds)]
    const rows = [printRow('the hub', ours), printRow('answers remembered', control)]
    process.stdout.write(printTable(heads, rows))
    const good = ours.leaks === 0 && ours.shown > 0
    const proves = control.leaks > 0
    if (!proves) process.stdout.write('the control showed nothing, so the run proves nothing\n')
    const failed = [good, proves].filter((passed) => !passed).length
    process.stdout.write(`${2 - failed} passed, ${failed} failed\n`)
    return failed === 0 ? 0 : 1
  } finally {
    for (const undo of teardowns) await undo()
  }
}

process.exitCode = await main(process.argv.slice(2))
