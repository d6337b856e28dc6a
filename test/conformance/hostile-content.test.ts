// Hostile input, second half (reliability B14 to B20): content, headers, queries and paths.
import t from 'tap'
import { at, type Hub, root1, startHub } from './bench.ts'
import { expectError, expectOk, idsOf, settled, submit, verdictOn } from './expect.ts'
import { taxii } from './request.ts'
import { identity, idOf, indicator, malware, many, relationship } from './stix.ts'

const safe = many(5, () => indicator())
let hub: Hub
t.before(async () => {
  hub = await startHub(t)
  await submit(t, hub, 'RW', safe)
})
t.test('258,109 D B14 good and bad mixed: each has its place', async (t) => {
  const objects = many(60, (n) => (n % 3 === 1 ? { ...malware(), is_family: 'no' } : malware()))
  const answer = await hub.post(at('OTHER', 'objects/'), objects)
  expectOk(t, answer, 202)
  const status = await settled(hub, answer.json)
  t.equal(status.success_count, 40)
  t.equal(status.failure_count, 20)
  const { json } = await hub.get(at('OTHER', 'objects/'))
  t.strictSame(
    idsOf(json),
    objects.filter((_, n) => n % 3 !== 1).map(({ id }) => id),
  )
})

const self = relationship()
const wrong: [string, Record<string, unknown>][] = [
  ['id of another type', { ...indicator(), id: idOf('malware') }],
  ['id without a UUID', { ...indicator(), id: 'indicator--5' }],
  ['id in upper case', { ...indicator(), id: idOf('indicator').toUpperCase() }],
  ['id as a number', { ...indicator(), id: 5 }],
  ['type as a list', { ...indicator(), type: ['indicator'] }],
  ['modified before created', { ...indicator(), modified: '2019-01-01T00:00:00.000Z' }],
  ['the year 10000', { ...indicator(), modified: '10000-01-01T00:00:00.000Z' }],
  ['the 31st of February', { ...indicator(), modified: '2021-02-31T00:00:00.000Z' }],
  ['spec_version 3.0', { ...indicator(), spec_version: '3.0' }],
  ['spec_version as a number', { ...indicator(), spec_version: 2.1 }],
  [
    'marked with itself',
    (() => {
      const id = idOf('marking-definition')
      return {
        type: 'marking-definition',
        spec_version: '2.1',
        id,
        created: '2020-01-01T00:00:00.000Z',
        definition_type: 'statement',
        definition: { statement: 'x' },
        object_marking_refs: [id],
      }
    })(),
  ],
]
for (const [name, object] of wrong) {
  t.test(`259 D B15 ${name} is a failure of that object`, async (t) => {
    const { status, failure } = await verdictOn(hub, 'RW', object)
    t.equal(status, 202)
    t.type(failure, 'string')
  })
}

t.test('259 D B15 what is odd but legal breaks nothing', async (t) => {
  const odd = [
    {
      ...self,
      source_ref: self.id.replace('relationship', 'indicator'),
      target_ref: idOf('malware'),
    },
    indicator({ created: '9999-12-31T23:59:59.999Z', modified: '9999-12-31T23:59:59.999Z' }),
    indicator({ created: '2016-12-31T23:59:60.000Z', modified: '2016-12-31T23:59:60.000Z' }),
    { ...relationship(), source_ref: idOf('relationship') },
    (() => {
      const one = identity()
      return { ...one, created_by_ref: one.id }
    })(),
  ]
  for (const object of odd) {
    const { status, resource } = await verdictOn(hub, 'OTHER', object)
    t.equal(status, 202, JSON.stringify(object).slice(0, 60))
    t.equal(resource.total_count, 1)
  }
  expectOk(t, await hub.get(at('OTHER', 'objects/?match[version]=all')))
})

t.test('263 D B16 other content under the same version leaves the first alone', async (t) => {
  const object = indicator()
  await submit(t, hub, 'OTHER', [object])
  const path = at('OTHER', `objects/?match[version]=all&match[id]=${object.id}`)
  const evil = { ...object, name: 'evil' }
  const own = await hub.post(at('OTHER', 'objects/'), [evil])
  t.equal((await settled(hub, own.json)).failure_count, 1, 'its owner gave it that version once')
  t.strictSame((await hub.get(path)).json.objects, [object])
  // Another organisation has a lineage of its own: nobody is told what others keep under an id.
  const answer = await hub.post(at('OTHER', 'objects/'), [evil], { as: 'other' })
  t.equal((await settled(hub, answer.json, { as: 'other' })).success_count, 1)
  t.strictSame((await hub.get(path)).json.objects, [object], 'the owner of the first still has it')
  t.strictSame((await hub.get(path, { as: 'other' })).json.objects, [evil], 'and each its own')
})

t.test('64,66 D B17 no twisted Content-Type slips through', async (t) => {
  const twisted = [
    'application/json\t',
    ' application/json',
    'application/json;',
    'text/plain, application/json',
    `text/plain;${taxii}`,
    'application/taxii+json;version=2.1;version=2.0',
    'a/b/c',
    ';',
    '=',
    'application/taxii+json;version="2.0"',
    'application/taxii+jsonx;version=2.1',
    'application/taxii+json;version',
    `${taxii}, text/plain`,
    'application/x-taxii+json;version=2.1',
    'multipart/form-data',
    'application/taxii+json;version=2.1;charset=latin1',
  ]
  const object = indicator()
  for (const contentType of twisted) {
    const answer = await hub.post(at('RW', 'objects/'), [object], { contentType })
    expectError(t, answer, 415)
  }
  t.equal((await hub.get(at('RW', `objects/${object.id}/`))).status, 404)
})

t.test('56 D B18 no twisted Accept breaks the hub', async (t) => {
  for (const accept of [
    'x'.repeat(8000),
    `${'*/*,'.repeat(1500)}`,
    `${taxii};q=2`,
    `${taxii};q=`,
    'é',
  ]) {
    const answer = await hub.get(root1, { accept: Buffer.from(accept).toString('latin1') })
    t.ok([200, 400, 406].includes(answer.status), `${answer.status}`)
  }
})

t.test('187,143 M B19 no twisted query breaks the hub', async (t) => {
  const bad = [
    'limit=1e9',
    'limit=%D9%A1%D9%A2',
    'limit=0',
    'limit=-1',
    'limit=1&limit=2',
    'limit[]=1&limit=0',
    'added_after=2020',
    'added_after[]=x&added_after=y',
    'next=forged',
    `next=${'A'.repeat(200)}`,
    'match[type]=a&match[type]=b',
  ]
  for (const query of bad) expectError(t, await hub.get(at('RW', `objects/?${query}`)), 400)
  const odd = [
    'match[unknown]=1',
    'match[x][y]=1',
    'a[b[c]]=1',
    '?',
    '&&&=&',
    '%5B%5D',
    'limit%00=1',
  ]
  for (const query of odd) {
    const answer = await hub.get(at('RW', `objects/?${query}`))
    t.ok([200, 400].includes(answer.status), `${query} gives ${answer.status}`)
  }
  const nanoseconds = await hub.get(at('RW', 'objects/?added_after=2020-01-01T00:00:00.123456789Z'))
  expectOk(t, nanoseconds)
})

t.test('130,21 M B20 no twisted path breaks the hub', async (t) => {
  const type = `x-${'a'.repeat(248)}`
  const twisted = [
    '/taxii2/%2e%2e/',
    '/taxii2/api1/%2e%2e/api2/',
    '/taxii2/api1/../../',
    '//taxii2/',
    '/taxii2//',
    '/taxii2/api1;x=1/',
    '/taxii2/api1/collections;/',
    '/taxii2/%00/',
    '/taxii2/api1%2fcollections/',
    '/taxii2/api1/collections/%2f/',
    at('RW', 'objects/%2e%2e/'),
    at('RW', 'objects/a%2fb/'),
    at('RW', `objects/${type}--00000000-0000-4000-8000-000000000000/`),
    at('RW', `objects/${'b'.repeat(3000)}/`),
    '/taxii2/%ff/',
    '/%',
    '/taxii2/api1/collections/%c0%af/',
    '/taxii2/API1/',
    '/TAXII2/',
    '/taxii2/api1/\\/',
    '/taxii2/__proto__/',
    '/taxii2/constructor/',
    '/taxii2/api1/collections/__proto__/',
    '*',
  ]
  for (const path of twisted) {
    const answer = await hub.get(path)
    t.ok([400, 404, 414].includes(answer.status), `${path.slice(0, 60)} gives ${answer.status}`)
    t.type(answer.json.title, 'string', path.slice(0, 60))
  }
})

t.test('258 D after all this nothing was lost', async (t) => {
  const ids = safe.map(({ id }) => id).join(',')
  const { json } = await hub.get(at('RW', `objects/?match[version]=all&match[id]=${ids}`))
  t.strictSame(json.objects, safe)
})
