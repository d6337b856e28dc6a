// Compares the rows of objects with the digests they were written with, and the ledger's with their
// hashes. What no longer fits is withheld from everybody, and an alarm is raised.
import { findFault, genesis, type Head, headAt } from '../core/ledger/chain.ts'
import { nobody } from '../core/sharing/audience.ts'
import { narrowEntries, touchHead } from '../storage/entries.ts'
import { listRows, readEnds } from '../storage/ledger-reading.ts'
import { withTransaction } from '../storage/pools.ts'
import { lockCollection } from '../storage/publication.ts'
import {
  beginning,
  compareDigests,
  type DigestedTable,
  digestedTables,
  endCycle,
  listShowing,
  type Place,
  type Progress,
  readProgress,
  readSoundness,
  recountShares,
  type Soundness,
  saveProgress,
} from '../storage/soundness.ts'
import type { Context } from './context.ts'
import { noteAct } from './ledger.ts'

/** A row that is not what the hub wrote; so many entries were taken from everybody's sight now. */
export type Damage = Place & { table: DigestedTable; withheld: number }

/** What a walk over all objects saw. */
export type ObjectsReport = { rows: number; damaged: number }

const batch = 500

/** A row as the alarm and the command name it. */
export const nameDamage = ({ table, collection_id, row_id }: Omit<Damage, 'withheld'>): string =>
  `${table} ${collection_id} ${row_id}`

/**
 * INVARIANT: what is withheld stays so: an entry that is for nobody is narrowed to nobody else
 * (storage/entries.ts), and bytes that do not fit their digest are drawn from by nothing.
 */
const withholdIn = async (
  ctx: Context,
  table: DigestedTable,
  collection_id: string,
  rows: bigint[],
): Promise<bigint[]> => {
  const audience_id = await ctx.audiences.intern(nobody)
  return withTransaction(ctx.pools.publisher, 'begin', async (client) => {
    await lockCollection(client, collection_id)
    const shown = await listShowing(client, table, collection_id, rows, audience_id)
    if (shown.length === 0) return []
    const positions = shown.map(({ position }) => position)
    const narrowed = positions.map((position) => ({ position, audience_id }))
    await narrowEntries(client, collection_id, narrowed, audience_id)
    await recountShares(client, collection_id)
    await touchHead(client, collection_id)
    const facts = { change: 'withhold', what: table, count: positions.length }
    const nobodys = { principal_id: null, organisation_id: null, object_id: null }
    await noteAct(client, { act: 'administer', ...nobodys, collection_id, positions, facts })
    return shown.map(({ row_id }) => row_id)
  })
}

/** All of a batch at once: a disk that fails takes many rows together. */
const withhold = async (ctx: Context, table: DigestedTable, places: Place[]): Promise<Damage[]> => {
  const damaged: Damage[] = []
  for (const [collection_id, here] of Map.groupBy(places, (place) => place.collection_id)) {
    const rows = here.map(({ row_id }) => row_id)
    const shown = await withholdIn(ctx, table, collection_id, rows)
    for (const row_id of rows) {
      const withheld = shown.filter((each) => each === row_id).length
      const damage = { table, collection_id, row_id, withheld }
      const told = { alarm: 'damage', row: nameDamage(damage), count: withheld }
      ctx.log.error(told, 'a row is not what was written; its entries are withheld')
      damaged.push(damage)
    }
  }
  return damaged
}

type Step = { rows: number; last: Place | null; damaged: Damage[] }

const stepObjects = async (ctx: Context, table: DigestedTable, after: Place): Promise<Step> => {
  const looked = await compareDigests(ctx.pools.writer, table, after, batch)
  return { ...looked, damaged: await withhold(ctx, table, looked.damaged) }
}

/**
 * Walks all objects there are, from the first row to the last; `told` hears of each damaged row.
 */
export const verifyObjects = async (
  ctx: Context,
  told: (damage: Damage) => void,
): Promise<ObjectsReport> => {
  const report = { rows: 0, damaged: 0 }
  for (const table of digestedTables) {
    for (let place: Place | null = beginning; place !== null; ) {
      const { rows, last, damaged }: Step = await stepObjects(ctx, table, place)
      report.rows += rows
      report.damaged += damaged.length
      for (const damage of damaged) told(damage)
      place = rows < batch ? null : last
    }
  }
  return report
}

/** What is wrong with the ledger's rows behind `after`; `last` is null behind its end. */
const lookAtLedger = async (
  ctx: Context,
  after: bigint,
): Promise<{ rows: number; last: bigint | null; faults: string[] }> => {
  const pool = ctx.pools.ledger
  const ends = await readEnds(pool)
  if (ends === null) return { rows: 0, last: null, faults: ['the head of the ledger is gone'] }
  const faults: string[] = []
  const before = after === 0n ? [] : await listRows(pool, after - 1n, after, 1)
  let head: Head = before[0] === undefined ? genesis : headAt(before[0])
  if (head.seq !== after) return { rows: 0, last: null, faults: [`row ${after} is missing`] }
  const rows = await listRows(pool, after, ends.head.seq, batch)
  for (const row of rows) {
    const fault = findFault(head, row)
    if (fault !== null) faults.push(fault)
    head = headAt(row)
  }
  const isEnd = rows.length < batch
  if (isEnd && !head.hash.equals(ends.head.hash)) {
    faults.push(`row ${ends.head.seq} is not the one the head names`)
  }
  return { rows: rows.length, last: isEnd ? null : head.seq, faults }
}

const stepLedger = async (ctx: Context, after: bigint): Promise<{ step: Step; faults: number }> => {
  const { rows, last, faults } = await lookAtLedger(ctx, after)
  for (const reason of faults) {
    ctx.log.error({ alarm: 'damage', row: 'ledger', reason }, 'the ledger is not what was written')
  }
  const place = last === null ? null : { ...beginning, row_id: last }
  return { step: { rows, last: place, damaged: [] }, faults: faults.length }
}

const parts: readonly string[] = [...digestedTables, 'ledger']

/** One batch further; null when that was the cycle's last. */
const advance = async (ctx: Context, progress: Progress): Promise<Progress | null> => {
  const { part, rows, damaged } = progress
  const isLedger = part === 'ledger'
  const { step, faults } = isLedger
    ? await stepLedger(ctx, progress.row_id)
    : { step: await stepObjects(ctx, part as DigestedTable, progress), faults: 0 }
  const isOver = step.last === null || step.rows < batch
  const next = isOver ? parts[parts.indexOf(part) + 1] : part
  const place = isOver || step.last === null ? beginning : step.last
  const counted = {
    rows: rows + BigInt(step.rows),
    damaged: damaged + BigInt(step.damaged.length + faults),
  }
  if (next !== undefined) return { part: next, ...place, ...counted }
  await endCycle(ctx.pools.writer, parts[0] as string, counted)
  return null
}

/**
 * Goes on where the last call ended, for about so many ms, and no further than the end of the
 * cycle: all objects, then the ledger. Answers whether it came to that end.
 */
export const verifyOn = async (ctx: Context, forMs: number): Promise<boolean> => {
  const until = performance.now() + forMs
  const { writer } = ctx.pools
  const first = { part: parts[0] as string, ...beginning, rows: 0n, damaged: 0n }
  let progress: Progress | null = (await readProgress(writer)) ?? first
  while (performance.now() < until) {
    progress = await advance(ctx, progress)
    if (progress === null) return true
    await saveProgress(writer, progress)
  }
  return false
}

/** What was found so far; null before the first look, and where the database does not answer. */
export const lookAtSoundness = (ctx: Context): Promise<Soundness | null> =>
  readSoundness(ctx.pools.writer).catch(() => null)
