// Makes chosen calls of a hub to its database fail, before or after they ran. Knows no request.
import type pg from 'pg'
import type { Context } from '../../../src/exchange/context.ts'

/** What a call fails with: SQLSTATE, or what the wire says. */
export const errorKinds = [
  { name: 'error', code: '58030' },
  { name: 'timeout', code: '57014' },
  { name: 'reset', code: 'ECONNRESET' },
  { name: 'serialization', code: '40001' },
  { name: 'deadlock', code: '40P01' },
  { name: 'shutdown', code: '57P01' },
  { name: 'too many connections', code: '53300' },
] as const

/** Never in an answer: it stands for what a database says of tables and rows. */
export const canary = 'canary-of-the-database'

/** Asked of every call; a code makes it fail, before or after it ran. */
export type Strike = (text: string) => { code: string; when: 'before' | 'after' } | null

type Calls = { strike: Strike | null; count: number }

type Query = (...asked: unknown[]) => unknown

const textOf = (asked: unknown): string =>
  typeof asked === 'string' ? asked : String((asked as { text?: string } | null)?.text ?? 'copy')

const isStream = (asked: unknown): asked is { destroy(error: Error): void } =>
  typeof (asked as { submit?: unknown } | null)?.submit === 'function'

const wrap = (client: pg.PoolClient, calls: Calls): void => {
  const query = client.query.bind(client) as Query
  const fail = (code: string): Error => {
    const { stream } = (client as unknown as { connection: { stream: { destroy(): void } } })
      .connection
    if (code === 'ECONNRESET' || code === '57P01') stream.destroy()
    return Object.assign(new Error(canary), { code })
  }
  const struck: Query = (...asked) => {
    const found = calls.strike?.(textOf(asked[0])) ?? null
    calls.count += 1
    if (found === null) return query(...asked)
    if (isStream(asked[0])) {
      const stream = asked[0]
      const error = fail(found.code)
      setImmediate(() => stream.destroy(error))
      return stream
    }
    const answer = asked.at(-1)
    if (typeof answer === 'function') {
      const say = answer as (error: Error) => void
      if (found.when === 'before') setImmediate(() => say(fail(found.code)))
      else query(...asked.slice(0, -1), () => say(fail(found.code)))
      return undefined
    }
    if (found.when === 'before') return Promise.reject(fail(found.code))
    return Promise.resolve(query(...asked)).then(() => Promise.reject(fail(found.code)))
  }
  Object.assign(client, { query: struck })
}

/** From now on every call of this hub to its database is asked about; `strike` may be set anew. */
export const watchCalls = ({ pools }: Pick<Context, 'pools'>): Calls => {
  const calls: Calls = { strike: null, count: 0 }
  const known = new WeakSet<object>()
  for (const pool of Object.values(pools)) {
    pool.on('acquire', (client) => {
      if (known.has(client)) return
      known.add(client)
      wrap(client, calls)
    })
  }
  return calls
}

/** Strikes the n-th call from now, once. */
export const atCall = (
  at: number,
  code: string,
  when: 'before' | 'after',
): { strike: Strike; struck(): boolean } => {
  let count = 0
  return {
    strike: () => {
      count += 1
      return count === at ? { code, when } : null
    },
    struck: () => count >= at,
  }
}
