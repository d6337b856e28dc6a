// Puts a backup into an empty database, whole or not at all, and leaves the hub on it closed until
// somebody confirms. Knows no folder.
import { pipeline } from 'node:stream/promises'
import type { BackupTable, Manifest } from '../core/backup/manifest.ts'
import {
  clearMigrated,
  copyRowsIn,
  isUnused,
  listTables,
  noteRestoration,
  setSequences,
  withLoadableTables,
  withWholeDatabase,
} from '../storage/backup.ts'
import { migrateLike } from '../storage/migrate.ts'
import type { Client } from '../storage/pools.ts'
import { openCounter, type Shelf } from './back-up.ts'

/** What a restore refuses: the database, or the backup itself. */
export class RestoreRefusal extends Error {
  override readonly name = 'RestoreRefusal'
  readonly of: 'database' | 'backup'

  constructor(of: 'database' | 'backup', message: string) {
    super(message)
    this.of = of
  }
}

const readTable = async (client: Client, table: BackupTable, shelf: Shelf): Promise<void> => {
  const { stream, result } = openCounter()
  await pipeline(shelf.read(table.name), stream, copyRowsIn(client, table))
  const { rows, sha256 } = result()
  if (rows === table.rows && sha256 === table.sha256) return
  throw new RestoreRefusal('backup', `the rows of \`${table.name}\` are not those that were saved`)
}

const demandTables = async (client: Client, manifest: Manifest): Promise<void> => {
  const there = (await listTables(client)).map(({ name, columns }) => `${name} ${columns}`).sort()
  const kept = manifest.tables.map(({ name, columns }) => `${name} ${columns}`).sort()
  if (there.join() === kept.join()) return
  throw new RestoreRefusal('backup', 'its tables are not those its migrations make')
}

/**
 * Restores the backup in one transaction: what fails leaves an empty database. Refuses one that was
 * used, and a backup that is not as it was written. `folder` is that of the migrations.
 */
export const restore = async (
  databaseUrl: string,
  folder: string,
  manifest: Manifest,
  shelf: Shelf,
  told: (table: string) => void,
): Promise<void> => {
  await migrateLike(databaseUrl, folder, manifest.migrations).catch((error: Error) => {
    throw new RestoreRefusal('database', `it cannot be restored here: ${error.message}`)
  })
  await withWholeDatabase(databaseUrl, 'write', async (client) => {
    if (!(await isUnused(client))) {
      throw new RestoreRefusal('database', 'the database is not empty; restore into a new one')
    }
    await demandTables(client, manifest)
    await clearMigrated(client)
    await withLoadableTables(client, async () => {
      for (const table of manifest.tables) {
        told(table.name)
        await readTable(client, table, shelf)
      }
    })
    await setSequences(client, manifest.sequences)
    await noteRestoration(client)
  })
}
