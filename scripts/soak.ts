// `npm run soak -- <duration> [rows…] [--seed n]`: proves the rows of the matrix of faults and
// attacks that want hours or a package of the system, all or those named (`H8`, or a letter for all
// of its), and prints the list. The duration (`10m`, `2h`) is divided among the rows that get
// better with time; the others take what they take besides. What this machine has no program for is
// left out, and said. Ends with 1 when a row does not hold or is blind.
import { runRows } from '../test/harness/resilience/run-rows.ts'
import { divide, readDuration } from '../test/harness/soak/row.ts'
import { longRows } from '../test/harness/soak/rows.ts'

const usage = 'usage: npm run soak -- <duration, as 10m or 2h> [rows…] [--seed n]\n'

type Asked = { seconds: number; names: string[]; seed: number }

/** Null for what is none of these. */
const readArguments = ([word = '', ...words]: string[]): Asked | null => {
  const seconds = readDuration(word)
  const at = words.indexOf('--seed')
  const seed = at < 0 ? Math.floor(Math.random() * 1_000_000) : Number(words[at + 1])
  const names = at < 0 ? words : words.toSpliced(at, 2)
  const known = (name: string) => longRows.some(({ id }) => id === name || id[0] === name)
  if (seconds === null || !Number.isInteger(seed) || !names.every(known)) return null
  return { seconds, names, seed }
}

const main = async (words: string[]): Promise<number> => {
  const asked = readArguments(words)
  if (asked === null) {
    process.stderr.write(usage)
    return 2
  }
  const { seconds, names, seed } = asked
  const chosen = longRows.filter(({ id }) => {
    return names.length === 0 || names.includes(id) || names.includes(id[0] as string)
  })
  const lacking = chosen.map(({ id, lacks }) => ({ id, why: lacks?.() ?? null }))
  const notices = lacking.flatMap(({ id, why }) => (why === null ? [] : [`${id} skipped: ${why}`]))
  const able = chosen.filter((_, at) => lacking[at]?.why === null)
  return runRows(divide(able, seconds), seed, { notices })
}

process.exitCode = await main(process.argv.slice(2))
