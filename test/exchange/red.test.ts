// TLP:RED beside what everyone may see: nothing that another member does, reads or is answered
// depends on a RED object of somebody else (L3, L11, L12); and the latest version governs.
import t, { type Test } from 'tap'
import { printPosition } from '../../src/core/taxii/position.ts'
import type { Caller } from '../../src/exchange/context.ts'
import { deliver } from '../../src/exchange/deliver.ts'
import { listManifest } from '../../src/exchange/list-manifest.ts'
import { listVersions } from '../../src/exchange/list-versions.ts'
import { withdraw } from '../../src/exchange/withdraw.ts'
import { asQuery, makeIndicator, openHub, type TestHub } from '../fixture/hub.ts'

const red = ['marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1']
const amber = ['marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421']
const day = (n: number): string => `2026-01-${String(n).padStart(2, '0')}T00:00:00.000Z`

/** RED goes to whom it names, and to nobody else. */
const send = (hub: TestHub, caller: Caller, objects: unknown[], recipients?: string[]) =>
  hub.publish(caller, objects, recipients === undefined ? undefined : { recipients })

const said = (verb: Promise<unknown>): Promise<unknown> =>
  verb.then(
    (value) => value ?? 'done',
    ({ reason }: { reason?: string }) => reason ?? 'threw',
  )

const poll = async (hub: TestHub, caller: Caller, search = '') => {
  const { body } = await deliver(hub.ctx, caller, hub.collection, asQuery(search), null)
  return JSON.parse(body.toString()).objects ?? []
}

/** All versions of one object that the caller is shown when it asks for it by its id. */
const ask = async (hub: TestHub, caller: Caller, id: string) => {
  const query = asQuery('match[version]=all', 'object')
  const answer = await deliver(hub.ctx, caller, hub.collection, query, id).catch((error) => {
    if (error.reason !== 'not-found') throw error
    return null
  })
  return answer === null ? [] : JSON.parse(answer.body.toString()).objects
}

const indicator = makeIndicator(1)
const address = {
  type: 'ipv4-addr',
  spec_version: '2.1',
  id: 'ipv4-addr--ff26c055-6336-5bc5-b98d-13d6226742dd',
  value: '198.51.100.3',
}
const targets = [indicator, address]

// What a member may try on an id it guessed; answers must not tell the two worlds apart.
const probe = async (hub: TestHub, prober: Caller): Promise<unknown[]> => {
  const { ctx, collection } = hub
  const answers: unknown[] = []
  const tell = async (verb: Promise<unknown>) => void answers.push(await said(verb))
  for (const { id } of targets) {
    await tell(withdraw(ctx, prober, collection, id, asQuery('', 'delete')))
    await tell(deliver(ctx, prober, collection, asQuery('', 'object'), id))
    await tell(listVersions(ctx, prober, collection, id, asQuery('', 'versions')))
    await tell(deliver(ctx, prober, collection, asQuery(`match[id]=${id}`), null))
  }
  const guesses = [
    { ...indicator, name: 'a guess' },
    { ...indicator, name: 'a guess', modified: day(9) },
    { ...indicator, name: 'a guess', created: day(1).replace('01T', '02T'), modified: day(10) },
    { ...address, x_note: 'a guess' },
  ]
  for (const guess of guesses) {
    const { success_count, successes, failures } = await send(hub, prober, [guess])
    const details = [...(successes ?? []), ...(failures ?? [])]
    const words = details.map(({ id, version, message }) => [id, /^2026-01/.test(version), message])
    answers.push([success_count, words])
  }
  const manifest = await listManifest(ctx, prober, collection, asQuery('', 'manifest'))
  const { objects } = JSON.parse(manifest.body.toString())
  answers.push(objects.map(({ id }: { id: string }) => id))
  answers.push(await poll(hub, prober), await poll(hub, prober, 'match[version]=all'))
  await tell(withdraw(ctx, prober, collection, indicator.id, asQuery('', 'delete')))
  return answers.map((answer) => {
    const { body } = answer as { body?: Buffer }
    return body === undefined ? answer : body.toString()
  })
}

type Hand = {
  hub: TestHub
  acme: Caller
  owner: Caller
  named: Caller
  other: Caller
  recipients: string[]
}

/** A person who shares, a person of another organisation who is named, and one who is not. */
const deal = async (t: Test): Promise<Hand> => {
  const hub = await openHub(t)
  const acme = await hub.join('contributor', 'acme')
  const owner = await hub.person(acme, 'aki')
  const bolt = await hub.join('consumer', 'bolt')
  const named = await hub.person(bolt, 'taro')
  const other = await hub.person(bolt, 'jiro')
  return { hub, acme, owner, named, other, recipients: ['taro@bolt'] }
}

const red1 = targets.map((object) => ({ ...object, object_marking_refs: red }))

t.test('L3 L11 two worlds: with and without a RED object of somebody else', async (t) => {
  const worlds: unknown[] = []
  for (const filled of [false, true]) {
    const { hub, owner, named, recipients } = await deal(t)
    const prober = await hub.join('contributor', 'core')
    if (filled) t.match(await send(hub, owner, red1, recipients), { success_count: 2 })
    worlds.push(await probe(hub, prober))
    if (!filled) continue
    for (const [index, { id }] of targets.entries()) {
      t.same(await ask(hub, owner, id), [red1[index]], 'L12 the owner has both as it sent them')
      t.same(await ask(hub, named, id), [red1[index]], 'and so does whom it names')
    }
  }
  t.same(worlds[1], worlds[0])
})

t.test('RED leaves one object at a time, and to the persons it names alone', async (t) => {
  const { hub, acme, owner, named, other, recipients } = await deal(t)
  const open = makeIndicator(2)
  const created_by_ref = `identity--${'1'.repeat(8)}-1111-4111-8111-${'1'.repeat(12)}`
  const signed = makeIndicator(3, { created_by_ref, object_marking_refs: red })
  await send(hub, owner, [...red1, signed], recipients)
  await send(hub, owner, [open])
  const services = [await hub.join('steward'), acme]
  const versions = asQuery('', 'versions')
  const cases: [string, Caller, boolean][] = [
    ['who shared it', owner, true],
    ['who is named', named, true],
    ['a colleague of whom it names', other, false],
    ['a service of another member', services[0] as Caller, false],
    ['a service of its owner', services[1] as Caller, false],
    ['a colleague of its owner', await hub.person(owner), false],
  ]
  for (const [name, caller, sees] of cases) {
    t.same(await ask(hub, caller, indicator.id), sees ? [red1[0]] : [], `${name}: by its id`)
    const listed = await said(listVersions(hub.ctx, caller, hub.collection, indicator.id, versions))
    t.equal(listed !== 'not-found', sees, `${name}: its versions`)
    for (const search of ['', 'match[version]=all', `match[id]=${indicator.id}`]) {
      const page = await poll(hub, caller, search)
      t.same(page, search.includes('[id]') ? [] : [open], `${name}: a page, ${search}`)
    }
    const manifest = await listManifest(hub.ctx, caller, hub.collection, asQuery('', 'manifest'))
    const { objects } = JSON.parse(manifest.body.toString())
    t.same(
      objects.map(({ id }: { id: string }) => id),
      [open.id],
      `${name}: the manifest`,
    )
  }
  t.same(await ask(hub, owner, signed.id), [signed], 'the owner sees whom it is signed by')
  t.same(await ask(hub, named, signed.id), [], 'whom it names does not, without consent')
})

t.test('the same RED object of two organisations is kept for each', async (t) => {
  const hub = await openHub(t)
  const object = { ...address, object_marking_refs: red }
  await hub.person(await hub.join('consumer', 'bolt'), 'taro')
  for (const level of ['contributor', 'trusted'] as const) {
    const caller = await hub.person(await hub.join(level))
    t.match(await send(hub, caller, [object], ['taro@bolt']), {
      success_count: 1,
      failure_count: 0,
    })
    t.same(await ask(hub, caller, object.id), [object])
    const again = await send(hub, caller, [object], ['taro@bolt'])
    t.match(again, { successes: [{ message: 'already present' }] })
    t.same(await ask(hub, caller, object.id), [object])
  }
})

const marked = (n: number, refs: string[]) => ({
  ...indicator,
  modified: day(n),
  object_marking_refs: refs,
})

type Case = [string, [number, string[]][], seen: number[]]
// In the order of arrival; then which versions a member, and the owner, see of the object: later
// ones govern. RED is for persons by name, so that a version of another colour is for others.
const cases: Case[] = [
  [
    'tightened later',
    [
      [2, amber],
      [3, red],
    ],
    [],
  ],
  [
    'tightened later, twice',
    [
      [2, amber],
      [3, amber],
      [4, red],
    ],
    [],
  ],
  [
    'loosened later',
    [
      [2, red],
      [3, amber],
    ],
    [3],
  ],
  [
    'an earlier version comes late',
    [
      [3, red],
      [2, amber],
    ],
    [],
  ],
  [
    'an earlier RED version comes late',
    [
      [3, amber],
      [2, red],
    ],
    [3],
  ],
  [
    'RED in between',
    [
      [2, amber],
      [3, red],
      [4, amber],
    ],
    [4],
  ],
  [
    'RED in between comes late',
    [
      [2, amber],
      [4, amber],
      [3, red],
    ],
    [4],
  ],
  [
    'an earlier version comes after RED in between',
    [
      [3, red],
      [4, amber],
      [2, amber],
    ],
    [4],
  ],
  [
    'never RED',
    [
      [2, amber],
      [4, amber],
      [3, amber],
    ],
    [2, 3, 4],
  ],
]
for (const together of [true, false]) {
  t.test(`later versions govern, ${together ? 'in one step' : 'step by step'}`, async (t) => {
    for (const each of cases) await govern(t, each, together)
  })
}

const days = (found: { modified: string }[]) => found.map(({ modified }) => modified).sort()

async function govern(t: Test, [name, versions, seen]: Case, together: boolean): Promise<void> {
  const { hub, owner, recipients } = await deal(t)
  const reader = await hub.join('steward')
  const objects = versions.map(([n, refs]) => marked(n, refs))
  for (const part of together ? [objects] : objects.map((object) => [object])) {
    t.match(await send(hub, owner, part, recipients), { failure_count: 0 }, name)
  }
  const of = (numbers: number[]) => numbers.map(day).sort()
  const last = seen.slice(-1)
  t.same(days(await poll(hub, reader, 'match[version]=all')), of(seen), `${name}: all`)
  t.same(days(await poll(hub, reader)), of(last), `${name}: last`)
  t.same(days(await poll(hub, owner, 'match[version]=all')), of(seen), `${name}: owner, all`)
  t.same(days(await poll(hub, owner)), of(last), `${name}: owner, last`)
  const after = `added_after=${printPosition(1n)}`
  t.same(days(await poll(hub, owner, after)), of(last), `${name}: owner, dated`)
  const latest = Math.max(...versions.map(([n]) => n))
  const own = last.length === 0 ? [latest] : seen
  t.same(days(await ask(hub, owner, indicator.id)), of(own), `${name}: owner, by its id`)
  const { rows } = await hub.query(`select audience_id, entries::integer, current_entries::integer
    from feed_share where entries <> 0 order by 1`)
  const counted = await hub.query(`select audience_id, count(*)::integer as entries,
      (count(*) filter (where not superseded and not outdated))::integer as current_entries
    from feed group by 1 order by 1`)
  t.same(rows, counted.rows, `${name}: the shares are right`)
}
