// Checklist N: DELETE.
import t, { type Test } from 'tap'
import { at, type Hub, noObject, startHub } from './bench.ts'
import { expectError, expectOk, idsOf, submit } from './expect.ts'
import { indicator, indicator20, many, type Thing, versionsOf } from './stix.ts'

const times = ['1', '2', '3'].map((day) => `2021-01-0${day}T00:00:00.000Z`)
const [V1 = '', V2 = '', V3 = ''] = times
let hub: Hub
t.before(async () => {
  hub = await startHub(t)
})

const pathOf = (object: Thing | undefined, rest = '') => at('RW', `objects/${object?.id}/${rest}`)
const versions = async (object: Thing) => (await hub.get(pathOf(object, 'versions/'))).json.versions
/** An object with three versions, the newest posted first. */
const seeded = async (t: Test): Promise<Thing> => {
  const [one, two, three] = versionsOf(indicator(), times) as [Thing, Thing, Thing]
  for (const version of [three, one, two]) await submit(t, hub, 'RW', [version])
  return three
}

t.test('274,367 M DELETE is 200 without a body', async (t) => {
  const object = indicator()
  await submit(t, hub, 'RW', [object])
  const answer = await hub.remove(pathOf(object))
  expectOk(t, answer)
  t.equal(answer.body.length, 0)
  t.equal(answer.headers['content-length'], '0')
})

t.test('275 M without match[version] everything of it goes', async (t) => {
  const object = await seeded(t)
  t.equal((await hub.remove(pathOf(object))).status, 200)
  expectError(t, await hub.get(pathOf(object)), 404)
  expectError(t, await hub.get(pathOf(object, '?match[version]=all')), 404)
  expectError(t, await hub.get(pathOf(object, 'versions/')), 404)
})

// [name, match[version], what stays, in the order of arrival]
const some: [string, string, string[]][] = [
  ['276 M one version by its time', V1, [V3, V2]],
  ['276 M two versions by their times', `${V1},${V3}`, [V2]],
  ['276 M first', 'first', [V3, V2]],
  ['276 M last', 'last', [V1, V2]],
  ['276 M first and last', 'first,last', [V2]],
]
for (const [name, value, rest] of some) {
  t.test(name, async (t) => {
    const object = await seeded(t)
    t.equal((await hub.remove(pathOf(object, `?match[version]=${value}`))).status, 200)
    t.strictSame(await versions(object), rest)
    const last = rest.toSorted().at(-1)
    t.equal((await hub.get(pathOf(object))).json.objects?.[0]?.modified, last, 'the new last')
    const first = await hub.get(at('RW', `objects/?match[id]=${object.id}&match[version]=first`))
    t.equal(first.json.objects?.[0]?.modified, rest.toSorted()[0], 'the new first')
  })
}

t.test('276,277 M all', async (t) => {
  const object = await seeded(t)
  t.equal((await hub.remove(pathOf(object, '?match[version]=all'))).status, 200)
  expectError(t, await hub.get(pathOf(object)), 404)
})

t.test('277 M after the last version has gone there is nothing', async (t) => {
  const object = await seeded(t)
  for (const version of times) {
    t.equal((await hub.remove(pathOf(object, `?match[version]=${version}`))).status, 200)
  }
  expectError(t, await hub.get(pathOf(object)), 404)
  expectError(t, await hub.get(pathOf(object, 'versions/')), 404)
})

t.test('278 M match[spec_version] limits what goes', async (t) => {
  const old = indicator20()
  const upgraded = indicator({ id: old.id })
  await submit(t, hub, 'TWENTY', [old, upgraded])
  const path = at('TWENTY', `objects/${old.id}/`)
  t.equal((await hub.remove(`${path}?match[spec_version]=2.0`)).status, 200)
  const left = await hub.get(`${path}?match[spec_version]=2.0,2.1&match[version]=all`)
  t.strictSame(left.json.objects, [upgraded])
  expectError(t, await hub.remove(`${path}?match[spec_version]=2.0`), 404)
})

t.test('278 M the older specification shows again when the newer has gone', async (t) => {
  const old = indicator20()
  await submit(t, hub, 'TWENTY', [old, indicator({ id: old.id })])
  const path = at('TWENTY', `objects/${old.id}/`)
  t.equal((await hub.remove(`${path}?match[spec_version]=2.1`)).status, 200)
  t.strictSame((await hub.get(path)).json.objects, [old])
})

t.test('279 M it is gone at once, also for cursors', async (t) => {
  const objects = many(6, () => indicator())
  await submit(t, hub, 'BIG', objects)
  const page = await hub.get(at('BIG', 'objects/?limit=2'))
  const gone = objects[3]?.id ?? ''
  t.equal((await hub.remove(at('BIG', `objects/${gone}/`))).status, 200)
  const rest = await hub.get(at('BIG', `objects/?limit=10&next=${page.json.next}`))
  t.strictSame(idsOf(rest.json), [objects[2]?.id, objects[4]?.id, objects[5]?.id])
  for (const kind of ['manifest/', 'objects/']) {
    const { json } = await hub.get(at('BIG', `${kind}?match[id]=${gone}&match[version]=all`))
    t.strictSame(idsOf(json), [])
  }
})

t.test('280 M a deleted version is 404 while others stay', async (t) => {
  const object = await seeded(t)
  t.equal((await hub.remove(pathOf(object, `?match[version]=${V1}`))).status, 200)
  expectError(t, await hub.get(pathOf(object, `?match[version]=${V1}`)), 404)
  expectOk(t, await hub.get(pathOf(object, `?match[version]=${V2}`)))
})

t.test('281 M what is not there, or no longer, is 404', async (t) => {
  expectError(t, await hub.remove(at('RW', `objects/${noObject}/`)), 404)
  expectError(t, await hub.remove(at('RW', 'objects/foo/')), 404)
  const object = indicator()
  await submit(t, hub, 'RW', [object])
  t.equal((await hub.remove(pathOf(object))).status, 200)
  expectError(t, await hub.remove(pathOf(object)), 404)
})

t.test('282 D a filter that meets no version is 404', async (t) => {
  const object = await seeded(t)
  const query = '?match[version]=1999-01-01T00:00:00.000Z'
  expectError(t, await hub.remove(pathOf(object, query)), 404)
  t.equal((await versions(object))?.length, 3)
})

t.test('283 M a malformed filter is 400 and nothing goes', async (t) => {
  const object = await seeded(t)
  const wrong = [
    'match[version]=all,first',
    'match[version]=x',
    'match[version]=',
    'match[version]=last,last',
  ]
  for (const query of [
    ...wrong,
    'match[version]=all&match[version]=all',
    'match[spec_version]=x',
  ]) {
    expectError(t, await hub.remove(pathOf(object, `?${query}`)), 400)
  }
  t.equal((await versions(object))?.length, 3)
})

t.test('284 M the object stays in other collections', async (t) => {
  const object = indicator()
  await submit(t, hub, 'RW', [object])
  await submit(t, hub, 'OTHER', [object])
  t.equal((await hub.remove(pathOf(object))).status, 200)
  expectOk(t, await hub.get(at('OTHER', `objects/${object.id}/`)))
})

t.test('285 D it may be posted again, and comes at the end', async (t) => {
  const object = indicator()
  const path = at('RW', `manifest/?match[id]=${object.id}`)
  await submit(t, hub, 'RW', [object])
  const before = String((await hub.get(path)).json.objects?.[0]?.date_added)
  t.equal((await hub.remove(pathOf(object))).status, 200)
  await submit(t, hub, 'RW', [{ ...object, name: 'even with other content' }])
  t.ok(String((await hub.get(path)).json.objects?.[0]?.date_added) > before)
})
