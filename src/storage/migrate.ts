// Brings a database to the schema of this release: forward only, one SQL file a change.
// Knows no meaning of any table.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { Kysely, PostgresDialect, sql } from 'kysely'
import { type Migration, type MigrationProvider, Migrator } from 'kysely/migration'
import pg from 'pg'
import { findWritableServer } from './servers.ts'

/**
 * `ready`: served as it is; `behind`: files wait to be applied; `newer`: made by a later release.
 */
export type SchemaState = {
  state: 'ready' | 'behind' | 'newer'
  applied: string[]
  known: string[]
}

/** Whoever waits for a table holds up all who come after it: better to give way and come again. */
const lockTimeoutMs = 2_000
const lockPauseMs = 1_000
const lockTries = 200

const sqlFiles = (folder: string): MigrationProvider => ({
  async getMigrations() {
    const migrations: Record<string, Migration> = {}
    for (const file of (await readdir(folder)).sort()) {
      if (!/^\d{8}T\d{4}_[a-z_]+\.sql$/.test(file)) continue
      const text = await readFile(join(folder, file), 'utf8')
      migrations[file.slice(0, -4)] = {
        up: async (db) => {
          await sql.raw(text).execute(db)
        },
      }
    }
    return migrations
  },
})

const withMigrator = async <T>(
  databaseUrl: string,
  folder: string,
  use: (migrator: Migrator) => Promise<T>,
): Promise<T> => {
  const connectionString = await findWritableServer(databaseUrl)
  const options = `-c lock_timeout=${lockTimeoutMs}`
  const pool = new pg.Pool({ connectionString, max: 1, allowExitOnIdle: true, options })
  pool.on('error', () => {})
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  try {
    return await use(new Migrator({ db, provider: sqlFiles(folder) }))
  } finally {
    await db.destroy()
  }
}

const listApplied = async (databaseUrl: string): Promise<string[]> => {
  const connectionString = await findWritableServer(databaseUrl)
  const client = new pg.Client({ connectionString })
  client.on('error', () => {})
  await client.connect()
  try {
    const there = await client.query("select to_regclass('kysely_migration') is not null as yes")
    if (!there.rows[0].yes) return []
    const names = await client.query('select name from kysely_migration order by name')
    return names.rows.map((row: { name: string }) => row.name)
  } finally {
    await client.end()
  }
}

/** Compares the database with the files of this release. */
export const schemaState = async (databaseUrl: string, folder: string): Promise<SchemaState> => {
  const applied = await listApplied(databaseUrl)
  const known = Object.keys(await sqlFiles(folder).getMigrations()).sort()
  if (applied.some((name) => !known.includes(name))) return { state: 'newer', applied, known }
  return { state: applied.length === known.length ? 'ready' : 'behind', applied, known }
}

const isLocked = (error: unknown): boolean => (error as { code?: unknown }).code === '55P03'

/**
 * Applies what is missing, all of it in one transaction: what fails half-way was never there. Hubs
 * that serve from the database meanwhile wait 2 s at most for each try, of which there are as many
 * as fit in ten minutes; two hubs starting together wait for each other as long. Throws on a schema
 * newer than this release: it is never rolled back.
 */
export const migrate = async (
  databaseUrl: string,
  folder: string,
): Promise<{ applied: string[] }> => {
  const { state, applied, known } = await schemaState(databaseUrl, folder)
  if (state === 'newer') {
    const unknown = applied.filter((name) => !known.includes(name)).join(', ')
    throw new Error(`the database has migrations this release does not know: ${unknown}`)
  }
  if (state === 'ready') return { applied: [] }
  return withMigrator(databaseUrl, folder, async (migrator) => {
    for (let tries = 1; ; tries++) {
      const { error, results } = await migrator.migrateToLatest()
      if (!error) return { applied: (results ?? []).map((result) => result.migrationName) }
      if (!isLocked(error) || tries === lockTries) throw error
      await setTimeout(lockPauseMs)
    }
  })
}

/**
 * Brings a database that was never migrated to the very schema these migrations make, which may be
 * that of an earlier release. One that has them already is left. Throws on any other, and on
 * migrations this release does not know.
 */
export const migrateLike = async (
  databaseUrl: string,
  folder: string,
  migrations: readonly string[],
): Promise<void> => {
  const { applied, known } = await schemaState(databaseUrl, folder)
  const unknown = migrations.filter((name) => !known.includes(name))
  if (unknown.length > 0) {
    throw new Error(`a later release made it: this one does not know ${unknown.join(', ')}`)
  }
  if (applied.join() === migrations.join()) return
  if (applied.length > 0) throw new Error('the database has another schema; use an empty one')
  await withMigrator(databaseUrl, folder, async (migrator) => {
    const { error } = await migrator.migrateTo(migrations.at(-1) as string)
    if (error) throw error
  })
}
