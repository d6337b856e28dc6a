// Who was shown what: exactly those whose page named the position, also after the entry has gone,
// and an owner is told no more than the rules let it know. C-65: both epochs of a rollback show.
import fc from 'fast-check'
import t from 'tap'
import type { Disclosure } from '../../src/core/ledger/entry.ts'
import { applyHubFile } from '../../src/exchange/apply-hub-file.ts'
import type { Caller } from '../../src/exchange/context.ts'
import { noteAct } from '../../src/exchange/ledger.ts'
import { listReceivedBy, receivedBy } from '../../src/exchange/received-by.ts'
import { verifyLedger } from '../../src/exchange/verify-ledger.ts'
import { findReceivers, whoReceived, whoReceivedOwn } from '../../src/exchange/who-received.ts'
import { withTransaction } from '../../src/storage/pools.ts'
import { idOf, makeDisclosure } from '../core/ledger/rows.ts'
import { hubOf, secretsOf } from '../fixture/hub-context.ts'
import { makeAct, openTestLedger, type TestLedger } from '../fixture/ledger.ts'

const show = (hub: TestLedger, positions: bigint[], changes: Partial<Disclosure> = {}) =>
  hub.ledger.disclose(makeDisclosure(positions, changes))

const collect = async <T>(many: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = []
  for await (const one of many) all.push(one)
  return all
}

t.test('the pages that named a position, and no other', async (t) => {
  const hub = await openTestLedger(t)
  const pages = fc.array(
    fc.record({
      who: fc.constantFrom('acme', 'bolt', 'crow', null),
      where: fc.constantFrom('one', 'two'),
      positions: fc.uniqueArray(fc.bigInt({ min: 1n, max: 40n }), { minLength: 1, maxLength: 8 }),
    }),
    { minLength: 230, maxLength: 230 },
  )
  const [sample] = fc.sample(pages, 1)
  if (sample === undefined) return
  const sorted = sample.map((page) => ({
    ...page,
    positions: page.positions.sort((a, b) => Number(a - b)),
  }))
  for (const { who, where, positions } of sorted) {
    const organisation_id = who === null ? null : idOf(who)
    await show(hub, positions, { organisation_id, collection_id: idOf(where) })
  }
  const { ledger } = hub.ctx.pools
  for (const where of ['one', 'two']) {
    for (const asked of [[1n], [40n], [7n, 23n], [41n], []]) {
      const expected = new Map<string, number>()
      for (const page of sorted.filter((one) => one.where === where)) {
        for (const position of page.positions.filter((one) => asked.includes(one))) {
          const key = `${page.who === null ? null : idOf(page.who)} ${position}`
          expected.set(key, (expected.get(key) ?? 0) + 1)
        }
      }
      const found = await findReceivers(ledger, idOf(where), asked)
      const told = found.map(
        (one) => [`${one.organisation_id} ${one.position}`, one.times] as const,
      )
      t.same(new Map(told), expected, `${where}: ${asked.join()}`)
      for (const { at, last_at } of found) t.ok(at <= last_at)
    }
  }
  const own = await collect(receivedBy(ledger, idOf('acme'), 0n))
  const named = sorted.filter(({ who }) => who === 'acme').map(({ positions }) => positions)
  t.same(
    own.map(({ positions }) => positions),
    named,
    'the other way round',
  )
  const middle = own[10]!.at
  const later = await collect(receivedBy(ledger, idOf('acme'), middle))
  t.same(
    later,
    own.filter(({ at }) => at >= middle),
    'since a time',
  )
})

const collectionId = idOf('collection')

/** acme has shared two versions of an object; its second one is shown under another id, too. */
const setScene = async (hub: TestLedger): Promise<void> => {
  await hub.query(
    `insert into trust_group (id, name, title) values ('${idOf('group')}', 'rail', 'Rail');
    insert into collection (id, group_id, name, title)
      values ('${collectionId}', '${idOf('group')}', 'indicators', 'Indicators')`,
  )
  for (const [name, kind] of [
    ['acme', 'company'],
    ['bolt', 'company'],
    ['ministry', 'government'],
  ]) {
    await hub.query('insert into organisation (id, name, title, kind) values ($1, $2, $2, $3)', [
      ...[idOf(name!), name, kind],
    ])
    const roles = name === 'ministry' ? ['auditor'] : []
    await hub.query(
      `insert into principal (id, organisation_id, name, kind, roles)
        values ($1, $2, 'x', 'person', $3)`,
      [idOf(`${name}-x`), idOf(name!), roles],
    )
  }
  const shown: [number, string, string][] = [
    [10, 'indicator--1', 'acme'],
    [20, 'indicator--1', 'acme'],
    [21, 'indicator--2', 'acme'],
    [30, 'indicator--3', 'bolt'],
    [40, 'indicator--1', 'bolt'],
  ]
  for (const [position, stixId, owner] of shown) {
    await hub.query(`insert into feed select * from jsonb_populate_record(null::feed, $1)`, [
      JSON.stringify({
        ...{ collection_id: collectionId, position, audience_id: 1, rendition_id: position },
        ...{ size: 1, stix_id: stixId, stix_type: 'indicator', spec_version: '2.1', strand: 1 },
        ...{ version: 'v', version_order: 'v', superseded: false, outdated: false },
        ...{ owner_id: idOf(owner), digest: '' },
      }),
    ])
    await hub.query(`insert into rendition values ($1, $2, $2, 1, 'P0', '{}')`, [
      collectionId,
      position,
    ])
    await hub.query(
      `insert into object_version (collection_id, version_id, owner_id, stix_id, spec_version,
          version, version_order, revoked, content_hash, submission_id)
        values ($1, $2, $3, $4, '2.1', 'v', $5, false, '', $6)`,
      [collectionId, position, idOf(owner), stixId, `v${position}`, idOf('submission')],
    )
  }
}

const callerOf = (name: string): Caller =>
  ({
    organisation_id: idOf(name),
    principal_id: idOf(`${name}-x`),
    kind: 'person',
    roles: name === 'ministry' ? ['auditor'] : [],
    stewards: [],
  }) as unknown as Caller

const to = (name: string) => ({ organisation_id: idOf(name), principal_id: idOf(`${name}-x`) })

const showAll = async (hub: TestLedger): Promise<void> => {
  await setScene(hub)
  await show(hub, [10n, 21n], to('bolt'))
  await show(hub, [20n], { ...to('ministry'), endpoint: 'object', object_id: 'indicator--1' })
  await show(hub, [30n, 40n], to('acme'))
  await show(hub, [10n, 20n], to('acme'))
}

const first = [
  ['bolt', 10n],
  ['ministry', 20n],
  ['acme', 40n],
  ['acme', 10n],
  ['acme', 20n],
]

const tell = async (hub: TestLedger, id: string) =>
  (await whoReceived(hub.ctx, id)).map(({ organisation, position }) => [organisation, position])

t.test('who received an object', async (t) => {
  const hub = await openTestLedger(t)
  await showAll(hub)
  t.same(await tell(hub, 'indicator--1'), first)
  t.same(await tell(hub, 'indicator--2'), [['bolt', 21n]], 'by the id it is shown with')
  t.same(await tell(hub, 'indicator--none'), [])
  const asked = (name: string, id: string) => whoReceivedOwn(hub.ctx, callerOf(name), id)
  t.same(await asked('acme', 'indicator--1'), {
    told: {
      named: [{ name: 'ministry', kind: 'government' }],
      others: [{ kind: 'company', organisations: null }],
      anonymous: false,
    },
  })
  t.match(await asked('bolt', 'indicator--1'), {
    told: { named: [], others: [{ kind: 'company' }] },
  })
  t.match(await asked('ministry', 'indicator--1'), { all: { length: 5 } }, 'an auditor')
  for (const id of ['indicator--3', 'indicator--none']) {
    const refusal = { name: 'Refusal', reason: 'not-found', message: 'there is no such object' }
    await t.rejects(asked('acme', id), refusal, 'of others as of nothing')
  }
  const nobody = { ...callerOf('acme'), organisation_id: null }
  await t.rejects(whoReceivedOwn(hub.ctx, nobody, 'indicator--1'), {
    name: 'Refusal',
    reason: 'unauthenticated',
  })
})

t.test('who received a form, and what has gone', async (t) => {
  const hub = await openTestLedger(t)
  await showAll(hub)
  // The form a version has elsewhere, under an id of its own.
  await hub.query(
    `alter table object_version add column if not exists forms jsonb not null default '[]'`,
  )
  const form = { collection_id: idOf('community'), pieces: [{ position: '77', audience_id: 2 }] }
  await hub.query('update object_version set forms = $1 where version_id = 21', [
    JSON.stringify([form]),
  ])
  await show(hub, [77n], { ...to('ministry'), collection_id: idOf('community') })
  const forms = [
    ['bolt', 21n],
    ['ministry', 77n],
  ]
  t.same(await tell(hub, 'indicator--2'), forms, 'in every form it was given')

  const gone = { act: 'withdraw' as const, collection_id: collectionId, object_id: 'indicator--1' }
  await withTransaction(hub.ctx.pools.writer, 'begin', async (client) => {
    await client.query(`delete from feed where position in (10, 20)`)
    await client.query(`delete from object_version where version_id in (10, 20)`)
    const organisation_id = idOf('acme')
    await noteAct(client, makeAct(1, { ...gone, organisation_id, positions: [20n, 10n] }))
  })
  t.same(await tell(hub, 'indicator--1'), [['acme', 40n]], 'positive control: the entries are gone')
  await hub.ledger.settle()
  t.same(await tell(hub, 'indicator--1'), first, 'the act remembers where they were')
  t.match(await whoReceivedOwn(hub.ctx, callerOf('acme'), 'indicator--1'), {
    told: { named: { length: 1 } },
  })
  const bolt = await collect(listReceivedBy(hub.ctx, 'bolt', 0n))
  t.same(
    bolt.map(({ objects }) => [...objects]),
    [[[21n, 'indicator--2']]],
  )
  await t.rejects(collect(listReceivedBy(hub.ctx, 'nobody', 0n)), { message: /no organisation/ })
})

t.test('erasure and exit keep the chain', async (t) => {
  const hub = await openTestLedger(t)
  await setScene(hub)
  await show(hub, [10n], { organisation_id: idOf('bolt') })
  await hub.query(`delete from feed; delete from rendition; delete from object_version;
    delete from organisation`)
  t.match(await verifyLedger(hub.ctx), { rows: 1n, fault: null })
  const [left] = await findReceivers(hub.ctx.pools.ledger, collectionId, [10n])
  t.match(left, { organisation_id: idOf('bolt'), position: 10n })
})

t.test('a rollback of the policy shows both', async (t) => {
  const hub = await openTestLedger(t)
  const file = (level: string, email: string) =>
    hubOf(`organisations:
  - name: acme
    title: Acme
    people: [{ name: jo, email: ${email} }]
groups: [{ name: rail, title: Rail, members: { acme: ${level} } }]`)
  const epochs: bigint[] = []
  const give = async (level: string, email = 'jo@acme.example') => {
    await applyHubFile(hub.ctx, file(level, email), { secrets: secretsOf() })
    const { rows } = await hub.query('select policy_epoch from hub')
    epochs.push(BigInt(rows[0].policy_epoch))
    await show(hub, [BigInt(epochs.length)], { epoch: epochs.at(-1)! })
  }
  await give('consumer')
  await give('steward')
  await give('consumer', 'kim@acme.example')
  await applyHubFile(hub.ctx, file('consumer', 'kim@acme.example'), { secrets: secretsOf() })
  const { rows } = await hub.query('select canonical from ledger order by seq')
  const entries = rows.map(({ canonical }) => JSON.parse(canonical))
  const member = entries.filter(({ entry }) => entry.facts?.what === 'member')
  t.same(
    member.map(({ entry }) => [BigInt(entry.epoch), entry.facts.words]),
    [
      [epochs[0], 'consumer'],
      [epochs[1], 'consumer → steward'],
      [epochs[2], 'steward → consumer'],
    ],
  )
  const shown = entries.filter(({ act }) => act === 'disclose')
  t.same(
    shown.map(({ entry }) => BigInt(entry.epoch)),
    epochs,
    'each under its own',
  )
  const person = entries.filter(({ entry }) => entry.facts?.what === 'person')
  t.match(person.at(-1).entry.facts, { name: 'acme/jo', words: 'other email' })
  t.notMatch(JSON.stringify(entries), /@acme\.example/, 'the ledger keeps no address')
  await hub.ledger.settle()
  t.match(await verifyLedger(hub.ctx), { rows: BigInt(entries.length), fault: null })
})
