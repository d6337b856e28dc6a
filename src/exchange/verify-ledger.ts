// Walks the whole ledger and says whether anything in it was changed, lost or added. Only reads.
import { findFault, genesis, type Head, headAt, type Row } from '../core/ledger/chain.ts'
import { isSuccessor, openSeal, type Seal } from '../core/ledger/seal.ts'
import {
  type Ends,
  type KeptSeal,
  listRows,
  listSeals,
  readEnds,
} from '../storage/ledger-reading.ts'
import type { Client, Pool } from '../storage/pools.ts'
import type { Context } from './context.ts'
import type { SealKeys } from './key-book.ts'

type Asked = Pool | Client

/** `seq` is the first row that is at fault, where one can be named. */
export type LedgerFault = { seq: bigint | null; message: string }

/** What was looked at, and the first thing found wrong; null when nothing is. */
export type LedgerReport = { rows: bigint; seals: number; kept: number; fault: LedgerFault | null }

const batch = 500
/** The worker moves noted acts every minute. */
const waitingMsMax = 60_000

const faultOfEnds = ({ head, last, sealed, waiting, waitingMs }: Ends): LedgerFault | null => {
  if (last < head.seq) {
    return { seq: last + 1n, message: `the ledger ends at row ${last}; its head is ${head.seq}` }
  }
  if (last > head.seq) {
    return { seq: head.seq + 1n, message: `there are rows behind the head, row ${head.seq}` }
  }
  if (sealed > head.seq) {
    const message = `row ${sealed} was sealed; the ledger ends at row ${head.seq}`
    return { seq: head.seq + 1n, message }
  }
  if (waitingMs > waitingMsMax) {
    const seconds = Math.round(waitingMs / 1000)
    const message = `${waiting} acts have waited for ${seconds} s to be entered; is the hub running`
    return { seq: null, message }
  }
  return null
}

const faultOfSeal = (kept: KeptSeal, row: Head, known: ReadonlySet<string>): LedgerFault | null => {
  const sealed = openSeal(kept)
  const { seq } = row
  if (sealed === null) return { seq, message: `the seal of row ${seq} is not signed with its key` }
  if (!known.has(sealed.key)) return { seq, message: `the seal of row ${seq} is of another key` }
  if (sealed.head.seq !== kept.seq || sealed.head.at !== kept.at || sealed.head.at !== row.at)
    return { seq, message: `the seal of row ${seq} was altered` }
  if (!sealed.head.hash.equals(row.hash))
    return { seq, message: `row ${seq} is not the one that was sealed` }
  return null
}

type Met = Head & { sealed: boolean }

/**
 * A head somebody kept elsewhere, against the row of the same number. Its seal is there too, unless
 * `unsealed`: it was kept when the head was signed, and somebody took it away since.
 */
const faultOfKept = (seal: Seal, met: Map<bigint, Met>, unsealed: boolean): LedgerFault | null => {
  const sealed = openSeal(seal)
  if (sealed === null) return { seq: null, message: 'a head you kept is damaged or not signed' }
  const { seq, hash } = sealed.head
  const row = met.get(seq)
  if (row === undefined) return { seq, message: `row ${seq}, whose head you kept, is not there` }
  if (!row.hash.equals(hash)) {
    return { seq, message: `row ${seq} is not the one whose head you kept` }
  }
  if (row.sealed || unsealed) return null
  return { seq, message: `the seal of row ${seq}, whose head you kept, was taken away` }
}

/** The key that signs from this row on, `before` where it is another act; null without its word. */
const followKey = (row: Row, before: string): string | null => {
  if (row.act !== 'administer' || !row.canonical.includes('"ledger-key"')) return before
  const { facts } = JSON.parse(row.canonical).entry
  if (facts?.what !== 'ledger-key' || facts.change !== 'rotate') return before
  return isSuccessor(before, facts.key, facts.signed) ? facts.key : null
}

type Walked = { head: Head; seals: number; fault: LedgerFault | null }

const walk = async (
  asked: Asked,
  upTo: bigint,
  { known, first }: SealKeys,
  visit: (row: Met) => void,
): Promise<Walked> => {
  let head = genesis
  let seals = 0
  let signer = first
  while (head.seq < upTo) {
    const rows = await listRows(asked, head.seq, upTo, batch)
    const until = rows.at(-1)?.seq ?? upTo
    const kept = new Map(
      (await listSeals(asked, head.seq, until)).map((seal) => [seal.seq, seal] as const),
    )
    if (rows.length === 0) break
    for (const row of rows) {
      const message = findFault(head, row)
      if (message !== null) return { head, seals, fault: { seq: head.seq + 1n, message } }
      head = headAt(row)
      const follows = followKey(row, signer)
      if (follows === null) {
        const message = `row ${row.seq} names a key that the one before it did not sign`
        return { head, seals, fault: { seq: row.seq, message } }
      }
      signer = follows
      const seal = kept.get(row.seq)
      visit({ ...head, sealed: seal !== undefined })
      if (seal === undefined) continue
      seals += 1
      const fault = faultOfSeal(seal, head, known)
      if (fault !== null) return { head, seals, fault }
    }
  }
  return { head, seals, fault: null }
}

const faultOfHead = (walked: Head, head: Head): LedgerFault | null => {
  if (walked.seq < head.seq) {
    return { seq: walked.seq + 1n, message: `row ${walked.seq + 1n} is missing` }
  }
  if (walked.hash.equals(head.hash) && walked.at === head.at) return null
  return { seq: head.seq, message: `row ${head.seq} is not the one the head names` }
}

/**
 * Checks every row that is there when it begins: hashes, gaps, columns, the head, the seals, that
 * noted acts do not wait for more than a minute, and heads that were kept elsewhere. Rows appended
 * meanwhile are left for the next time.
 */
export const verifyLedger = async (
  {
    pools,
    keys,
  }: { pools: Pick<Context['pools'], 'ledger'>; keys: Pick<Context['keys'], 'seals'> },
  keptHeads: readonly Seal[] = [],
): Promise<LedgerReport> => verifyChain(pools.ledger, await keys.seals(), keptHeads)

/**
 * The same by one connection, and keys that were read elsewhere. `unsealed` is one more head, whose
 * seal was not kept in the ledger when it was signed.
 */
export const verifyChain = async (
  asked: Asked,
  keys: SealKeys,
  keptHeads: readonly Seal[],
  unsealed: Seal | null = null,
): Promise<LedgerReport> => {
  const ends = await readEnds(asked)
  if (ends === null) {
    const fault = { seq: null, message: 'the head of the ledger is gone' }
    return { rows: 0n, seals: 0, kept: 0, fault }
  }
  const heads = unsealed === null ? keptHeads : [unsealed, ...keptHeads]
  const wanted = new Set(heads.map((seal) => openSeal(seal)?.head.seq))
  const met = new Map<bigint, Met>([[0n, { ...genesis, sealed: true }]])
  const walked = await walk(asked, ends.head.seq, keys, (row) => {
    if (wanted.has(row.seq)) met.set(row.seq, row)
  })
  let fault = walked.fault ?? faultOfHead(walked.head, ends.head) ?? faultOfEnds(ends)
  for (const seal of heads) fault ??= faultOfKept(seal, met, seal === unsealed)
  return { rows: walked.head.seq, seals: walked.seals, kept: heads.length, fault }
}
