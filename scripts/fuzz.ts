// `npm run fuzz -- [requests] [seed]`: asks the admin API at random, by its own description, as
// everybody there is, and holds every answer to what is declared. Prints what was answered; ends
// with 1 where an answer was not as declared.
import { openProgress, printCount, printTable } from '../src/cli/terminal.ts'
import { fuzz, type Tally } from '../test/harness/fuzz/run.ts'
import { openWorld } from '../test/harness/fuzz/world.ts'
import { openTestServer } from '../test/harness/test-server.ts'

const requestsUsual = 20_000
const printedMost = 20

const progress = openProgress(process.stderr)
const print = (text: string): void => {
  progress.end()
  process.stdout.write(`${text}\n`)
}

const printTally = ({ statuses, findings }: Tally): void => {
  const kinds = [2, 3, 4, 5]
  const rows = [...statuses].map(([name, counts]) => {
    const of = (test: (status: number) => boolean) =>
      [...counts].reduce((sum, [status, times]) => sum + (test(status) ? times : 0), 0)
    return [
      name,
      printCount(of(() => true)),
      ...kinds.map((kind) => printCount(of((status) => Math.floor(status / 100) === kind))),
      printCount(findings.filter(({ operation }) => operation === name).length),
    ]
  })
  print(printTable(['', 'asked', '2xx', '3xx', '4xx', '5xx', 'findings'], rows).trimEnd())
  const all = new Map<number, number>()
  for (const [status, times] of [...statuses.values()].flatMap((counts) => [...counts])) {
    all.set(status, (all.get(status) ?? 0) + times)
  }
  const answered = [...all].toSorted(([a], [b]) => a - b)
  print(answered.map(([status, times]) => `${status}: ${printCount(times)}`).join(', '))
}

const main = async ([asked = String(requestsUsual), first = '1']: string[]): Promise<number> => {
  const [requests, seed] = [Number(asked), Number(first)]
  if (!Number.isInteger(requests) || requests < 1 || !Number.isInteger(seed) || seed < 0) {
    process.stderr.write('usage: npm run fuzz -- [requests] [seed]\n')
    return 2
  }
  const undos: (() => unknown)[] = []
  try {
    await openTestServer(undos)
    const world = await openWorld({ teardown: (undo: () => unknown) => void undos.unshift(undo) })
    const started = performance.now()
    const tally = await fuzz(world, {
      requests,
      seed,
      onProgress: ({ requests: done, findings }) => {
        progress.show(`${done} of ${requests}, ${findings.length} findings`)
      },
    })
    printTally(tally)
    for (const { asker, how, request, why } of tally.findings.slice(0, printedMost)) {
      print(`${why}\n  ${asker}, ${how}: ${request}`)
    }
    const seconds = Math.round((performance.now() - started) / 1_000)
    const routes = tally.statuses.size
    print(`${printCount(tally.requests)} requests over ${routes} operations in ${seconds} s`)
    print(`${tally.findings.length} answers not as declared`)
    return tally.findings.length === 0 ? 0 : 1
  } finally {
    for (const undo of undos) await undo()
  }
}

process.exitCode = await main(process.argv.slice(2))
