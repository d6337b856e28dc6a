// Checklist H: collections, aliases and permissions.
import t from 'tap'
import {
  at,
  collectionIds,
  type Hub,
  noObject,
  nowhereId,
  root1,
  secondId,
  startHub,
  type User,
} from './bench.ts'
import { expectError, expectOk, submit, uuid4Form } from './expect.ts'
import type { Collection } from './request.ts'
import { indicator } from './stix.ts'

const object = indicator()
let hub: Hub

t.before(async () => {
  hub = await startHub(t)
  await submit(t, hub, 'RW', [object])
  for (const name of ['RO', 'WO', 'NO'] as const) {
    await submit(t, hub, name, [object], { as: 'other' })
  }
})

const listed = async (as: User = 'test'): Promise<Collection[]> =>
  (await hub.get(`${root1}collections/`, { as })).json.collections ?? []

t.test('121 M collections come under their key', async (t) => {
  expectOk(t, await hub.get(`${root1}collections/`))
  t.ok((await listed()).length >= 8)
})

t.test('122 M without a visible collection there is an object without the key', async (t) => {
  const answer = await hub.get('/taxii2/bare/collections/')
  expectOk(t, answer)
  t.strictSame(answer.json, {})
  t.ok(answer.body.length >= 4, 'long enough for old clients')
})

t.test('123,363 M collections are sorted by id, always', async (t) => {
  const ids = (await listed()).map(({ id }) => id)
  t.strictSame(ids, [...ids].sort())
  t.strictSame(
    (await listed()).map(({ id }) => id),
    ids,
  )
})

t.test('124 D the list of collections is never cut', async (t) => {
  const whole = await listed()
  for (const query of ['limit=1', 'next=x', 'limit=0', 'match[type]=x']) {
    const answer = await hub.get(`${root1}collections/?${query}`)
    if (answer.status !== 400) t.strictSame(answer.json.collections, whole, query)
  }
})

t.test('125 M a collection has its required properties', async (t) => {
  for (const collection of await listed()) {
    t.match(collection.id, uuid4Form)
    t.ok(collection.title.length > 0)
    t.type(collection.can_read, 'boolean')
    t.type(collection.can_write, 'boolean')
  }
})

t.test('126 Q titles are unique', async (t) => {
  const titles = (await listed()).map(({ title }) => title)
  t.equal(new Set(titles).size, titles.length)
})

t.test('127 M media_types names what is stored', async (t) => {
  t.strictSame((await hub.get(at('RW'))).json.media_types, ['application/stix+json;version=2.1'])
  const both = (await hub.get(at('TWENTY'))).json.media_types as string[]
  t.strictSame(both.toSorted(), [
    'application/stix+json;version=2.0',
    'application/stix+json;version=2.1',
  ])
})

t.test('128 M can_read and can_write are those of the one who asks', async (t) => {
  const flags = async (as: User) => {
    const { json } = await hub.get(at('RO'), { as })
    return [json.can_read, json.can_write]
  }
  t.strictSame(await flags('test'), [true, false])
  t.strictSame(await flags('other'), [true, true])
  t.strictSame(await flags('watcher'), [false, false])
})

t.test('129 M one collection is the same as its entry in the list', async (t) => {
  for (const collection of await listed()) {
    const { json } = await hub.get(`${root1}collections/${collection.id}/`)
    t.strictSame(json, collection)
  }
})

t.test('130,364 M an unknown collection is 404, whatever it looks like', async (t) => {
  for (const id of [nowhereId, 'zzz', '%20', 'x'.repeat(300), '-', '1;drop']) {
    for (const rest of ['', 'objects/', 'manifest/', `objects/${object.id}/`]) {
      expectError(t, await hub.get(`${root1}collections/${id}/${rest}`), 404)
    }
  }
})

t.test('131 M an alias works in the place of the id everywhere', async (t) => {
  const alias = `${root1}collections/hv/`
  const rests = ['', 'manifest/', 'objects/', `objects/${object.id}/`]
  for (const rest of [...rests, `objects/${object.id}/versions/`]) {
    const [by, real] = [await hub.get(`${alias}${rest}`), await hub.get(at('RW', rest))]
    t.equal(by.status, 200)
    t.equal(by.text, real.text, `body of ${rest || 'the collection'}`)
  }
  t.equal((await hub.get(alias)).json.id, collectionIds.RW)
  const posted = indicator()
  expectOk(t, await hub.post(`${alias}objects/`, [posted]), 202)
  t.equal((await hub.remove(`${alias}objects/${posted.id}/`)).status, 200)
  expectError(t, await hub.get(at('RW', `objects/${posted.id}/`)), 404)
})

t.test('132 D an alias is case-sensitive, and cursors know the id behind it', async (t) => {
  expectError(t, await hub.get(`${root1}collections/HV/`), 404)
  await submit(t, hub, 'RW', [indicator(), indicator()])
  const { next } = (await hub.get(`${root1}collections/hv/objects/?limit=1`)).json
  expectOk(t, await hub.get(at('RW', `objects/?limit=1&next=${next}`)))
})

t.test('133 X a collection is 404 at another root', async (t) => {
  for (const rest of ['', 'objects/', 'manifest/']) {
    const there = `/taxii2/api2/collections/${collectionIds.RW}/${rest}`
    expectError(t, await hub.get(there), 404)
    expectError(t, await hub.get(`${root1}collections/${secondId}/${rest}`), 404)
  }
  expectError(t, await hub.get('/taxii2/api2/collections/hv/'), 404)
})

t.test('134,364 M the four kinds of permission show', async (t) => {
  const kinds: ['RW' | 'RO' | 'WO' | 'NO', boolean, boolean][] = [
    ['RW', true, true],
    ['RO', true, false],
    ['WO', false, true],
    ['NO', false, false],
  ]
  for (const [name, read, write] of kinds) {
    const answer = await hub.get(at(name))
    expectOk(t, answer)
    t.strictSame([answer.json.can_read, answer.json.can_write], [read, write], name)
  }
})

const reading = (name: 'WO' | 'NO' | 'RW', id = object.id) => [
  at(name, 'objects/'),
  at(name, `objects/${id}/`),
  at(name, 'manifest/'),
  at(name, `objects/${id}/versions/`),
]

t.test('135,364 M without can_read nothing is read', async (t) => {
  for (const path of [...reading('WO'), ...reading('NO')]) expectError(t, await hub.get(path), 403)
  for (const path of reading('RW')) expectError(t, await hub.get(path, { as: 'watcher' }), 403)
})

t.test('136,364 M without can_write nothing is posted', async (t) => {
  for (const name of ['RO', 'NO'] as const) {
    expectError(t, await hub.post(at(name, 'objects/'), [indicator()]), 403)
  }
  expectError(t, await hub.post(at('RW', 'objects/'), [indicator()], { as: 'watcher' }), 403)
})

t.test('137,364 M DELETE with neither right is 404', async (t) => {
  expectError(t, await hub.remove(at('NO', `objects/${object.id}/`)), 404)
})

t.test('138,364 M DELETE with read alone is 403', async (t) => {
  expectError(t, await hub.remove(at('RO', `objects/${object.id}/`)), 403)
})

t.test('139,364 M DELETE with write alone is 403', async (t) => {
  expectError(t, await hub.remove(at('WO', `objects/${object.id}/`)), 403)
  const still = await hub.get(at('WO', `objects/${object.id}/`), { as: 'other' })
  t.equal(still.status, 200, 'nothing went')
})

t.test('140 X a refusal does not tell whether the object exists', async (t) => {
  const plain = ({ status, json }: Awaited<ReturnType<typeof hub.get>>) => {
    return { status, json: { ...json, error_id: undefined } }
  }
  for (const name of ['WO', 'NO', 'RO'] as const) {
    const removed = await hub.remove(at(name, `objects/${object.id}/`))
    const absent = await hub.remove(at(name, `objects/${noObject}/`))
    t.strictSame(plain(removed), plain(absent), `DELETE ${name}`)
    if (name === 'RO') continue
    for (const rest of ['', 'versions/']) {
      const got = await hub.get(at(name, `objects/${object.id}/${rest}`))
      const not = await hub.get(at(name, `objects/${noObject}/${rest}`))
      t.strictSame(plain(got), plain(not), `GET ${name}`)
    }
  }
})

t.test('141 D a hidden collection is nowhere', async (t) => {
  const as = 'other' as const
  t.notOk((await listed('other')).some(({ id }) => id === collectionIds.HID))
  t.ok((await listed()).some(({ id }) => id === collectionIds.HID))
  const object = indicator()
  await submit(t, hub, 'HID', [object])
  for (const rest of ['', 'objects/', 'manifest/', `objects/${object.id}/`]) {
    expectError(t, await hub.get(at('HID', rest), { as }), 404)
  }
  expectError(t, await hub.post(at('HID', 'objects/'), [indicator()], { as }), 404)
  expectError(t, await hub.remove(at('HID', `objects/${object.id}/`), { as }), 404)
})

t.test('142 D who may only write reads its own status', async (t) => {
  const answer = await hub.post(at('WO', 'objects/'), [indicator()])
  expectOk(t, answer, 202)
  expectOk(t, await hub.get(`${root1}status/${answer.json.id}/`))
})
