// TLP:RED beside what everyone may see: nothing that another member does, reads or is answered
// depends on a RED object of somebody else (L3, L11, L12); and the latest version governs.
import t, { type Test } from 'tap'
import { printPosition } from '../../src/core/taxii/position.ts'
import type { Caller } from '../../src/exchange/context.ts'
import { deliver } from '../../src/exchange/deliver.ts'
import { listManifest } from '../../src/exchange/list-manifest.ts'
import { listVersions } from '../../src/exchange/list-versions.ts'
import { submit } from '../../src/exchange/submit.ts'
import { withdraw } from '../../src/exchange/withdraw.ts'
import { asEnvelope, asQuery, makeIndicator, openHub, type TestHub } from '../fixture/hub.ts'

const red = ['marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1']
const amber = ['marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421']
const day = (n: number): string => `2026-01-${String(n).padStart(2, '0')}T00:00:00.000Z`

const send = (hub: TestHub, caller: Caller, objects: unknown[]) => {
  const { body, scanned } = asEnvelope(objects)
  return submit(hub.ctx, caller, hub.root, hub.collection, body, scanned)
}

const said = (verb: Promise<unknown>): Promise<unknown> =>
  verb.then(
    (value) => value ?? 'done',
    ({ reason }: { reason?: string }) => reason ?? 'threw',
  )

const poll = async (hub: TestHub, caller: Caller, search = '') => {
  const { body } = await deliver(hub.ctx, caller, hub.collection, asQuery(search), null)
  return JSON.parse(body.toString()).objects ?? []
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

t.test('L3 L11 two worlds: with and without a RED object of somebody else', async (t) => {
  const worlds: unknown[] = []
  for (const filled of [false, true]) {
    const hub = await openHub(t)
    const owner = await hub.join('contributor')
    const prober = await hub.join('contributor')
    const marked = targets.map((object) => ({ ...object, object_marking_refs: red }))
    if (filled) t.match(await send(hub, owner, marked), { success_count: 2 })
    worlds.push(await probe(hub, prober))
    if (!filled) continue
    const own = (await poll(hub, owner)).filter((object: { object_marking_refs?: unknown }) =>
      Boolean(object.object_marking_refs),
    )
    t.same(own, marked, 'L12 the owner still has both as it sent them')
  }
  t.same(worlds[1], worlds[0])
})

t.test('the same RED object of two organisations is kept for each', async (t) => {
  const hub = await openHub(t)
  const object = { ...address, object_marking_refs: red }
  for (const caller of [await hub.join('contributor'), await hub.join('contributor')]) {
    t.match(await send(hub, caller, [object]), { success_count: 1, failure_count: 0 })
    t.same(await poll(hub, caller), [object])
    t.match(await send(hub, caller, [object]), { successes: [{ message: 'already present' }] })
    t.same(await poll(hub, caller, 'match[version]=all'), [object])
  }
})

const marked = (n: number, refs: string[]) => ({
  ...indicator,
  modified: day(n),
  object_marking_refs: refs,
})

type Case = [string, [number, string[]][], number[], number[]]
// In the order of arrival; then what a member sees of `all`, and what both must see as the last.
const cases: Case[] = [
  [
    'tightened later',
    [
      [2, amber],
      [3, red],
    ],
    [],
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
    [],
  ],
  [
    'loosened later',
    [
      [2, red],
      [3, amber],
    ],
    [3],
    [3],
  ],
  [
    'an earlier version comes late',
    [
      [3, red],
      [2, amber],
    ],
    [],
    [],
  ],
  [
    'an earlier RED version comes late',
    [
      [3, amber],
      [2, red],
    ],
    [3],
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
    [4],
  ],
]
for (const together of [true, false]) {
  t.test(`the latest version governs, ${together ? 'in one step' : 'step by step'}`, async (t) => {
    for (const [name, versions, seen, last] of cases)
      await govern(t, name, versions, seen, last, together)
  })
}

async function govern(
  t: Test,
  name: string,
  versions: [number, string[]][],
  seen: number[],
  last: number[],
  together: boolean,
): Promise<void> {
  const hub = await openHub(t)
  const owner = await hub.join('contributor')
  const reader = await hub.join('steward')
  const objects = versions.map(([n, refs]) => marked(n, refs))
  for (const part of together ? [objects] : objects.map((object) => [object])) {
    t.match(await send(hub, owner, part), { failure_count: 0 }, name)
  }
  const days = (found: { modified: string }[]) => found.map(({ modified }) => modified).sort()
  const of = (numbers: number[]) => numbers.map(day).sort()
  t.same(days(await poll(hub, reader, 'match[version]=all')), of(seen), `${name}: all`)
  t.same(days(await poll(hub, reader)), of(last), `${name}: last`)
  const whole = versions.map(([n]) => n)
  t.same(days(await poll(hub, owner, 'match[version]=all')), of(whole), `${name}: owner, all`)
  t.same(days(await poll(hub, owner)), of([Math.max(...whole)]), `${name}: owner, last`)
  const after = `added_after=${printPosition(1n)}`
  t.same(days(await poll(hub, owner, after)), of([Math.max(...whole)]), `${name}: owner, dated`)
  const { rows } = await hub.query(`select audience_id, entries::integer, current_entries::integer
    from feed_share where entries <> 0 order by 1`)
  const counted = await hub.query(`select audience_id, count(*)::integer as entries,
      (count(*) filter (where not superseded and not outdated))::integer as current_entries
    from feed group by 1 order by 1`)
  t.same(rows, counted.rows, `${name}: the shares are right`)
}
