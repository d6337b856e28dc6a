// `npm run resilience -- [rows…] [--seed n]`: proves the rows of the matrix of faults and attacks
// that need minutes, all or those named (`F1`, or a letter for all of its), and prints the list.
// Ends with 1 when a row does not hold or is blind.
import { rows } from '../test/harness/resilience/rows.ts'
import { runRows } from '../test/harness/resilience/run-rows.ts'

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
  return runRows(chosen, seed)
}

process.exitCode = await main(process.argv.slice(2))
