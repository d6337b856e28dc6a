// Whether a database is the one that was backed up: every row, every wall, the ledger and its
// heads. Only reads. Knows no folder.
import { pipeline } from 'node:stream/promises'
import { type BackupTable, compareStanding, type Manifest } from '../core/backup/manifest.ts'
import { compareRows, splitLines } from '../core/backup/rows.ts'
import { openSeal, parseSeal, type Seal } from '../core/ledger/seal.ts'
import {
  copyRowsOut,
  listTables,
  readMoment,
  readSequences,
  type TableShape,
  withWholeDatabase,
} from '../storage/backup.ts'
import { readWalls } from '../storage/backup-walls.ts'
import { listKeys } from '../storage/keys.ts'
import type { Client } from '../storage/pools.ts'
import { openCounter, type Shelf, signHead } from './back-up.ts'
import { sealKeysOf } from './key-book.ts'
import { verifyChain } from './verify-ledger.ts'

/** What was looked at, and every difference in words; none where both are the same. */
export type Comparison = { tables: number; rows: bigint; ledger: bigint; differences: string[] }

const drain = async (chunks: AsyncIterable<Buffer>): Promise<void> => {
  for await (const _ of chunks);
}

/** The rows as the backup has them: null where its file is not the one that was written. */
const faultOfFile = async (table: BackupTable, shelf: Shelf): Promise<string | null> => {
  const { stream, result } = openCounter()
  await pipeline(shelf.read(table.name), stream, drain)
  return result().sha256 === table.sha256
    ? null
    : `${table.name}: the backup's own file is not the one that was written`
}

const compareTable = async (
  client: Client,
  table: BackupTable,
  shelf: Shelf,
): Promise<string[]> => {
  const file = await faultOfFile(table, shelf)
  if (file !== null) return [file]
  const { stream, result } = openCounter()
  await pipeline(copyRowsOut(client, table), stream, drain)
  if (result().sha256 === table.sha256) return []
  const found = copyRowsOut(client, table)
  return compareRows(table, splitLines(shelf.read(table.name)), splitLines(found))
}

const shapes = (tables: readonly TableShape[]): string[] =>
  tables.map(({ name, columns }) => `${name} (${columns.join(', ')})`)

const compareShapes = (kept: readonly TableShape[], found: readonly TableShape[]): string[] => {
  const [then, now] = [shapes(kept), shapes(found)]
  return [
    ...then.filter((one) => !now.includes(one)).map((one) => `the table ${one} is missing`),
    ...now.filter((one) => !then.includes(one)).map((one) => `the table ${one} was added`),
  ]
}

/** Later heads than the ledger has were kept before it was rolled back. */
const faultOfHeads = (heads: readonly Seal[], end: bigint): string[] => {
  const later = heads
    .flatMap((seal) => openSeal(seal)?.head ?? [])
    .filter(({ seq }) => seq > end)
    .sort((a, b) => (a.seq > b.seq ? -1 : 1))
  const [last] = later
  if (last === undefined) return []
  return [
    `the ledger was rolled back: it ends at row ${end}, and a head of row ${last.seq} was kept`,
  ]
}

const compareLedger = async (
  client: Client,
  manifest: Manifest,
  heads: readonly Seal[],
): Promise<{ rows: bigint; faults: string[] }> => {
  const own = manifest.ledger.seal === null ? null : parseSeal(manifest.ledger.seal)
  const keys = await listKeys(client, 'ledger')
  if (keys.length === 0) return { rows: 0n, faults: [] }
  const report = await verifyChain(client, sealKeysOf(keys), heads, own)
  // Noted acts wait for a hub that runs; here none does.
  const waits = report.fault?.seq === null && report.fault.message.includes('have waited')
  const faults = report.fault === null || waits ? [] : [`ledger: ${report.fault.message}`]
  return { rows: report.rows, faults: [...faults, ...faultOfHeads(heads, report.rows)] }
}

/**
 * Compares the database with the backup: rows by their keys, schema, roles, grants, policies,
 * sequences, epoch and ledger, with heads that were kept elsewhere. Everything at one moment.
 */
export const compareBackup = (
  databaseUrl: string,
  manifest: Manifest,
  shelf: Shelf,
  heads: readonly Seal[],
  told: (table: string) => void,
): Promise<Comparison> =>
  withWholeDatabase(databaseUrl, 'read', async (client) => {
    const moment = await readMoment(client, signHead)
    const standing = {
      ...moment,
      walls: await readWalls(client),
      sequences: await readSequences(client),
    }
    const there = await listTables(client)
    const differences = [
      ...compareStanding(manifest, standing),
      ...compareShapes(manifest.tables, there),
    ]
    let rows = 0n
    const known = new Set(shapes(there))
    for (const table of manifest.tables) {
      if (!known.has(shapes([table])[0] as string)) continue
      told(table.name)
      differences.push(...(await compareTable(client, table, shelf)))
      rows += BigInt(table.rows)
    }
    const ledger = await compareLedger(client, manifest, heads)
    differences.push(...ledger.faults)
    return { tables: manifest.tables.length, rows, ledger: ledger.rows, differences }
  })
