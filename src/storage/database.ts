// The typed door to the tables: kysely over a pool that someone else opened. Knows no query.
import { Kysely, PostgresDialect } from 'kysely'
import type pg from 'pg'
import type { HubTables } from './tables-hub.ts'

export type Database = HubTables

/**
 * Builds queries over `pool`, with its role and its exact types (bigint for int8, text for
 * timestamptz). Destroying the answer ends the pool.
 */
export const openDatabase = (pool: pg.Pool): Kysely<Database> =>
  new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
