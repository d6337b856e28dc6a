// `npm run resilience -- [rows…] [--seed n] [--tests-ran]`: proves the rows of the matrix of faults
// and attacks that need minutes, all or those named (`F1`, or a letter for all of its), and prints
// the list. After `npm test` of the same source `--tests-ran` spares what it ran already. Ends with
// 1 when a row does not hold or is blind.
import { openProgress } from '../src/cli/terminal.ts'
import { printOutcomes, prove } from '../test/harness/resilience/prove.ts'
import type { Ground, Outcome } from '../test/harness/resilience/row.ts'
import { rows } from '../test/harness/resilience/rows.ts'
import { openTestServer } from '../test/harness/test-server.ts'

const progress = openProgress(process.stderr)
const print = (text: string): void => {
  progress.end()
  process.stdout.write(`${text}\n`)
}

const usage = 'usage: npm run resilience -- [rows…] [--seed n] [--tests-ran]\n'

type Asked = { names: string[]; seed: number; ran: boolean }

/** The rows' names, the seed, and whether tests ran; null for what is none of them. */
const readArguments = (given: string[]): Asked | null => {
  const words = given.filter((word) => word !== '--tests-ran')
  const ran = words.length < given.length
  const at = words.indexOf('--seed')
  const seed = at < 0 ? Math.floor(Math.random() * 1_000_000) : Number(words[at + 1])
  const names = at < 0 ? words : words.toSpliced(at, 2)
  const known = (name: string) => rows.some(({ id }) => id === name || id[0] === name)
  return Number.isInteger(seed) && names.every(known) ? { names, seed, ran } : null
}

const main = async (words: string[]): Promise<number> => {
  const asked = readArguments(words)
  if (asked === null) {
    process.stderr.write(usage)
    return 2
  }
  const { names, seed, ran } = asked
  const chosen = rows.filter(({ id }) => {
    return names.length === 0 || names.includes(id) || names.includes(id[0] as string)
  })
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
  try {
    await openTestServer(undos)
    print(`${chosen.length} rows, seed ${seed}`)
    const started = performance.now()
    const tell = ({ row, ok, figure, seconds }: Outcome): void =>
      print(`${row.id} ${ok ? 'holds' : 'FAILS'} (${seconds} s): ${figure}`)
    const outcomes = await prove(chosen, ground, tell, ran)
    print(`\n${printOutcomes(outcomes).trimEnd()}`)
    print(`in ${Math.round((performance.now() - started) / 1_000)} s`)
    return outcomes.every(({ ok }) => ok) ? 0 : 1
  } finally {
    await undo()
  }
}

process.exitCode = await main(process.argv.slice(2))
