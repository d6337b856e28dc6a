// What the programs that prove rows share: a ground that is cleared up however the program ends,
// the server of the tests, and the printed list. Knows no row.
import { inspect } from 'node:util'
import { openProgress } from '../../../src/cli/terminal.ts'
import { openTestServer } from '../test-server.ts'
import { printOutcomes, prove } from './prove.ts'
import type { Ground, Outcome, Row } from './row.ts'

const progress = openProgress(process.stderr)

const print = (text: string): void => {
  progress.end()
  process.stdout.write(`${text}\n`)
}

/**
 * Proves these rows and prints each as it is known, then the list. `notices` are printed first;
 * with `ran` the tests that ran on this source are not run again. Answers the exit code: 1 when a
 * row does not hold or is blind.
 */
export const runRows = async (
  rows: readonly Row[],
  seed: number,
  { notices = [], ran = false }: { notices?: readonly string[]; ran?: boolean } = {},
): Promise<number> => {
  const undos: (() => unknown)[] = []
  const ground: Ground = {
    seed,
    teardown: (undo) => void undos.unshift(undo),
    show: (text) => progress.show(text),
  }
  const undo = async (): Promise<void> => {
    for (const one of undos.splice(0)) await one()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => void undo().finally(() => process.exit(1)))
  }
  // A run that fails may leave somebody at work; the other rows are still to be proved.
  const strays: unknown[] = []
  process.on('unhandledRejection', (error) => strays.push(error))
  try {
    await openTestServer(undos)
    for (const notice of notices) print(notice)
    print(`${rows.length} rows, seed ${seed}`)
    const started = performance.now()
    const tell = ({ row, ok, figure, seconds }: Outcome): void =>
      print(`${row.id} ${ok ? 'holds' : 'FAILS'} (${seconds} s): ${figure}`)
    const outcomes = await prove(rows, ground, tell, ran)
    print(`\n${printOutcomes(outcomes).trimEnd()}`)
    print(`in ${Math.round((performance.now() - started) / 1_000)} s`)
    for (const stray of strays) print(`left behind by a row: ${inspect(stray)}`)
    return outcomes.every(({ ok }) => ok) && strays.length === 0 ? 0 : 1
  } finally {
    await undo()
  }
}
