// Checklist M, second part: duplicates, new versions and conflicts.
import t from 'tap'
import { at, type Hub, startHub } from './bench.ts'
import { expectOk, settled, submit, verdictOn } from './expect.ts'
import { address, indicator, many, type Thing, versionsOf } from './stix.ts'

let hub: Hub
t.before(async () => {
  hub = await startHub(t)
})
const stored = async (id: string, rest = '') =>
  (await hub.get(at('RW', `objects/${id}/${rest}`))).json.objects
const recordsOf = async (id: string) =>
  (await hub.get(at('RW', `manifest/?match[version]=all&match[id]=${id}`))).json.objects

t.test('261 M an exact duplicate is a success and changes nothing', async (t) => {
  const object = indicator()
  await submit(t, hub, 'RW', [object])
  const before = await recordsOf(object.id)
  const status = await submit(t, hub, 'RW', [object])
  t.equal(status.failure_count, 0)
  t.strictSame(await recordsOf(object.id), before)
})

t.test('262 D equal is what means the same', async (t) => {
  const object = indicator({ confidence: 1, description: 'é/', labels: ['a', 'b'] })
  await submit(t, hub, 'RW', [object])
  const before = await recordsOf(object.id)
  const text = JSON.stringify(object)
  const turned = JSON.stringify(Object.fromEntries(Object.entries(object).reverse()))
  const same = [
    turned,
    JSON.stringify(object, null, 3),
    text.replace('"confidence":1', '"confidence":1.0'),
    text.replace('é/', '\\u00e9\\/'),
    text.replace('"valid_from":"2020-01-01T00:00:00Z"', '"valid_from":"2020-01-01T00:00:00.000Z"'),
    text.replace(
      '"modified":"2020-01-01T00:00:00.000Z"',
      '"modified":"2020-01-01T00:00:00.000000Z"',
    ),
  ]
  for (const copy of same) {
    const answer = await hub.post(at('RW', 'objects/'), `{"objects":[${copy}]}`)
    t.equal((await settled(hub, answer.json)).success_count, 1, copy.slice(0, 80))
  }
  t.strictSame(await recordsOf(object.id), before)
  t.strictSame(await stored(object.id), [object])
})

t.test('263 D other content under the same version is a failure', async (t) => {
  const object = indicator()
  await submit(t, hub, 'RW', [object])
  for (const change of [{ name: 'changed' }, { labels: ['new'] }, { confidence: 5 }]) {
    const { failure, resource } = await verdictOn(hub, 'RW', { ...object, ...change })
    t.match(failure, /version|content/i)
    t.equal(resource.failures?.[0]?.id, object.id)
    t.equal(resource.failures?.[0]?.version, object.modified)
  }
  t.strictSame(await stored(object.id), [object])
})

const times = ['2021-01-01T00:00:00.000Z', '2021-01-02T00:00:00.000Z', '2021-01-03T00:00:00.000Z']

t.test('264 M a new modified is a new version', async (t) => {
  const [one, two] = versionsOf(indicator(), times) as [Thing, Thing]
  await submit(t, hub, 'RW', [one])
  await submit(t, hub, 'RW', [two])
  t.strictSame(await stored(one.id, '?match[version]=all'), [one, two])
  const versions = await hub.get(at('RW', `objects/${one.id}/versions/`))
  t.strictSame(versions.json.versions, [one.modified, two.modified])
})

t.test('265 M an older version that comes later does not become the last', async (t) => {
  const [one, two, three] = versionsOf(indicator(), times) as [Thing, Thing, Thing]
  for (const version of [three, one, two]) await submit(t, hub, 'RW', [version])
  t.strictSame(await stored(one.id), [three])
  t.strictSame(await stored(one.id, '?match[version]=all'), [three, one, two])
})

t.test('264,265 M versions in one envelope, in any order', async (t) => {
  const [one, two, three] = versionsOf(indicator(), times) as [Thing, Thing, Thing]
  await submit(t, hub, 'RW', [two, three, one])
  t.strictSame(await stored(one.id), [three])
  t.strictSame(await stored(one.id, '?match[version]=first'), [one])
})

t.test('266 D an SCO is kept as it first came', async (t) => {
  const host = address()
  await submit(t, hub, 'RW', [host])
  await submit(t, hub, 'RW', [host])
  const { failure } = await verdictOn(hub, 'RW', { ...host, value: '203.0.113.9' })
  t.type(failure, 'string')
  t.strictSame(await stored(host.id, '?match[version]=all'), [host])
})

t.test('267 D the same entry twice counts twice and is kept once', async (t) => {
  const object = indicator()
  const status = await submit(t, hub, 'RW', [object, object])
  t.equal(status.total_count, 2)
  t.equal((await recordsOf(object.id))?.length, 1)
  const answer = await hub.post(at('RW', 'objects/'), [indicator(), { ...object, name: 'changed' }])
  const conflict = await settled(hub, answer.json)
  t.equal(conflict.success_count, 1)
  t.equal(conflict.failure_count, 1)
})

t.test('271 D a POST sent again is safe', async (t) => {
  const objects = many(20, () => indicator())
  await submit(t, hub, 'OTHER', objects)
  const before = (await hub.get(at('OTHER', 'manifest/'))).text
  for (let again = 0; again < 3; again++) await submit(t, hub, 'OTHER', objects)
  t.equal((await hub.get(at('OTHER', 'manifest/'))).text, before)
})

t.test('272 D the same object from many at once is kept once', async (t) => {
  for (let round = 0; round < 3; round++) {
    const objects = many(10, () => indicator())
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => hub.post(at('RW', 'objects/'), objects)),
    )
    for (const answer of answers) {
      expectOk(t, answer, 202)
      t.equal((await settled(hub, answer.json)).success_count, 10)
    }
    for (const { id } of objects) t.equal((await recordsOf(id))?.length, 1)
  }
})
