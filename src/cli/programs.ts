// What the commands need of the programs above them: handed in, so that no command opens a
// database, reads the environment or knows how a hub is put together.
import type { Context } from '../exchange/context.ts'
import type { Heads } from '../exchange/hold.ts'
import type { Finding } from '../exchange/self-check.ts'

export type Schema = { state: 'ready' | 'behind' | 'newer'; applied: string[]; known: string[] }

/**
 * A database as it is, whatever its schema; where this release's migrations are, and the heads that
 * are kept beside it.
 */
export type BareDatabase = { url: string; migrations: string; heads: Heads | null }

export type Output = { write(text: string): boolean; isTTY?: boolean; columns?: number }

export type Programs = {
  version: string
  /**
   * A variable of the environment; only for what a hub file or an option names, and the client's
   * own.
   */
  env(name: string): string | undefined
  stdout: Output & NodeJS.WritableStream
  stderr: Output & NodeJS.WritableStream
  /** How the process will end; the last word counts. */
  setExitCode(code: number): void
  /** Serves until told to stop. */
  serve(): Promise<void>
  /** Applies what is missing to the database. */
  migrate(): Promise<{ applied: string[] }>
  schema(): Promise<Schema>
  /** Lends the context of a hub whose schema is that of this release, and closes it afterwards. */
  withContext<T>(use: (ctx: Context) => Promise<T>): Promise<T>
  /** Lends the database to one command. */
  withDatabase<T>(use: (database: BareDatabase) => Promise<T>): Promise<T>
  /**
   * The settings in effect, without secrets, and variables that look like settings and are none.
   */
  describeSettings(): { settings: Record<string, unknown>; unknown: string[] }
  /** The boot self-checks, on a database that need not pass them. */
  checkGround(): Promise<Finding[]>
}
