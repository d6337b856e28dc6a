// C-39 to C-45 of the worked cases: what opens, closes, is agreed and expires, on a hub whose clock
// the test moves.
import t, { type Test } from 'tap'
import { microsOf, moment, named, openIsac } from '../fixture/isac.ts'
import { dated, indicator, type Thing } from '../fixture/isac-object.ts'
import { openSeen } from './expect.ts'

const ms = 1_000n
const minute = 60_000_000n

const open = async (
  t: Test,
  ...rest: Parameters<typeof openIsac> extends [unknown, ...infer R] ? R : never
) => {
  const isac = await openIsac(t, ...rest)
  const start = BigInt(Date.now()) * 1000n
  return { isac, as: isac.as, seen: openSeen(isac), start }
}

t.test('C-39 an embargo until T', async (t) => {
  const { isac, as, start } = await open(t)
  const opens = start + 10n * minute
  const object = indicator('green')
  await as('a').share([object], { not_before: moment(opens), community: true })
  const after = `added_after=${moment(opens - 60n * minute)}&match[type]=indicator`
  for (const [who, collection] of [
    ['b', 'one'],
    ['x', 'one'],
    ['e', 'shared'],
  ] as const) {
    await isac.stopClock(opens - ms)
    t.same(await as(who).poll(after, collection), [], `${who} just before`)
  }
  await isac.stopClock(opens)
  for (const [who, collection] of [
    ['b', 'one'],
    ['x', 'one'],
    ['e', 'shared'],
  ] as const) {
    t.match(await as(who).poll(after, collection), [{ pattern: object.pattern }], `${who} at T`)
  }
  const added = (await as('b').manifest(after)).map(({ date_added }) => microsOf(date_added))
  t.equal(added[0], opens, 'date_added = T')
  await isac.stopClock(opens + ms)
  for (const who of ['b', 'x']) {
    const [first, ...more] = await as(who).manifest(after)
    t.same(more, [])
    const late = microsOf(first?.date_added as string) - opens
    t.ok(late >= 0n && late < ms, `${who}: date_added = T`)
  }
  t.same(await as('a').find(object.id), [object])
})

t.test('C-40 a cursor that is past the submission', async (t) => {
  const { isac, as, start } = await open(t)
  const opens = start + 10n * minute
  const [held, other] = [indicator('green'), indicator('green')]
  await as('a').share([held], { not_before: moment(opens) })
  await as('a').share([other])
  const page = await as('b').ask('GET', `${as('b').at('one')}?limit=1`)
  const all = await as('b').manifest()
  const last = all.at(-1)?.date_added as string
  t.same(await as('b').poll(`added_after=${last}`), [])
  await isac.stopClock(opens + 3n * minute)
  const news = await as('b').manifest(`added_after=${last}`)
  t.equal(news.length, 1, 'it is delivered all the same')
  t.equal(microsOf(news[0]?.date_added as string), opens)
  const walked: Thing[] = [...(page.json.objects ?? [])]
  for (let next = page.json.next; next !== undefined; ) {
    const { json } = await as('b').ask('GET', `${as('b').at('one')}?limit=1&next=${next}`)
    walked.push(...(json.objects ?? []))
    next = json.next
  }
  t.equal(walked.filter(({ pattern }) => pattern === held.pattern).length, 1)
})

t.test('C-41 two objects released at one instant, a page of one', async (t) => {
  const { isac, as, start } = await open(t)
  const opens = start + 10n * minute
  const objects = [indicator('green'), indicator('green')]
  for (const object of objects) await as('a').share([object], { not_before: moment(opens) })
  await isac.stopClock(opens)
  for (const by of ['next', 'date']) {
    const walked: unknown[] = []
    let search = ''
    for (let count = 0; count < 20; count++) {
      const url = `${as('b').at('one')}?limit=1&match[type]=indicator${search}`
      const { json, headers } = await as('b').ask('GET', url)
      walked.push(...(json.objects ?? []).map(({ pattern }) => pattern))
      if (!json.more) break
      const last = headers['x-taxii-date-added-last']
      search = by === 'next' ? `&next=${json.next}` : `&added_after=${last}`
    }
    t.same(walked.sort(), objects.map(({ pattern }) => pattern).sort(), `each once, by ${by}`)
  }
})

t.test('C-42 a member suspended in the middle of a walk', async (t) => {
  const { isac, as } = await open(t)
  await as('a').share(Array.from({ length: 6 }, () => indicator('green')))
  const { json } = await as('b').ask('GET', `${as('b').at('one')}?limit=2`)
  t.equal(json.more, true)
  await isac.change((hub) => {
    named(hub.organisations, 'b').status = 'suspended'
  })
  const url = `${as('b').at('one')}?limit=2&next=${json.next}`
  const refused = await as('b').ask('GET', url)
  t.equal(refused.status, 401, 'it cannot even sign in')
  t.notOk(refused.json.objects)
  await isac.change()
  t.equal((await as('b').ask('GET', url)).status, 200, 'active again, it goes on')
})

const historyOf = (rule: string) => async (t: Test) => {
  const { isac, as, start } = await open(t, (hub) => {
    named(hub.groups, 'g1').history = rule
  })
  const at = async (minutes: bigint): Promise<Thing> => {
    await isac.stopClock(start + minutes * minute)
    const object = indicator('green')
    await as('a').share([object])
    return object
  }
  const [old, recent] = [await at(-120n), await at(-30n)]
  await isac.stopClock(null)
  await isac.change((hub) => {
    named(hub.groups, 'g1').members.f = 'consumer'
  })
  const fresh = indicator('green')
  await as('a').share([fresh])
  const patterns = (await as('f').poll()).map(({ pattern }) => pattern)
  const listed = (await as('f').manifest()).length
  const sees = ({ pattern }: Thing) => patterns.includes(pattern)
  t.equal(listed, (await as('f').poll()).length)
  return [sees(old), sees(recent), sees(fresh)]
}

t.test('C-43 a new member, and what a group says of its history', async (t) => {
  t.same(await historyOf('none')(t), [false, false, true])
  t.same(await historyOf('all')(t), [true, true, true])
  t.same(await historyOf('PT60M')(t), [false, true, true], 'a window')
})

t.test('C-44 an agreement that becomes mandatory at T', async (t) => {
  const from = new Date(Date.now() + 600_000).toISOString()
  const { isac, as, seen } = await open(t, (hub) => {
    const g1 = named(hub.groups, 'g1')
    g1.agreement = [
      { name: 'rules', version: 1 },
      { name: 'rules', version: 2, from },
    ]
    for (const name of Object.keys(g1.members)) {
      named(hub.organisations, name).agreements = [
        { name: 'rules', version: ['a', 'c'].includes(name) ? 2 : 1 },
      ]
    }
  })
  const T = microsOf(from)
  const [before, during] = [indicator('green'), indicator('green')]
  await as('a').share([before])
  await isac.stopClock(T - ms)
  t.ok(await seen('b', before))
  const last = (await as('b').manifest()).at(-1)?.date_added
  await isac.stopClock(T)
  const refused = await as('b').ask('GET', as('b').at('one'))
  t.equal(refused.status, 403, 'without acceptance nothing is read')
  for (const id of [before.id, during.id]) {
    const url = as('b').at('one', `objects/${id}/`)
    t.equal((await as('b').ask('GET', url)).status, 403)
  }
  await as('a').share([during])
  t.ok(await seen('c', during), 'who has accepted goes on')
  t.equal(await seen('x', during).catch(() => undefined), undefined, 'nor clients of who has not')
  await isac.change((hub) => {
    named(hub.organisations, 'b').agreements = [{ name: 'rules', version: 2 }]
  })
  await isac.stopClock(T + minute)
  const news = await as('b').poll(`added_after=${last}&match[type]=indicator`)
  t.match(news, [{ pattern: during.pattern }], 'nothing is lost')
  t.equal(news.length, 1)
  t.ok(await seen('b', before))
})

t.test('C-45 a clearance that expires at T', async (t) => {
  const until = new Date(Date.now() + 600_000).toISOString()
  const { isac, as } = await open(t, (hub) => {
    named(hub.organisations, 'b').clearances = [{ name: 'attribution', until }]
  })
  const actor = dated('threat-actor', 'green', { name: 'Quiet Heron' })
  await as('a').share([actor, indicator('green')])
  const T = microsOf(until)
  const actors = (who: string) => as(who).poll('match[type]=threat-actor')
  await isac.stopClock(T - ms)
  t.match(await actors('b'), [{ name: 'Quiet Heron' }])
  for (const who of ['c', 'x']) t.same(await actors(who), [])
  const [{ id }] = (await actors('b')) as [Thing]
  await isac.stopClock(T)
  t.same(await actors('b'), [])
  t.same(await as('b').find(id), [], 'it vanishes at T')
  t.equal((await as('b').poll('match[type]=indicator')).length, 1)
})
