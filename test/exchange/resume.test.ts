// Faults between a submission and its publication (F5, F6, F10, F16): a database that fails at
// every statement in turn, before or after it ran; several processes that carry on one submission.
import { setTimeout } from 'node:timers/promises'
import type pg from 'pg'
import { pino } from 'pino'
import t from 'tap'
import { assemble } from '../../src/assemble.ts'
import { type Carrier, openCarrier } from '../../src/exchange/carry-on.ts'
import { commitGroup } from '../../src/exchange/commit-group.ts'
import type { Caller, Context } from '../../src/exchange/context.ts'
import { openPublisher } from '../../src/exchange/publish.ts'
import { resumeSubmissions } from '../../src/exchange/resume.ts'
import { findStatus } from '../../src/exchange/status.ts'
import { submit } from '../../src/exchange/submit.ts'
import { asEnvelope, makeIndicator, openHub, type TestHub, testSettings } from '../fixture/hub.ts'

const silent = pino({ level: 'silent' })
const lockOf = 'select pg_advisory_xact_lock(hashtextextended($1, 0))'

/** `of`: count only the statements of this name. */
type Fault = { at: number; of?: string; when: 'before' | 'after'; code: string }

const nameOf = (asked: unknown): string | undefined =>
  (asked as { name?: string } | undefined)?.name

/** A pool whose statements are counted over its life; one of them fails, as if the wire had. */
const failing = (pool: pg.Pool, fault: Fault): { pool: pg.Pool; struck: () => boolean } => {
  let count = 0
  let struck = false
  const strike = (): never => {
    struck = true
    throw Object.assign(new Error('the wire was cut'), { code: fault.code })
  }
  const open = (client: pg.PoolClient): pg.PoolClient =>
    new Proxy(client, {
      get(target, name) {
        const value = Reflect.get(target, name)
        if (name !== 'query') return typeof value === 'function' ? value.bind(target) : value
        return async (...asked: unknown[]) => {
          const counts = fault.of === undefined || nameOf(asked[0]) === fault.of
          if (counts) count += 1
          const mine = counts && count === fault.at
          if (mine && fault.when === 'before') strike()
          const result = await value.apply(target, asked)
          return mine ? strike() : result
        }
      },
    })
  const broken = { connect: async () => open(await pool.connect()) }
  return { pool: broken as unknown as pg.Pool, struck: () => struck }
}

/** A process that ends before it can try again. */
const ended = (): Carrier => {
  const carrier = openCarrier(silent, async () => {})
  void carrier.stop()
  return carrier
}

/** The hub with a publisher of its own over that pool. */
const over = ({ ctx }: TestHub, pool: pg.Pool, carrier = ended()): Context => ({
  ...ctx,
  carrier,
  publisher: openPublisher(pool, silent, (client, collectionId, publications) =>
    commitGroup(ctx, client, collectionId, publications),
  ),
})

const send = (ctx: Context, hub: TestHub, caller: Caller, objects: unknown[]) => {
  const { body, scanned } = asEnvelope(objects)
  return submit(ctx, caller, hub.root, hub.collection, body, scanned)
}

const census = async (hub: TestHub) => {
  const { rows } = await hub.query(`select
    (select count(*) from feed)::integer as entries,
    (select count(*) from rendition)::integer as renditions,
    (select count(*) from object_version)::integer as versions,
    (select count(distinct (stix_id, version, audience_id)) from feed)::integer as distinct_entries,
    (select coalesce(sum(entries), 0) from feed_share)::integer as shares,
    (select coalesce(sum(given), 0) from feed_head)::integer as given,
    (select count(*) from submission where completed_at is null)::integer as pending`)
  return rows[0]
}

type Census = Awaited<ReturnType<typeof census>>

/** What so many objects leave, told from what one does: an entry for each audience. */
const measure = async (hub: TestHub, author: Caller): Promise<(count: number) => Census> => {
  await send(hub.ctx, hub, author, [makeIndicator(1)])
  await hub.ctx.publisher.drain()
  const one = await census(hub)
  if (one.versions !== 1 || one.entries < 2) throw new Error('one object, and not for all')
  return (count) => {
    const entries = one.entries * (count + 1)
    const inFeed = { entries, distinct_entries: entries, shares: entries, given: entries }
    return { ...inFeed, renditions: entries, versions: count + 1, pending: 0 }
  }
}

const codes = ['57P01', '40001', '53300', 'ECONNRESET', '57014', '22000']

t.test('F6 F10 whatever statement fails, a retry leaves every object once', async (t) => {
  const hub = await openHub(t)
  const author = await hub.join('contributor')
  const all = await measure(hub, author)
  let kept = 0
  for (const when of ['before', 'after'] as const) {
    let refused = 0
    for (let at = 1; ; at++) {
      const old = makeIndicator(at)
      await send(hub.ctx, hub, author, [old])
      const { created, ...rest } = old
      const objects = [
        { ...rest, created: created.replace('.000Z', '.000000Z') },
        { ...old, modified: '2026-02-01T00:00:00.000Z' },
        makeIndicator(at),
      ]
      const fault = { at, when, code: codes[at % codes.length] as string }
      const { pool, struck } = failing(hub.ctx.pools.publisher, fault)
      const ctx = over(hub, pool)
      const answer = await send(ctx, hub, author, objects).catch(
        ({ reason }: { reason: string }) => reason,
      )
      const name = `statement ${at}, ${when}`
      if (answer === 'unavailable') refused += 1
      else t.match(answer, { status: 'complete', success_count: 3 }, name)
      t.match(await send(hub.ctx, hub, author, objects), { success_count: 3 }, `${name}, again`)
      kept += 3
      t.same(await census(hub), all(kept), `${name}: once`)
      if (!struck()) break
      if (at > 40) throw new Error('no end of statements')
    }
    t.ok(refused > 6, `${refused} failures were answered as such`)
  }
})

t.test('F16 one submission carried on by three at once is published once', async (t) => {
  const hub = await openHub(t, { postWaitMs: 50 })
  const settings = { ...testSettings, databaseUrl: hub.url }
  const second = await assemble(settings, silent)
  t.teardown(() => second.close())
  const author = await hub.join('contributor')
  const other = await hub.join('contributor')
  const all = await measure(hub, author)
  const blocker = await hub.ctx.pools.writer.connect()
  await blocker.query('begin')
  await blocker.query(lockOf, [hub.collection.id])
  const objects = Array.from({ length: 30 }, (_, n) => makeIndicator(n))
  const status = await send(hub.ctx, hub, author, objects)
  t.match(status, { status: 'pending' })
  const resuming = [hub.ctx, hub.ctx, second.context].map((ctx) => resumeSubmissions(ctx, -1000))
  const bystander = send(hub.ctx, hub, other, [makeIndicator(99)])
  t.match(await bystander, { status: 'pending' })
  await blocker.query('commit')
  blocker.release()
  await Promise.all(resuming)
  await hub.ctx.publisher.drain()
  const done = await findStatus(hub.ctx, author, hub.root, status.id)
  t.match(done, { status: 'complete', total_count: 30, success_count: 30, failure_count: 0 })
  t.equal(done.successes?.length, 30)
  t.match(await findStatus(hub.ctx, other, hub.root, (await bystander).id), { status: 'complete' })
  t.same(await census(hub), all(31))
})

t.test('F1 an envelope of several steps goes on where it stopped', async (t) => {
  const hub = await openHub(t, { statementTimeoutMs: 120_000 })
  const settings = { ...testSettings, databaseUrl: hub.url }
  const second = await assemble(settings, silent)
  t.teardown(() => second.close())
  const author = await hub.join('contributor')
  const all = await measure(hub, author)
  const objects = Array.from({ length: 20_500 }, (_, n) => makeIndicator(n))
  const { pool, struck } = failing(hub.ctx.pools.publisher, {
    of: 'add feed entries',
    at: 2,
    when: 'before',
    code: '57P01',
  })
  const ctx = over(hub, pool)
  const status = await send(ctx, hub, author, objects)
  t.match(status, { status: 'pending', total_count: 20_500 })
  await ctx.publisher.drain()
  while (!struck()) await setTimeout(10)
  const half = await findStatus(hub.ctx, author, hub.root, status.id)
  t.match(half, { status: 'pending', success_count: 10_000, pending_count: 10_500 })
  await Promise.all([hub.ctx, second.context].map((each) => resumeSubmissions(each, -1000)))
  const done = await findStatus(hub.ctx, author, hub.root, status.id)
  t.match(done, { status: 'complete', success_count: 20_500, failure_count: 0 })
  t.equal(new Set(done.successes?.map(({ id }) => id)).size, 20_500)
  t.same(await census(hub), all(20_500))
})

t.test('F5 what was acknowledged as pending is tried again by who acknowledged it', async (t) => {
  const hub = await openHub(t)
  const author = await hub.join('contributor')
  const all = await measure(hub, author)
  const { pool, struck } = failing(hub.ctx.pools.publisher, {
    at: 3,
    when: 'before',
    code: '57P01',
  })
  const settings = { ...hub.ctx.settings, postWaitMs: 0 }
  const ctx = { ...over(hub, pool, hub.ctx.carrier), settings }
  const status = await send(ctx, hub, author, [makeIndicator(5)])
  t.match(status, { status: 'pending' })
  const find = () => findStatus(hub.ctx, author, hub.root, status.id)
  for (let waited = 0; (await find()).status === 'pending' && waited < 600; waited++) {
    await setTimeout(50)
  }
  t.ok(struck(), 'its publication had failed')
  t.match(await find(), { status: 'complete', success_count: 1 })
  t.same(await census(hub), all(1))
})
