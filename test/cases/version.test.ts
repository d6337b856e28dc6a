// C-14 to C-17 of the worked cases: what later versions do to earlier ones, and to those of others.
import t, { type Test } from 'tap'
import { named, openIsac } from '../fixture/isac.ts'
import { identityOfA, indicator, type Thing, tlp } from '../fixture/isac-object.ts'
import { expectNothing, openSeen, openSeenBy, readAll } from './expect.ts'

const isac = await openIsac(t, (hub) => {
  named(hub.groups, 'g1').recall = true
})
const { as } = isac
const seen = openSeen(isac)
const seenBy = openSeenBy(isac)

const later = (object: Thing, day: number, changes: object): Thing => ({
  ...object,
  modified: `2026-02-${String(day).padStart(2, '0')}T10:11:12.131Z`,
  ...changes,
})

t.test('C-14 AMBER with the name of a victim, then GREEN without', async (t) => {
  const first = indicator('amber', { description: 'this hit Victim Railways' })
  const second = later(first, 1, {
    object_marking_refs: [tlp.green],
    description: 'this hit somebody',
  })
  await as('a').share([first], { community: true })
  t.equal(await seen('e', first, 'shared'), undefined)
  await as('a').share([second], { community: true })
  const shown = (await seenBy(t, ['e', 'f'], second, 'shared')) as Thing
  t.equal(shown.modified, '2026-02-01T10:00:00.000Z')
  const searches = ['all', 'first', first.modified, '2026-01-01T09:00:00.000Z', 'last']
  for (const version of searches) {
    const page = await as('e').poll(`match[version]=${version}&match[id]=${shown.id}`, 'shared')
    t.notOk(
      page.some(({ modified }) => modified !== shown.modified),
      `match[version]=${version}`,
    )
  }
  const versions = await as('e').ask('GET', as('e').at('shared', `objects/${shown.id}/versions/`))
  t.same(versions.json.versions, [shown.modified])
  t.notMatch(await readAll(as('e'), 'shared'), /Victim Railways/)
  const members = await as('b').poll('match[version]=all')
  t.same(
    members.filter(({ pattern }) => pattern === first.pattern).map(({ modified }) => modified),
    [first.modified, second.modified],
    'members see both',
  )
})

t.test('C-15 GREEN, then AMBER+STRICT', async (t) => {
  const first = indicator('green')
  await as('a').share([first], { community: true })
  const held = (await seen('e', first, 'shared')) as Thing
  const client = (await seen('x', first)) as Thing
  const member = (await seen('b', first)) as Thing
  t.ok(held && client && member)
  const [mark] = (await as('e').manifest('', 'shared')).slice(-1)
  const second = later(first, 1, { object_marking_refs: [tlp.strict], name: 'for members' })
  await as('a').share([second], { community: true })
  const all = 'match[version]=all'
  for (const [who, object, collection] of [
    ['e', held, 'shared'],
    ['x', client, 'one'],
  ] as const) {
    const left = (await as(who).poll(`${all}&match[id]=${object.id}`, collection)) as Thing[]
    t.match(left, [{ id: object.id, revoked: true }], `${who} is told that it is taken back`)
    t.equal(left.length, 1)
    t.ok((left[0]?.modified as string) > (object.modified as string))
    t.notMatch(JSON.stringify(left), /for members/)
  }
  const news = await as('e').poll(`added_after=${mark?.date_added}`, 'shared')
  t.match(news, [{ id: held.id, revoked: true }], 'a poller learns of it')
  for (const [who, collection] of [
    ['f', 'shared'],
    ['z', 'shared'],
    ['y', 'one'],
  ] as const) {
    await expectNothing(t, as(who), held.id, collection)
    await expectNothing(t, as(who), client.id, collection)
    t.notMatch(await readAll(as(who), collection), new RegExp(`${held.id}|${client.id}`))
  }
  t.match(await seen('b', second), { name: 'for members' }, 'members go on')
  t.notMatch(await readAll(as('b')), /"revoked":true/)
})

/** Whether or not the group tells members of what they lose by other ways. */
const revoke = async (t: Test, recall: boolean): Promise<void> => {
  await isac.change((hub) => {
    named(hub.groups, 'g1').recall = recall
  })
  const first = indicator('green', { description: 'told to ACME' })
  const second = later(first, 1, { name: 'second' })
  await as('a').share([first], { community: true, exclude: ['d'] })
  await as('a').share([second], { community: true, exclude: ['d'] })
  const shown = new Map<string, Thing>()
  for (const who of ['b', 'x', 'e']) {
    const collection = who === 'e' ? 'shared' : 'one'
    shown.set(who, (await seen(who, second, collection)) as Thing)
  }
  const third = later(first, 2, { revoked: true })
  await as('a').share([third], { community: true, exclude: ['d'] })
  for (const [who, object] of shown) {
    const collection = who === 'e' ? 'shared' : 'one'
    const left = await as(who).find(object.id, collection)
    t.match(left, [{ id: object.id, revoked: true, created_by_ref: object.created_by_ref }], who)
    t.equal(left.length, 1, 'what it was is no longer served')
    t.notMatch(await readAll(as(who), collection), /second|told to/)
  }
  const ids = [...shown.values()].map(({ id }) => id)
  t.equal(new Set(ids).size, 3, 'each in its own id space')
  t.match(await as('a').find(first.id), [{}, {}, { revoked: true }])
  for (const id of [first.id, ...ids]) {
    for (const who of ['d', 'v']) await expectNothing(t, as(who), id)
    await expectNothing(t, as('f'), id, 'two')
    await expectNothing(t, as('nobody'), id, 'open')
  }
  t.notMatch(await readAll(as('d')), /"revoked":true/)
}

t.test('C-16 the third version revokes', async (t) => {
  for (const recall of [false, true]) await revoke(t, recall)
})

t.test('C-17 a newer version of the same id from somebody else', async (t) => {
  const { created_by_ref: _, ...object } = indicator('amber')
  await as('a').share([object])
  const shown = (await seenBy(t, ['b', 'c', 'm'], object)) as Thing
  t.equal(shown.id, object.id, 'it is shown as it was given')
  const pattern = "[domain-name:value = 'newer.example']"
  const newer = later(object, 9, { pattern, name: 'not from a' })
  for (const [who, collection] of [
    ['e', 'two'],
    ['d', 'one'],
  ] as const) {
    const before = await as('b').find(object.id)
    const status = await as(who).share([newer], undefined, collection)
    t.same(Object.keys(status.successes?.[0] ?? {}), ['id', 'version'], 'a success like any other')
    const own = await as(who).find(newer.id, collection)
    t.same(own.at(-1), newer, 'its own lineage')
    t.same(await as('b').find(object.id), before, 'those who see the first see what they saw')
    t.same(await as('a').find(object.id), [object])
  }
  const other = (await seenBy(t, ['b', 'm'], newer)) as Thing
  t.ok(other, 'the other one is shown as another object')
  t.not(other.id, object.id)
  t.notMatch(JSON.stringify(other), new RegExp(identityOfA))
})
