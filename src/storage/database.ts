// The typed door to the tables: kysely over a pool that someone else opened. Knows no query.
import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import type pg from 'pg'
import type { HubTables } from './tables-hub.ts'

export type Tables = HubTables
/** Inside or outside a transaction; storage never begins one. */
export type Database = Kysely<Tables>
export type DatabaseTransaction = Transaction<Tables>

/**
 * Builds queries over `pool`, with its role and its exact types (bigint for int8, text for
 * timestamptz). Destroying the answer ends the pool.
 */
export const openDatabase = (pool: pg.Pool): Database =>
  new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
