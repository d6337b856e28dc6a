// `npm run resilience -- [rows…] [--seed n] [--tests-ran]`: proves the rows of the matrix of faults
// and attacks that need minutes, all or those named (`F1`, or a letter for all of its), and prints
// the list. After `npm test` of the same source `--tests-ran` spares what it ran already. Ends with
// 1 when a row does not hold or is blind.
import { rows } from '../test/harness/resilience/rows.ts'
import { runRows } from '../test/harness/resilience/run-rows.ts'

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
  return runRows(chosen, seed, { ran })
}

process.exitCode = await main(process.argv.slice(2))
