// Writers against a live poller: is every object that was acknowledged seen, once? Also keeps the
// naive way of stamping, which a test must see fail.
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { printPosition } from '../../src/core/taxii/position.ts'
import type { StatusResource } from '../../src/core/taxii/resource.ts'
import { awayOf } from '../../src/exchange/away.ts'
import type { Caller, Context } from '../../src/exchange/context.ts'
import { deliver } from '../../src/exchange/deliver.ts'
import { Refusal } from '../../src/exchange/refusal.ts'
import { findStatus } from '../../src/exchange/status.ts'
import { submit } from '../../src/exchange/submit.ts'
import { asEnvelope, asQuery, makeIndicator, type TestHub } from '../fixture/hub.ts'

export type OrderResult = {
  written: number
  seen: number
  missed: number
  repeated: number
  polls: number
}

const compare = (written: Set<string>, seen: Map<string, number>, polls: number): OrderResult => ({
  written: written.size,
  seen: seen.size,
  missed: [...written].filter((id) => !seen.has(id)).length,
  repeated: [...seen.values()].filter((times) => times > 1).length,
  polls,
})

const patienceMs = 60_000
const pauseMs = 250

/** Asks as a client does: what is away for now is asked again, for a minute. */
const insist = async <T>(ask: () => Promise<T>): Promise<T> => {
  const until = performance.now() + patienceMs
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      const isAway = error instanceof Refusal && error.reason === 'unavailable'
      if ((!isAway && awayOf(error) === null) || performance.now() > until) throw error
      await setTimeout(pauseMs)
    }
  }
}

/** Until the submission is decided; a disk that is busy may make one wait. */
const awaitStatus = async (
  first: StatusResource,
  read: () => Promise<StatusResource>,
): Promise<StatusResource> => {
  const until = performance.now() + patienceMs
  let status = first
  while (status.status === 'pending' && performance.now() < until) {
    await setTimeout(pauseMs)
    status = await insist(read)
  }
  return status
}

type Poller = (done: () => boolean) => Promise<{ seen: Map<string, number>; polls: number }>

const pollByDate =
  (hub: TestHub, ctx: Context, reader: Caller): Poller =>
  async (done) => {
    const seen = new Map<string, number>()
    let after = ''
    let polls = 0
    for (let idle = 0; idle < 3; ) {
      const finished = done()
      const query = asQuery(`limit=500${after}`)
      const answer = await insist(() => deliver(ctx, reader, hub.collection, query, null))
      polls += 1
      const { objects = [], more } = JSON.parse(answer.body.toString())
      for (const { id } of objects) seen.set(id, (seen.get(id) ?? 0) + 1)
      if (answer.last !== null) after = `&added_after=${printPosition(answer.last)}`
      idle = finished && objects.length === 0 ? idle + 1 : 0
      if (!more) await setTimeout(1)
    }
    return { seen, polls }
  }

/**
 * Runs `writers` against one poller for `seconds`. The writers take turns between the hub processes
 * in `contexts`, and the sizes of their envelopes differ, so that steps of all lengths meet.
 */
export const runOrder = async (
  hub: TestHub,
  contexts: Context[],
  seconds: number,
  writers = 8,
): Promise<OrderResult> => {
  const reader = await hub.join('consumer')
  const authors: Caller[] = []
  for (let n = 0; n < writers; n++) authors.push(await hub.join('contributor'))
  const written = new Set<string>()
  const until = performance.now() + seconds * 1000
  let running = writers
  const write = async (caller: Caller, n: number): Promise<void> => {
    const ctx = contexts[n % contexts.length] as Context
    for (let round = 0; performance.now() < until; round++) {
      const objects = Array.from({ length: 1 + ((n + round) % 5) ** 2 }, () => makeIndicator(round))
      const { body, scanned } = asEnvelope(objects)
      const send = () => submit(ctx, caller, hub.root, hub.collection, body, scanned)
      const first = await insist(send)
      const status = await awaitStatus(first, () => findStatus(ctx, caller, hub.root, first.id))
      if (status.success_count !== objects.length) throw new Error(JSON.stringify(status))
      for (const { id } of objects) written.add(id)
    }
  }
  const writeThenLeave = (caller: Caller, n: number): Promise<void> =>
    write(caller, n).finally(() => {
      running -= 1
    })
  const poll = pollByDate(hub, contexts.at(-1) as Context, reader)
  const polled = poll(() => running === 0)
  // Nobody is left at work when one fails: the hub is taken away then.
  const settled = await Promise.allSettled([...authors.map(writeThenLeave), polled])
  for (const each of settled) if (each.status === 'rejected') throw each.reason
  const { seen, polls } = await polled
  return compare(written, seen, polls)
}

/**
 * The unsafe control: each writer stamps the time inside its own transaction and commits a little
 * later, as servers without one ordered writer do. A poller by that time misses objects.
 */
export const runNaive = async (
  url: string,
  seconds: number,
  writers = 8,
  pauseMs = 5,
): Promise<OrderResult> => {
  const pool = new pg.Pool({ connectionString: url, max: writers + 1 })
  // Idle ones may be ended by the server before the pool is.
  pool.on('error', () => {})
  await pool.query('create table naive (id bigserial primary key, added timestamptz not null)')
  await pool.query('create index on naive (added)')
  const written = new Set<string>()
  const seen = new Map<string, number>()
  const until = performance.now() + seconds * 1000
  let running = writers
  let polls = 0
  const write = async (): Promise<void> => {
    while (performance.now() < until) {
      const client = await pool.connect()
      try {
        await client.query('begin')
        const added = await client.query(
          'insert into naive (added) values (clock_timestamp()) returning id',
        )
        if (Math.random() < 0.2) await setTimeout(pauseMs)
        await client.query('commit')
        written.add(String(added.rows[0].id))
      } finally {
        client.release()
      }
    }
  }
  const writeThenLeave = (): Promise<void> =>
    write().finally(() => {
      running -= 1
    })
  const poll = async (): Promise<void> => {
    let after = '1970-01-01'
    for (let idle = 0; idle < 3; ) {
      const finished = running === 0
      const rows = await pool.query(
        `select id, added::text as added from naive where added > $1::timestamptz
          order by added limit 500`,
        [after],
      )
      polls += 1
      for (const { id } of rows.rows) seen.set(String(id), (seen.get(String(id)) ?? 0) + 1)
      after = rows.rows.at(-1)?.added ?? after
      idle = finished && rows.rows.length === 0 ? idle + 1 : 0
    }
  }
  const settled = await Promise.allSettled([
    poll(),
    ...Array.from({ length: writers }, writeThenLeave),
  ])
  await pool.end()
  for (const each of settled) if (each.status === 'rejected') throw each.reason
  return compare(written, seen, polls)
}
