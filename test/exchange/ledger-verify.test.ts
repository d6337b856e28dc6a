// INV-40 on a real database: the ledger verifies, nobody can change it by the ordinary way, and
// whatever the owner of the tables changes all the same is found.
import fc from 'fast-check'
import pg from 'pg'
import t from 'tap'
import { exportHead, makeSealKey } from '../../src/exchange/export-head.ts'
import { sealKeysOf } from '../../src/exchange/key-book.ts'
import { noteAct } from '../../src/exchange/ledger.ts'
import { verifyLedger } from '../../src/exchange/verify-ledger.ts'
import { withTransaction } from '../../src/storage/pools.ts'
import { makeDisclosure } from '../core/ledger/rows.ts'
import { makeAct, openTestLedger, type TestLedger } from '../fixture/ledger.ts'

const rows = 12

/** Twelve rows, of which the fourth, eighth and twelfth are sealed. */
const fill = async (hub: TestLedger): Promise<void> => {
  for (let n = 1; n <= rows; n++) {
    if (n % 5 === 0) {
      await withTransaction(hub.ctx.pools.writer, 'begin', (client) => noteAct(client, makeAct(n)))
      await hub.ledger.settle()
    } else {
      await hub.ledger.disclose(makeDisclosure([BigInt(n), BigInt(n + 20)]))
    }
    if (n % 4 === 0) await exportHead(hub.ctx)
  }
}

/** What the owner does once nothing refuses it, and it is taken back afterwards. */
const tamper = async (hub: TestLedger, statements: string, look: () => Promise<void>) => {
  const client = new pg.Client({ connectionString: hub.url })
  await client.connect()
  const tables = ['ledger', 'ledger_head', 'ledger_seal']
  const run = (make: (table: string) => string) => client.query(tables.map(make).join(';'))
  try {
    await client.query('alter table ledger disable trigger all')
    await client.query('alter table ledger_seal disable trigger all')
    await run((table) => `create table kept_${table} as table ${table}`)
    await client.query(statements)
    await look()
    await run((table) => `truncate ${table}; insert into ${table} select * from kept_${table}`)
    await run((table) => `drop table kept_${table}`)
  } finally {
    await client.end()
  }
}

// The end of the ledger moved back to row n, as somebody would who knows the tables.
const endAt = (n: number): string =>
  `update ledger_head h set seq = l.seq, at = l.at, hash = l.hash from ledger l where l.seq = ${n}`

const rehash = `create function rehash() returns void language plpgsql as $$
  declare r record; p bytea := decode(repeat('00', 32), 'hex');
  begin
    for r in select seq, canonical from ledger order by seq loop
      update ledger set prev = p, hash = sha256(p || convert_to(canonical, 'UTF8'))
        where seq = r.seq returning hash into p;
    end loop;
    update ledger_head set hash = p;
  end $$`

const cases: [string, string, number | null, RegExp][] = [
  [
    'a text',
    `update ledger set canonical = replace(canonical, '"at"', '"At"') where seq = 3`,
    3,
    /altered/,
  ],
  ['a column', 'update ledger set organisation_id = gen_random_uuid() where seq = 4', 4, /columns/],
  ['a position', 'update ledger set last_position = 1 where seq = 4', 4, /columns/],
  ['a time', 'update ledger set at = at + 1 where seq = 12', 12, /columns/],
  ['a time back', 'update ledger set at = 1 where seq = 6', 6, /earlier/],
  ['a row deleted', 'delete from ledger where seq = 7', 7, /missing/],
  ['the first row deleted', 'delete from ledger where seq = 1', 1, /missing/],
  [
    'two rows swapped',
    'update ledger set seq = -seq where false; alter table ledger drop constraint ledger_pkey, drop constraint ledger_seq_check; update ledger set seq = 11 - seq where seq in (5, 6)',
    5,
    /follow/,
  ],
  ['the last rows deleted', 'delete from ledger where seq > 10', 11, /missing/],
  ['all deleted', 'delete from ledger', 1, /missing/],
  [
    'cut short with its head',
    `delete from ledger where seq > 10; ${endAt(10)}`,
    11,
    /row 12 was sealed/,
  ],
  ['a row behind the head', endAt(11), 12, /behind the head/],
  ['the head', `update ledger_head set hash = decode(repeat('01', 32), 'hex')`, 12, /head names/],
  ['the head gone', 'delete from ledger_head', null, /head of the ledger is gone/],
  [
    'a seal',
    `update ledger_seal set body = replace(body, '"8"', '"9"') where seq = 8`,
    8,
    /signed/,
  ],
  ['a seal moved', 'update ledger_seal set seq = 9 where seq = 8', 9, /seal of row 9 was altered/],
  ['a signature', `update ledger_seal set signature = '\\x00' where seq = 4`, 4, /signed/],
  [
    'the whole chain made anew',
    `${rehash}; update ledger set canonical = replace(canonical, '"count":2', '"count":1') where seq = 2; select rehash(); drop function rehash`,
    4,
    /not the one that was sealed/,
  ],
]

t.test('alterations', async (t) => {
  const hub = await openTestLedger(t)
  await fill(hub)
  const clean = { rows: BigInt(rows), seals: 3, kept: 0, fault: null }
  t.same(await verifyLedger(hub.ctx), clean)
  for (const [title, statements, seq, message] of cases) {
    const swaps = statements.includes('drop constraint')
    await tamper(hub, statements, async () => {
      const { fault } = await verifyLedger(hub.ctx)
      t.match(fault, { message }, title)
      t.equal(fault?.seq, seq === null ? null : BigInt(seq), `${title}: the first bad row`)
    })
    if (swaps) await hub.query('alter table ledger add primary key (seq)')
    t.same(await verifyLedger(hub.ctx), clean, `${title}, taken back`)
  }
})

t.test('any alteration of any column', async (t) => {
  const hub = await openTestLedger(t)
  await fill(hub)
  const change = fc.record({
    seq: fc.integer({ min: 1, max: rows }),
    set: fc.oneof(
      fc.constantFrom(
        'at = at + 1',
        'at = at - 1',
        `act = act || 'd'`,
        'collection_id = gen_random_uuid()',
        'organisation_id = gen_random_uuid()',
        `object_id = coalesce(object_id, '') || 'x'`,
        'first_position = coalesce(first_position, 0) + 1',
        'last_position = coalesce(last_position, 0) - 1',
      ),
      fc
        .tuple(fc.constantFrom('prev', 'hash'), fc.nat(255))
        .map(([c, bit]) => `${c} = set_bit(${c}, ${bit}, 1 - get_bit(${c}, ${bit}))`),
      fc
        .integer({ min: 1, max: 300 })
        .map((place) => `canonical = overlay(canonical placing '\u0001' from ${place} for 1)`),
    ),
  })
  await fc.assert(
    fc.asyncProperty(change, async ({ seq, set }) => {
      await tamper(hub, `update ledger set ${set} where seq = ${seq}`, async () => {
        const { fault } = await verifyLedger(hub.ctx)
        t.ok(fault !== null && fault.seq === BigInt(seq), `${set} of row ${seq}`)
      })
    }),
    { numRuns: 40 },
  )
})

t.test('heads kept elsewhere', async (t) => {
  const hub = await openTestLedger(t)
  t.equal(await exportHead(hub.ctx), null, 'an empty ledger has none')
  t.same(await verifyLedger(hub.ctx), { rows: 0n, seals: 0, kept: 0, fault: null })
  await fill(hub)
  const kept = await exportHead(hub.ctx)
  t.ok(kept)
  if (kept === null) return
  t.same(await exportHead(hub.ctx), kept, 'the same end has one seal')
  t.match(await verifyLedger(hub.ctx, [kept, kept]), { kept: 2, fault: null })
  const forged = { ...kept, body: kept.body.replace('"12"', '"11"') }
  t.match(await verifyLedger(hub.ctx, [forged]), { fault: { message: /damaged or not signed/ } })
  // Whoever has the key and the database can make everything anew, but not what you kept.
  const anew = `delete from ledger_seal where seq > 10; delete from ledger where seq > 10; ${endAt(10)}`
  await tamper(hub, anew, async () => {
    t.equal(
      (await verifyLedger(hub.ctx)).fault,
      null,
      'positive control: nothing to be seen inside',
    )
    const { fault } = await verifyLedger(hub.ctx, [kept])
    t.match(fault, { seq: 12n, message: /whose head you kept, is not there/ })
  })
  await tamper(hub, 'delete from ledger_seal where seq = 12', async () => {
    const { fault } = await verifyLedger(hub.ctx)
    t.equal(fault, null, 'positive control: the rows are all there')
    t.match((await verifyLedger(hub.ctx, [kept])).fault, {
      seq: 12n,
      message: 'the seal of row 12, whose head you kept, was taken away',
    })
  })
  const other = { ...hub.ctx, keys: { seals: async () => sealKeysOf([makeSealKey()]) } }
  t.match(await verifyLedger(other), { fault: { seq: 4n, message: /of another key/ } })
})

t.test('nobody changes it by the ordinary way', async (t) => {
  const hub = await openTestLedger(t)
  await fill(hub)
  const attempts = [
    `update ledger set canonical = '{}' where seq = 1`,
    'delete from ledger where seq = 1',
    'delete from ledger where false',
    'truncate ledger',
    `update ledger_seal set body = ''`,
    'delete from ledger_seal',
    'truncate ledger_seal',
  ]
  for (const attempt of attempts) {
    for (const as of ['', 'set session_replication_role = replica', 'set role sekisho_writer']) {
      const client = await hub.connect()
      // Only a superuser may, who can do no more by it.
      if (as !== '') await client.query(as).catch(() => {})
      await t.rejects(client.query(attempt), { name: 'error' }, `${as || 'the owner'}: ${attempt}`)
    }
  }
  const writer = await hub.connect()
  await writer.query('set role sekisho_writer')
  for (const attempt of [
    'delete from ledger_head',
    'insert into ledger_head values (true, 1, 1, $1)',
  ])
    await t.rejects(writer.query(attempt, attempt.includes('$1') ? ['x'] : []), { name: 'error' })
  const reader = await hub.connect()
  await reader.query('set role sekisho_reader')
  for (const table of ['ledger', 'ledger_head', 'ledger_outbox', 'ledger_seal'])
    await t.rejects(reader.query(`select from ${table}`), { name: 'error' }, `a poll: ${table}`)
  t.match(await verifyLedger(hub.ctx), { fault: null })
})

t.test('acts that wait too long', async (t) => {
  const hub = await openTestLedger(t)
  await withTransaction(hub.ctx.pools.writer, 'begin', (client) => noteAct(client, makeAct(1)))
  t.equal((await verifyLedger(hub.ctx)).fault, null, 'not yet')
  await hub.query('update ledger_outbox set noted_at = noted_at - 61000000')
  t.match((await verifyLedger(hub.ctx)).fault, {
    seq: null,
    message: /^1 acts have waited for 61 s/,
  })
  await hub.ledger.settle()
  t.match(await verifyLedger(hub.ctx), { rows: 1n, fault: null })
})
