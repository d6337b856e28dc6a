// Connections by role. A connection that is not idle between two borrowers is destroyed, never lent
// on. Knows no query.
import pg from 'pg'
import { followWritable, listServers } from './servers.ts'

/** A borrowed connection, and where it is borrowed from. */
export type Client = pg.PoolClient
export type Pool = pg.Pool

export type Pools = {
  /** Polls: may select, and sees only the audiences it names. */
  reader: pg.Pool
  /** Who comes, and under which policy. Reads alone: nobody at the door waits for a disk. */
  gate: pg.Pool
  /** The hub's own tables, and statuses. */
  writer: pg.Pool
  /** The publisher alone, so that a storm of polls or sign-ins cannot starve it. */
  publisher: pg.Pool
  /** The ledger alone: nothing is shown before its row is kept, so it waits for nobody. */
  ledger: pg.Pool
}

export type PoolSettings = {
  databaseUrl: string
  poolRead: number
  poolWrite: number
  statementTimeoutMs: number
}

type Watched = pg.PoolClient & {
  getTransactionStatus(): 'I' | 'T' | 'E' | null
  connection: { stream: { destroy(): void } }
}

const lockTimeoutMs = 5_000
/** An answer waits for its row of the ledger, and is refused rather than late. */
const ledgerTimeoutMs = 2_000
/** Longer than any use whose every statement ends within its own limit. */
const holdMsMax = 30_000
const connectTimeoutMs = 1_000

/** int8 and timestamptz stay exact: a JavaScript Date would cut microseconds. */
export const exactTypes = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => {
    if (oid === 20) return BigInt
    if (oid === 1184) return String
    return pg.types.getTypeParser(oid, format as 'text')
  },
}

type PoolShape = {
  role: string
  max: number
  /** Settings of its sessions. */
  more?: string[]
  queryTimeoutMs?: number
  lockTimeoutMs?: number
}

/** How many servers a pool may find its connection at. */
const serversOf = new WeakMap<pg.Pool, number>()

const openPool = (settings: PoolSettings, shape: PoolShape): pg.Pool => {
  const { role, max, more = [], queryTimeoutMs } = shape
  const lockMs = shape.lockTimeoutMs ?? lockTimeoutMs
  const options = [
    `-c role=${role}`,
    `-c statement_timeout=${settings.statementTimeoutMs}`,
    `-c lock_timeout=${lockMs}`,
    '-c idle_in_transaction_session_timeout=15000',
    '-c synchronous_commit=on',
    '-c timezone=UTC',
    ...more,
  ]
  const pool = new pg.Pool({
    connectionString: settings.databaseUrl,
    max,
    connectionTimeoutMillis: connectTimeoutMs,
    idleTimeoutMillis: 30_000,
    application_name: `sekisho ${role}`,
    options: options.join(' '),
    types: exactTypes as pg.CustomTypesConfig,
    ...(queryTimeoutMs === undefined ? {} : { query_timeout: queryTimeoutMs }),
    ...followWritable(settings.databaseUrl),
  } as pg.PoolConfig)
  serversOf.set(pool, listServers(settings.databaseUrl).length)
  // A killed server must cost requests, never the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

// A poll is a few index ranges. Without fresh statistics the planner would rather collect a whole
// collection in a bitmap, so that a page costs as much as everything stored.
const pollPlanner = ['-c enable_bitmapscan=off', '-c enable_seqscan=off']
const readOnly = ['-c default_transaction_read_only=on']

/** Opens the pools; connects lazily. The roles must exist (migrations make them). */
export const openPools = (settings: PoolSettings): Pools => {
  // The server ends a long statement by itself; this is for a server that has gone silent. Readers
  // have no such timer: COPY would never clear it, and withClient watches them.
  const queryTimeoutMs = settings.statementTimeoutMs + 2_000
  const reader = { role: 'sekisho_reader', max: settings.poolRead, more: pollPlanner }
  const writer = { role: 'sekisho_writer', max: settings.poolWrite, queryTimeoutMs }
  return {
    reader: openPool(settings, reader),
    gate: openPool(settings, { ...writer, max: settings.poolRead, more: readOnly }),
    writer: openPool(settings, writer),
    publisher: openPool(settings, { ...writer, max: 2 }),
    ledger: openPool(settings, { ...writer, max: 2, lockTimeoutMs: ledgerTimeoutMs }),
  }
}

/** For polls from one replica. The server must be in recovery, which each snapshot is asked for. */
export const openReplicaPool = (settings: PoolSettings): Pool =>
  openPool(settings, { role: 'sekisho_reader', max: settings.poolRead, more: pollPlanner })

/** For the jobs' own tables, as the login role that owns them. */
export const openJobPool = (databaseUrl: string): Pool => {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 4,
    application_name: 'sekisho jobs',
    ...followWritable(databaseUrl),
  } as pg.PoolConfig)
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

export const closePools = async (pools: Pools): Promise<void> => {
  await Promise.allSettled(Object.values(pools).map((pool) => pool.end()))
}

/** What code decided, not what became of a statement: it leaves a connection as good as it was. */
const isVerdict = (error: unknown): boolean =>
  error instanceof Error && (error as { code?: unknown }).code === undefined

/** After a failure the next server is tried, each once. */
const connect = async (pool: Pool): Promise<Watched> => {
  for (let left = serversOf.get(pool) ?? 1; ; left--) {
    try {
      return (await pool.connect()) as Watched
    } catch (error) {
      if (left <= 1) throw error
    }
  }
}

type Borrowed = { client: Watched; giveBack(clean: boolean): void }

/** Borrows an idle connection. The answer gives it back, once; unless `clean`, it is destroyed. */
const borrow = async (pool: Pool, holdMs = holdMsMax): Promise<Borrowed> => {
  const client = await connect(pool)
  if (client.getTransactionStatus() !== 'I') {
    client.release(true)
    throw new Error('a pooled connection was lent inside a transaction')
  }
  // A server that keeps its connections open and says nothing must not keep a request for ever.
  const watch = setTimeout(() => client.connection.stream.destroy(), holdMs)
  const giveBack = (clean: boolean): void => {
    clearTimeout(watch)
    client.release(!clean || client.getTransactionStatus() !== 'I')
  }
  return { client, giveBack }
}

/**
 * Lends a connection for one use. INVARIANT: it is idle when lent and when returned; one that is
 * not is destroyed, because its settings may be another caller's.
 */
export const withClient = async <T>(
  pool: Pool,
  use: (client: Client) => Promise<T>,
): Promise<T> => {
  const { client, giveBack } = await borrow(pool)
  let clean = true
  try {
    return await use(client)
  } catch (error) {
    clean = isVerdict(error)
    throw error
  } finally {
    giveBack(clean)
  }
}

/** How long a server may say nothing, at the beginning and altogether, in ms. */
export type Patience = { openMs: number; holdMs: number }

const ordinaryPatience: Patience = { openMs: holdMsMax, holdMs: holdMsMax }

/**
 * Runs `use` in a read-only transaction that `opening` begins: statements without parameters, sent
 * in one round trip, of which `use` gets the last one's rows. The answer does not wait for the end
 * of the transaction; the connection does.
 */
export const withReading = async <T>(
  pool: Pool,
  opening: string,
  use: (client: Client, rows: unknown[]) => Promise<T>,
  { openMs, holdMs }: Patience = ordinaryPatience,
): Promise<T> => {
  const { client, giveBack } = await borrow(pool, holdMs)
  try {
    const silent = setTimeout(() => client.connection.stream.destroy(), openMs)
    const opened = client.query(opening).finally(() => clearTimeout(silent))
    const results = (await opened) as unknown as pg.QueryResult[]
    const result = await use(client, results.at(-1)?.rows ?? [])
    client.query('commit').then(
      () => giveBack(true),
      () => giveBack(false),
    )
    return result
  } catch (error) {
    await client.query('rollback').catch(() => {})
    giveBack(isVerdict(error))
    throw error
  }
}

/**
 * Begins what a crash may take with it, all of it: its commit does not wait for the disk. For what
 * can be made again.
 */
export const beginUnhurried = 'begin; set local synchronous_commit = off'

/**
 * Runs `use` in one transaction: committed when it returns, rolled back when it throws. `begin` may
 * be several statements without parameters, sent in one round trip; `use` gets their results.
 */
export const withTransaction = async <T>(
  pool: pg.Pool,
  begin: string,
  use: (client: pg.PoolClient, begun: pg.QueryResult[]) => Promise<T>,
): Promise<T> =>
  withClient(pool, async (client) => {
    const begun = [(await client.query(begin)) as pg.QueryResult | pg.QueryResult[]].flat()
    try {
      const result = await use(client, begun)
      const { command } = await client.query('commit')
      // A transaction that failed unnoticed is rolled back by its commit, without an error.
      if (command !== 'COMMIT') throw Object.assign(new Error('not committed'), { code: '40000' })
      return result
    } catch (error) {
      await client.query('rollback').catch(() => {})
      throw error
    }
  })
