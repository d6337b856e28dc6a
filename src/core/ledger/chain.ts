// The chain: hash = SHA-256(hash of the row before ‖ canonical row), so that no row can be changed,
// moved, added between or taken out unseen. Knows no storage.
import { createHash } from 'node:crypto'
import { printPosition } from '../taxii/position.ts'
import { type ActName, type Columns, columnsOf, type Draft } from './entry.ts'

/** The end of a chain: the last row's number, time (microseconds) and hash. */
export type Head = { seq: bigint; at: bigint; hash: Buffer }

export type Row = Columns & {
  seq: bigint
  at: bigint
  act: string
  canonical: string
  prev: Buffer
  hash: Buffer
}

/** The head of a chain without rows. */
export const genesis: Head = { seq: 0n, at: 0n, hash: Buffer.alloc(32) }

export const hashRow = (prev: Uint8Array, canonical: string): Buffer =>
  createHash('sha256').update(prev).update(canonical).digest()

// The names are in the order of RFC 8785, and `entry` is canonical, so the whole is.
const printRow = (seq: bigint, at: bigint, act: ActName, entry: string): string =>
  `{"act":"${act}","at":"${printPosition(at)}","entry":${entry},"seq":"${seq}"}`

/**
 * Gives drafts their places behind `head`, in their order. `now` is microseconds; time never runs
 * backwards in the chain, whatever the clock does.
 */
export const chainRows = (
  head: Head,
  drafts: readonly Draft[],
  now: bigint,
): { rows: Row[]; head: Head } => {
  const at = now > head.at ? now : head.at
  let { seq, hash: prev } = head
  const rows = drafts.map(({ act, entry, columns }) => {
    seq += 1n
    const canonical = printRow(seq, at, act, entry)
    const row = { ...columns, seq, at, act, canonical, prev, hash: hashRow(prev, canonical) }
    prev = row.hash
    return row
  })
  return { rows, head: rows.length === 0 ? head : { seq, at, hash: prev } }
}

const sameColumns = (row: Row, columns: Columns): boolean =>
  (Object.keys(columns) as (keyof Columns)[]).every((name) => row[name] === columns[name])

const saysWhatItHolds = (row: Row): boolean => {
  try {
    const { act, at, entry, seq } = JSON.parse(row.canonical)
    const own = act === row.act && seq === String(row.seq) && at === printPosition(row.at)
    return own && sameColumns(row, columnsOf(entry))
  } catch {
    return false
  }
}

/**
 * What is wrong with a row that should stand directly behind `before`, in words; null when nothing
 * is.
 */
export const findFault = (before: Head, row: Row): string | null => {
  if (row.seq !== before.seq + 1n) return `row ${before.seq + 1n} is missing`
  if (!row.prev.equals(before.hash)) return `row ${row.seq} does not follow the row before it`
  if (!row.hash.equals(hashRow(row.prev, row.canonical))) return `row ${row.seq} was altered`
  if (row.at < before.at) return `row ${row.seq} is earlier than the row before it`
  if (!saysWhatItHolds(row)) return `row ${row.seq} has other columns than its text says`
  return null
}

/** The head after a row that has no fault. */
export const headAt = ({ seq, at, hash }: Row): Head => ({ seq, at, hash })
