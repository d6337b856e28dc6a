// The ledger under many writers: nothing is told to be kept before it is, noted acts come with
// their transactions, and a ledger that cannot be written refuses (INV-39, INV-40).
import t from 'tap'
import type { Context } from '../../src/exchange/context.ts'
import { noteAct, noteActs, noteActsIn } from '../../src/exchange/ledger.ts'
import { groupMax, waitingMax } from '../../src/exchange/ledger-queue.ts'
import { verifyLedger } from '../../src/exchange/verify-ledger.ts'
import { withTransaction } from '../../src/storage/pools.ts'
import { idOf, makeDisclosure } from '../core/ledger/rows.ts'
import { makeAct, openTestLedger, type TestLedger } from '../fixture/ledger.ts'

const unavailable = { name: 'Refusal', reason: 'unavailable' }

const listEntries = async (hub: TestLedger) => {
  const { rows } = await hub.query('select canonical from ledger order by seq')
  return rows.map(({ canonical }) => JSON.parse(canonical))
}

const disclose = (ctx: Context, n: number) =>
  ctx.ledger.disclose(makeDisclosure([BigInt(n)], { request_id: String(n) }))

/** Holds the end of the chain until the answer is called. */
const hold = async (hub: TestLedger): Promise<() => Promise<void>> => {
  const client = await hub.connect()
  await client.query('begin; select from ledger_head for update')
  return async () => {
    await client.query('rollback')
  }
}

t.test('kept before it is told', async (t) => {
  const hub = await openTestLedger(t)
  const release = await hold(hub)
  let told = false
  const disclosed = disclose(hub.ctx, 1).then(() => {
    told = true
  })
  const waits = `select from pg_stat_activity where wait_event_type = 'Lock'
    and datname = current_database()`
  while ((await hub.query(waits)).rowCount === 0);
  t.equal(told, false, 'positive control: it is waiting for the end of the chain')
  t.same(await listEntries(hub), [])
  await release()
  await disclosed
  const [row] = await listEntries(hub)
  t.match(row, { act: 'disclose', seq: '1', entry: { request_id: '1', epoch: '1', count: 1 } })
  t.equal(row.entry.positions, Buffer.from([1]).toString('base64'))
})

t.test('processes together make one chain', async (t) => {
  const hub = await openTestLedger(t)
  const contexts = [hub.ctx, hub.another(), hub.another()]
  const count = 150
  const working = contexts.flatMap((ctx, process) =>
    Array.from({ length: count }, async (_, n) => {
      if (n % 5 === 0) {
        await withTransaction(ctx.pools.writer, 'begin', (client) => noteAct(client, makeAct(n)))
      }
      await disclose(ctx, process * count + n)
    }),
  )
  await Promise.all(working)
  await hub.ledger.settle()
  const entries = await listEntries(hub)
  const shown = entries.filter(({ act }) => act === 'disclose')
  t.equal(shown.length, contexts.length * count)
  t.equal(new Set(shown.map(({ entry }) => entry.request_id)).size, shown.length, 'each once')
  t.equal(entries.length - shown.length, (contexts.length * count) / 5)
  t.equal((await hub.query('select from ledger_outbox')).rowCount, 0)
  t.match(await verifyLedger(hub.ctx), { rows: BigInt(entries.length), fault: null })
})

t.test('noted acts', async (t) => {
  const hub = await openTestLedger(t)
  const { writer } = hub.ctx.pools
  await withTransaction(writer, 'begin', (client) =>
    noteActs(client, [makeAct(1), makeAct(2, { collection_id: idOf('c'), positions: [5n, 9n] })]),
  )
  const failed = withTransaction(writer, 'begin', async (client) => {
    await noteAct(client, makeAct(3))
    throw new Error('no')
  })
  await t.rejects(failed, 'no')
  await hub.query('update hub set policy_epoch = 7')
  await hub.ctx.db.transaction().execute((db) => noteActsIn(db, [makeAct(4)]))
  t.same(await listEntries(hub), [], 'they wait until somebody appends')
  await disclose(hub.ctx, 5)
  const entries = await listEntries(hub)
  t.same(
    entries.map(({ act, entry }) => [act, entry.facts?.n ?? null, entry.epoch]),
    [
      ['decide', 1, '1'],
      ['decide', 2, '1'],
      ['decide', 4, '7'],
      ['disclose', null, '1'],
    ],
    'before what came after them, at the epoch they were noted at',
  )
  t.match(entries[1].entry, { first: '5', last: '9', collection_id: idOf('c') })
  await withTransaction(writer, 'begin', (client) => noteAct(client, makeAct(6)))
  t.equal(await hub.ledger.settle(), 1)
  t.equal(await hub.ledger.settle(), 0)
  await t.rejects(
    withTransaction(writer, 'begin', async (client) =>
      noteAct(client, makeAct(1, { organisation_id: 'acme' })),
    ),
    TypeError,
  )
})

t.test('more acts than one step moves', async (t) => {
  const hub = await openTestLedger(t)
  const acts = Array.from({ length: 2_500 }, (_, n) => makeAct(n))
  await withTransaction(hub.ctx.pools.writer, 'begin', (client) => noteActs(client, acts))
  t.equal(await hub.ledger.settle(), 2_500)
  const noted = (await listEntries(hub)).map(({ entry }) => entry.facts.n)
  t.same(noted, Array.from(acts.keys()), 'in their order')
  t.match(await verifyLedger(hub.ctx), { rows: 2_500n, fault: null })
})

t.test('what cannot be written is refused, and nothing is lost', async (t) => {
  const breakings: [string, string, string][] = [
    [
      'no right to write',
      'revoke insert on ledger from sekisho_writer',
      'grant insert on ledger to sekisho_writer',
    ],
    [
      'no end',
      'create table kept as table ledger_head; delete from ledger_head',
      'insert into ledger_head select * from kept; drop table kept',
    ],
  ]
  for (const [title, breaking, mending] of breakings) {
    const hub = await openTestLedger(t)
    await disclose(hub.ctx, 1)
    await withTransaction(hub.ctx.pools.writer, 'begin', (client) => noteAct(client, makeAct(1)))
    await hub.query(breaking)
    await t.rejects(disclose(hub.ctx, 2), unavailable, title)
    await t.rejects(hub.ledger.settle(), unavailable)
    t.equal((await hub.query('select from ledger_outbox')).rowCount, 1, 'the act still waits')
    await hub.query(mending)
    await disclose(hub.ctx, 3)
    t.match(await verifyLedger(hub.ctx), { rows: 3n, fault: null })
  }
})

t.test('a ledger that is held does not hold whoever asks', async (t) => {
  const hub = await openTestLedger(t)
  for (const lock of ['select from ledger_head for update', 'lock table ledger']) {
    const client = await hub.connect()
    await client.query(`begin; ${lock}`)
    await t.rejects(disclose(hub.ctx, 1), unavailable, lock)
    await client.query('rollback')
    await disclose(hub.ctx, 2)
  }
  t.match(await verifyLedger(hub.ctx), { rows: 2n, fault: null })
})

t.test('too many waiting are refused at once', async (t) => {
  const hub = await openTestLedger(t)
  // Asked for in one turn: the first is being written, and nothing is taken while the others come.
  const taken = Array.from({ length: waitingMax + 1 }, (_, n) => disclose(hub.ctx, n))
  const tooMany = disclose(hub.ctx, 0)
  await t.rejects(tooMany, unavailable)
  await Promise.all(taken)
  const { rows } = await hub.query('select count(*)::integer as rows from ledger')
  t.equal(rows[0].rows, waitingMax + 1)
  const groups = await hub.query('select count(distinct at)::integer as groups from ledger')
  t.ok(groups.rows[0].groups >= waitingMax / groupMax, 'in several steps')
  t.ok(groups.rows[0].groups < 100, 'of many rows')
})

t.test('one row that the database will not take sinks no other', async (t) => {
  const hub = await openTestLedger(t)
  await hub.query(`alter table ledger add check (canonical not like '%poison%')`)
  const first = disclose(hub.ctx, 0)
  const poisoned = hub.ledger.disclose(makeDisclosure([1n], { endpoint: 'poison' }))
  const others = [1, 2, 3].map((n) => disclose(hub.ctx, n))
  await t.rejects(poisoned, unavailable)
  await Promise.all([first, ...others])
  t.match(await verifyLedger(hub.ctx), { rows: 4n, fault: null })
})

t.test('closing', async (t) => {
  const hub = await openTestLedger(t)
  await withTransaction(hub.ctx.pools.writer, 'begin', (client) => noteAct(client, makeAct(1)))
  const waiting = [1, 2, 3].map((n) => disclose(hub.ctx, n))
  await hub.ledger.close()
  t.equal((await listEntries(hub)).length, 4, 'what waited is kept, and what was noted')
  await Promise.all(waiting)
  await t.rejects(disclose(hub.ctx, 4), unavailable)
})
