// Writes all a database holds, as of one moment, onto a shelf of files, and says what it wrote.
// Knows no folder.
import { createHash } from 'node:crypto'
import { type Readable, Transform, type TransformCallback, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { BackupTable, Manifest } from '../core/backup/manifest.ts'
import { printSeal, sealHead } from '../core/ledger/seal.ts'
import {
  copyRowsOut,
  listTables,
  readMoment,
  readSequences,
  type Sign,
  type TableShape,
  withWholeDatabase,
} from '../storage/backup.ts'
import { readWalls } from '../storage/backup-walls.ts'
import type { Client } from '../storage/pools.ts'

/** Where a backup lies: a file for each table, by its name. */
export type Shelf = { read(table: string): Readable; write(table: string): Writable }

export type Counted = Pick<BackupTable, 'rows' | 'octets' | 'sha256'>

const newline = 0x0a

/** Passes octets on and counts what passed: lines, octets and their digest. */
export const openCounter = (): { stream: Transform; result(): Counted } => {
  const hash = createHash('sha256')
  let rows = 0
  let octets = 0
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      hash.update(chunk)
      octets += chunk.length
      for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, at + 1)) rows += 1
      done(null, chunk)
    },
  })
  let digest: string | null = null
  const result = (): Counted => {
    digest ??= hash.digest('hex')
    return { rows: String(rows), octets: String(octets), sha256: digest }
  }
  return { stream, result }
}

/** Signs a head as the hub does: the same head and key give the same line. */
export const signHead: Sign = (head, key) => printSeal(sealHead(head, key))

const writeTable = async (
  client: Client,
  shape: TableShape,
  shelf: Shelf,
): Promise<BackupTable> => {
  const { stream, result } = openCounter()
  await pipeline(copyRowsOut(client, shape), stream, shelf.write(shape.name))
  return { ...shape, ...result() }
}

/**
 * Backs up the database as it is at one moment, beside a running hub. `version` is that of the
 * program; `told` hears each table as it begins.
 */
export const backUp = (
  databaseUrl: string,
  version: string,
  shelf: Shelf,
  told: (table: string) => void,
): Promise<Manifest> =>
  withWholeDatabase(databaseUrl, 'read', async (client) => {
    const moment = await readMoment(client, signHead)
    const walls = await readWalls(client)
    const sequences = await readSequences(client)
    const tables: BackupTable[] = []
    for (const shape of await listTables(client)) {
      told(shape.name)
      tables.push(await writeTable(client, shape, shelf))
    }
    const product = { format: 1, product: 'sekisho', version } as const
    return { ...product, ...moment, walls, sequences, tables }
  })
