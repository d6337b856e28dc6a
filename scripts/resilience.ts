// `npm run resilience -- [rows…] [--seed n]`: proves the rows of the matrix of faults and attacks
// that need minutes, all or those named (`F1`, or a letter for all of its), and prints the list.
// Ends with 1 when a row does not hold or is blind.
import { openProgress } from '../src/cli/terminal.ts'
import { printOutcomes, prove } from '../test/harness/resilience/prove.ts'
import type { Ground } from '../test/harness/resilience/row.ts'
import { rows } from '../test/harness/resilience/rows.ts'
import { openTestServer } from '../test/harness/test-server.ts'

const progress = openProgress(process.stderr)
const print = (text: string): void => {
  progress.end()
  process.stdout.write(`${text}\n`)
}

const usage = 'usage: npm run resilience -- [rows…] [--seed n]\n'

/** The rows' names and the seed; null for what is neither. */
const readArguments = (words: string[]): { names: string[]; seed: number } | null => {
  const at = words.indexOf('--seed')
  const seed = at < 0 ? Math.floor(Math.random() * 1_000_000) : Number(words[at + 1])
  const names = at < 0 ? words : words.toSpliced(at, 2)
  const known = (name: string) => rows.some(({ id }) => id === name || id[0] === name)
  return Number.isInteger(seed) && names.every(known) ? { names, seed } : null
}

const main = async (words: string[]): Promise<number> => {
  const asked = readArguments(words)
  if (asked === null) {
    process.stderr.write(usage)
    return 2
  }
  const { names, seed } = asked
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
    const outcomes = await prove(chosen, ground, ({ row, ok, figure }) => {
      print(`${row.id} ${ok ? 'holds' : 'FAILS'}: ${figure}`)
    })
    print(`\n${printOutcomes(outcomes).trimEnd()}`)
    return outcomes.every(({ ok }) => ok) ? 0 : 1
  } finally {
    await undo()
  }
}

process.exitCode = await main(process.argv.slice(2))
