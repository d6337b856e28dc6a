// Two lists of rows in the order of their key, line by line: what stands in one and not in the
// other, and what differs. Knows no file and no database.
import type { BackupTable, KeyColumn } from './manifest.ts'

/** How many keys are named of each table; the rest are counted. */
const namedMax = 5
const escapes: Record<string, string> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

/** A column of a line of COPY as it was: its escapes undone. */
const plain = (column: string): string =>
  column.replace(/\\(.)/g, (_, one: string) => escapes[one] ?? one)

type Place = { at: number; kind: KeyColumn['kind']; column: string }
type Keyed = { line: Buffer; key: string[] }

const placesOf = ({ columns, key }: BackupTable): Place[] =>
  key.map(({ column, kind }) => ({ at: columns.indexOf(column), kind, column }))

const keyOf = (line: Buffer, places: Place[]): string[] => {
  const columns = line.toString('utf8').split('\t')
  return places.map(({ at }) => plain(columns[at] ?? ''))
}

const compareText = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

const compareNumber = (a: string, b: string): number => {
  const [one, other] = [BigInt(a), BigInt(b)]
  return one < other ? -1 : one > other ? 1 : 0
}

const compareKeys = (a: string[], b: string[], places: Place[]): number => {
  for (const [n, { kind }] of places.entries()) {
    const [one = '', other = ''] = [a[n], b[n]]
    const order = kind === 'number' ? compareNumber(one, other) : compareText(one, other)
    if (order !== 0) return order
  }
  return 0
}

// Octets that are a key are digests of secrets: their beginning is enough to find them by.
const printKey = (key: string[], places: Place[]): string =>
  places
    .map(({ column, kind }, n) => {
      const value = key[n] ?? ''
      return `${column} ${kind === 'octets' ? `${value.slice(0, 10)}…` : value}`
    })
    .join(', ')

type Kind = 'is missing' | 'was added' | 'was changed'

const tell = (table: string, kind: Kind, keys: string[], count: number): string[] => {
  const lines = keys.map((key) => `${table}: the row of ${key} ${kind}`)
  const more = count - keys.length
  return more === 0 ? lines : [...lines, `${table}: so it is with ${more} more: ${kind}`]
}

const reader = (lines: AsyncIterable<Buffer>, places: Place[]) => {
  const iterator = lines[Symbol.asyncIterator]()
  return async (): Promise<Keyed | null> => {
    const { value, done } = await iterator.next()
    return done === true ? null : { line: value, key: keyOf(value, places) }
  }
}

/**
 * What differs between the rows of a backup and those found, both in the order of the table's key,
 * in words that name the first few of each kind by their keys.
 */
export const compareRows = async (
  table: BackupTable,
  kept: AsyncIterable<Buffer>,
  found: AsyncIterable<Buffer>,
): Promise<string[]> => {
  const places = placesOf(table)
  const seen = new Map<Kind, { keys: string[]; count: number }>()
  const note = (kind: Kind, { key }: Keyed): void => {
    const so = seen.get(kind) ?? { keys: [], count: 0 }
    so.count += 1
    if (so.keys.length < namedMax) so.keys.push(printKey(key, places))
    seen.set(kind, so)
  }
  const [nextKept, nextFound] = [reader(kept, places), reader(found, places)]
  let [one, other] = [await nextKept(), await nextFound()]
  while (one !== null || other !== null) {
    const order = one === null ? 1 : other === null ? -1 : compareKeys(one.key, other.key, places)
    if (order === 0 && !(one as Keyed).line.equals((other as Keyed).line)) {
      note('was changed', one as Keyed)
    }
    if (order < 0) note('is missing', one as Keyed)
    if (order > 0) note('was added', other as Keyed)
    if (order <= 0) one = await nextKept()
    if (order >= 0) other = await nextFound()
  }
  return [...seen].flatMap(([kind, { keys, count }]) => tell(table.name, kind, keys, count))
}

const newline = 0x0a

/** The lines of a stream of octets, without their ends. */
export const splitLines = async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer[] = []
  for await (const chunk of chunks) {
    let from = 0
    for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, from)) {
      const line = chunk.subarray(from, at)
      yield rest.length === 0 ? line : Buffer.concat([...rest, line])
      rest = []
      from = at + 1
    }
    if (from < chunk.length) rest.push(chunk.subarray(from))
  }
  if (rest.length > 0) yield Buffer.concat(rest)
}
