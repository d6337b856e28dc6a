// Checklist L: what GET gives for objects, one object, the manifest and versions.
import t from 'tap'
import { at, type Hub, noObject, secretId, startHub } from './bench.ts'
import { expectError, expectOk, idsOf, submit } from './expect.ts'
import { address, idOf, indicator, statement, type Thing, versionsOf } from './stix.ts'

const times = [
  '2020-03-03T03:03:03.123456Z',
  '2020-01-01T01:01:01.000Z',
  '2020-02-02T02:02:02.200Z',
]
const base = indicator({ created: '2019-01-01T00:00:00.000Z' })
const [three, one, two] = versionsOf(base, times) as [Thing, Thing, Thing]
const mark = statement()
const host = address()
const custom: Thing = {
  ...indicator(),
  x_acme_score: 1.5,
  x_acme_list: [1, 'two', { three: [true, false] }],
  x_acme_deep: { b: 1, a: { d: 'Ж', c: 0.1 } },
  extensions: {
    [idOf('extension-definition')]: { extension_type: 'property-extension', rank: 5 },
  },
  labels: ['b', 'a', 'b'],
}
let hub: Hub

t.before(async () => {
  hub = await startHub(t)
  for (const object of [three, one, two, mark, host, custom]) await submit(t, hub, 'RW', [object])
})

const object = (id: string, rest = '') => hub.get(at('RW', `objects/${id}/${rest}`))
const future = '?added_after=2999-01-01T00:00:00.000000Z'

t.test('227,365 M objects come in an envelope, never in a bundle', async (t) => {
  for (const path of [at('RW', 'objects/'), at('RW', `objects/${base.id}/`)]) {
    const answer = await hub.get(path)
    expectOk(t, answer)
    t.ok(Array.isArray(answer.json.objects))
    for (const name of ['type', 'id', 'spec_version']) t.notOk(name in answer.json, name)
  }
})

t.test('228,302 M an object is what was posted', async (t) => {
  const text = JSON.stringify(custom).replace('"x_acme_score":1.5', '"x_acme_score":1.50')
  const copy = { ...custom, id: idOf('indicator') }
  const posted = `{ "objects": [ ${text.replace(custom.id, copy.id)} ] }`
  t.equal((await hub.post(at('RW', 'objects/'), posted)).json.success_count, 1)
  t.strictSame((await object(copy.id)).json.objects, [copy])
  t.strictSame((await object(custom.id)).json.objects, [custom])
  t.strictSame((await object(host.id)).json.objects, [host], 'an SCO gains nothing')
  t.strictSame((await object(mark.id)).json.objects, [mark])
})

t.test('229,365 M nothing there: an envelope without objects', async (t) => {
  const answer = await hub.get(at('EM', 'objects/'))
  expectOk(t, answer)
  t.equal(answer.text, '{"more":false}')
})

t.test('230 Q no body is shorter than four bytes', async (t) => {
  const paths = [at('EM', 'objects/'), at('EM', 'manifest/'), '/taxii2/bare/collections/']
  for (const path of [...paths, at('RW', `objects/${base.id}/versions/${future}`)]) {
    t.ok((await hub.get(path)).body.length >= 4, path)
  }
})

t.test('231,365 M one object is an envelope with its last version', async (t) => {
  t.strictSame((await object(base.id)).json.objects, [three])
  t.strictSame((await object(base.id, '?match[version]=all')).json.objects, [three, one, two])
  t.strictSame((await object(base.id, '?match[version]=first')).json.objects, [one])
})

t.test('232,365 M an object that is not there is 404', async (t) => {
  expectError(t, await object(noObject), 404)
  expectError(t, await hub.get(at('EM', `objects/${base.id}/`)), 404)
})

t.test('233 D an object that is there but filtered away', async (t) => {
  for (const query of [future, '?match[spec_version]=2.0']) {
    const answer = await object(base.id, query)
    expectOk(t, answer)
    t.strictSame(answer.json, { more: false }, query)
  }
  expectError(t, await object(base.id, '?match[version]=1999-01-01T00:00:00.000Z'), 404)
  const some = await object(base.id, `?match[version]=1999-01-01T00:00:00.000Z,${one.modified}`)
  t.strictSame(some.json.objects, [one])
})

t.test('234 D a path that is no STIX id is 404', async (t) => {
  for (const id of ['foo', 'indicator', 'indicator--', '%20', "'", 'indicator--xyz']) {
    expectError(t, await object(id), 404)
    expectError(t, await object(id, 'versions/'), 404)
  }
})

t.test('235 M ids are compared letter by letter', async (t) => {
  const letters = indicator({ id: 'indicator--abcdefab-cdef-4abc-8def-abcdefabcdef' })
  await submit(t, hub, 'RW', [letters])
  expectOk(t, await object(letters.id))
  const [, uuid = ''] = letters.id.split('--')
  for (const id of [
    letters.id.toUpperCase(),
    `Indicator--${uuid}`,
    `indicator--${uuid.toUpperCase()}`,
  ]) {
    expectError(t, await object(id), 404)
    t.strictSame(idsOf((await hub.get(at('RW', `objects/?match[id]=${id}`))).json), [])
  }
})

t.test('236 M limit and added_after work on one object and on versions', async (t) => {
  const page = await object(base.id, '?match[version]=all&limit=1')
  t.strictSame(page.json.objects, [three])
  t.equal(page.json.more, true)
  const after = String(page.headers['x-taxii-date-added-last'])
  const rest = await object(base.id, `?match[version]=all&added_after=${after}`)
  t.strictSame(rest.json.objects, [one, two])
  const versions = await object(base.id, `versions/?added_after=${after}&limit=1`)
  t.strictSame(versions.json.versions, [one.modified])
  t.equal(versions.json.more, true)
})

t.test('237,365 M a manifest record has id, date_added and version', async (t) => {
  const { json } = await hub.get(at('RW', `manifest/?match[version]=all&match[id]=${base.id}`))
  t.equal(json.objects?.length, 3, 'one record a version')
  for (const record of json.objects ?? []) {
    for (const name of ['id', 'date_added', 'version']) t.type(record[name], 'string', name)
    const extra = Object.keys(record).filter(
      (name) => !['id', 'date_added', 'version', 'media_type'].includes(name),
    )
    t.strictSame(extra, [])
  }
})

t.test('238 M the media_type of a record is one of the collection', async (t) => {
  const known = (await hub.get(at('RW'))).json.media_types as string[]
  for (const record of (await hub.get(at('RW', 'manifest/'))).json.objects ?? []) {
    if (record.media_type !== undefined) t.ok(known.includes(String(record.media_type)))
  }
  t.pass('all records looked at')
})

t.test('239 M the version of a record is modified, digit for digit', async (t) => {
  const { json } = await hub.get(at('RW', `manifest/?match[version]=all&match[id]=${base.id}`))
  t.strictSame(
    json.objects?.map(({ version }) => version),
    times,
  )
})

t.test('240 M an empty manifest leaves the key out', async (t) => {
  const answer = await hub.get(at('EM', 'manifest/'))
  expectOk(t, answer)
  t.notOk('objects' in answer.json)
})

t.test('241 M the manifest shows last versions unless asked', async (t) => {
  const records = (await hub.get(at('RW', 'manifest/'))).json.objects ?? []
  const ids = records.map(({ id }) => id)
  t.equal(new Set(ids).size, ids.length)
  t.equal(records.find(({ id }) => id === base.id)?.version, three.modified)
})

t.test('242,365 M versions are strings', async (t) => {
  t.strictSame((await object(base.id, 'versions/')).json.versions, times)
  t.strictSame((await object(mark.id, 'versions/')).json.versions, [mark.created])
})

t.test('243 M versions of what is not there is 404', async (t) => {
  expectError(t, await object(noObject, 'versions/'), 404)
})

t.test('244 M versions all filtered away leave the key out', async (t) => {
  const answer = await object(base.id, `versions/${future}`)
  expectOk(t, answer)
  t.notOk('versions' in answer.json)
})

t.test('246 X what another group holds does not exist', async (t) => {
  const secret = indicator()
  const there = `/taxii2/secretroot/collections/${secretId}/`
  await submit(t, hub, there as `/${string}`, [secret])
  t.equal((await hub.get(`${there}objects/${secret.id}/`)).status, 200)
  const as = 'other' as const
  for (const rest of ['', 'objects/', 'manifest/', `objects/${secret.id}/`]) {
    expectError(t, await hub.get(`${there}${rest}`, { as }), 404)
  }
  expectError(t, await hub.get(at('RW', `objects/${secret.id}/`), { as }), 404)
})

t.test('247 M another member gets the whole object or nothing', async (t) => {
  const mine = (await hub.get(at('RW', 'objects/?match[version]=all'))).json.objects ?? []
  const theirs = (await hub.get(at('RW', 'objects/?match[version]=all'), { as: 'other' })).json
  const known = new Map(mine.map((object) => [`${object.id} ${object.modified}`, object]))
  let whole = 0
  for (const object of theirs.objects ?? []) {
    const same = known.get(`${object.id} ${object.modified}`)
    // What a member is shown otherwise than it came has an id of its own.
    if (same === undefined) continue
    t.strictSame(object, same)
    whole += 1
  }
  t.ok(whole > 0, 'what needs no change has the same bytes for every member')
})
