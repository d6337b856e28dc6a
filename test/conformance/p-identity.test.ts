// Checklist P, first part: what every STIX object must be, whatever its type.
import t from 'tap'
import { at, type Hub, startHub } from './bench.ts'
import { submit, verdictOn } from './expect.ts'
import { address, identity, idOf, indicator, malware, statement, versionsOf } from './stix.ts'

let hub: Hub
t.before(async () => {
  hub = await startHub(t)
})

type Row = [string, Record<string, unknown>]
const without = (object: Record<string, unknown>, ...names: string[]) =>
  Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)))

const extensionDefinition = () => ({
  type: 'extension-definition',
  spec_version: '2.1',
  id: idOf('extension-definition'),
  created: '2020-01-01T00:00:00.000Z',
  modified: '2020-01-01T00:00:00.000Z',
  created_by_ref: idOf('identity'),
  name: 'an extension',
  schema: 'https://schema.example/x.json',
  version: '1.0.0',
  extension_types: ['property-extension'],
})
const at5 = (fraction: string) => `2020-01-01T00:00:05${fraction}Z`

const refused: Row[] = [
  ['287 M no type', without(indicator(), 'type')],
  ['287 M no id', without(indicator(), 'id')],
  ['287 M an id without dashes', indicator({ id: 'indicator-5' })],
  ['287 M an id of another type', indicator({ id: idOf('malware') })],
  ['287 M an id that is no UUID', indicator({ id: 'indicator--xyz' })],
  [
    '287 M a UUID of another variant',
    indicator({ id: 'indicator--00000000-0000-4000-7000-000000000001' }),
  ],
  ['290 M no spec_version', without(malware({ created_by_ref: idOf('identity') }), 'spec_version')],
  ['290 M another spec_version', indicator({ spec_version: '2.2' })],
  ['291 M no created', without(indicator(), 'created')],
  ['291 M no modified', without(indicator(), 'modified')],
  ['291 M a marking without created', without(statement(), 'created')],
  ['291 M an extension without creator', without(extensionDefinition(), 'created_by_ref')],
  ['292 M a marking with modified', statement({ modified: '2020-01-01T00:00:00.000Z' })],
  ['292 M a marking with confidence', statement({ confidence: 5 })],
  ['292 M an SDO with defanged', indicator({ defanged: true })],
  ['292 M an extension with lang', { ...extensionDefinition(), lang: 'en' }],
  ['294 M an offset', indicator({ valid_from: '2020-01-01T00:00:00+00:00' })],
  ['294 M lower case', indicator({ valid_from: '2020-01-01t00:00:00z' })],
  ['294 M a bare dot', indicator({ valid_from: '2020-01-01T00:00:00.Z' })],
  ['294 M the 31st of February', indicator({ valid_from: '2020-02-31T00:00:00Z' })],
  ['294 M a blank', indicator({ valid_from: '2020-01-01 00:00:00Z' })],
  ['295 M created without milliseconds', indicator({ created: at5(''), modified: at5('.000') })],
  ['295 M modified of two digits', indicator({ modified: at5('.00') })],
  ['297 M modified before created', indicator({ created: at5('.001'), modified: at5('.0001') })],
  ['304 M a number for a string', indicator({ name: 5 })],
  ['304 M a string for a list', indicator({ labels: 'x' })],
  ['304 M a string for a number', indicator({ confidence: '5' })],
  ['304 M a string for a boolean', indicator({ revoked: 'true' })],
  ['305 M an empty list', indicator({ labels: [] })],
  ['305 M an empty dictionary', indicator({ extensions: {} })],
  ['305 M null', indicator({ description: null })],
  ['306 M a type in upper case', { ...indicator(), type: 'X-Acme', id: idOf('X-Acme') }],
  ['306 M a type of two letters', { ...indicator(), type: 'xa', id: idOf('xa') }],
  [
    '306 M a type of 251 letters',
    { ...indicator(), type: 'x'.repeat(251), id: idOf('x'.repeat(251)) },
  ],
  ['306 M a property in upper case', indicator({ x_Acme: 1 })],
  ['306 M a property with a dash', indicator({ 'x-acme': 1 })],
  ['307 M the reserved name severity', indicator({ severity: 5 })],
  ['307 M the reserved name action', indicator({ action: 'x' })],
  ['312 M a bare reference', indicator({ external_references: [{ source_name: 'x' }] })],
  [
    '312 M a reference without source',
    indicator({ external_references: [{ url: 'https://x.example' }] }),
  ],
  ['313 M a phase without chain', indicator({ kill_chain_phases: [{ phase_name: 'x' }] })],
  ['314 M a confidence of 101', indicator({ confidence: 101 })],
  ['314 M a negative confidence', indicator({ confidence: -1 })],
  ['314 M a lang that is none', indicator({ lang: 'not a language' })],
  ['334 M a creator that is no identity', indicator({ created_by_ref: idOf('malware') })],
  ['334 M a marking that is none', indicator({ object_marking_refs: [idOf('identity')] })],
  ['340 M an extension key that is none', indicator({ extensions: { Nonsense: { a: 1 } } })],
  ['340 M an empty extension', indicator({ extensions: { [idOf('extension-definition')]: {} } })],
  [
    '340 M an extension without its kind',
    indicator({ extensions: { [idOf('extension-definition')]: { a: 1 } } }),
  ],
  ['342 M an extension without schema', without(extensionDefinition(), 'schema')],
  ['342 M an extension without kinds', { ...extensionDefinition(), extension_types: [] }],
  [
    '342 M properties without the kind for them',
    { ...extensionDefinition(), extension_properties: ['abc'] },
  ],
  [
    '339 M language-content without contents',
    {
      ...without(identity(), 'name', 'identity_class'),
      type: 'language-content',
      id: idOf('language-content'),
      object_ref: idOf('identity'),
    },
  ],
]
for (const [name, object] of refused) {
  t.test(name, async (t) => {
    const { status, failure } = await verdictOn(hub, 'RW', object)
    t.equal(status, 202)
    t.type(failure, 'string')
    t.ok((failure ?? '').length > 10, failure ?? '')
  })
}

const taken: Row[] = [
  [
    '288 S a UUID of version 5',
    indicator({ id: 'indicator--2f4c6f0a-64ee-5ba1-9d2b-3f7f1d1f6b0b' }),
  ],
  [
    '288 S a UUID of version 1',
    indicator({ id: 'indicator--2f4c6f0a-64ee-11ec-9d2b-3f7f1d1f6b0b' }),
  ],
  [
    '288 S a UUID of version 7',
    indicator({ id: 'indicator--018f4c6f-64ee-7ba1-9d2b-3f7f1d1f6b0b' }),
  ],
  [
    '293 D an SCO with modified',
    address({ spec_version: '2.1', created: at5('.000'), modified: at5('.100') }),
  ],
  ['295 M nine digits', indicator({ created: at5('.123456789'), modified: at5('.123456789') })],
  ['299 D a version from mid-life', indicator({ modified: '2021-01-01T00:00:00.000Z' })],
  ['316 S an own word in an open vocabulary', indicator({ indicator_types: ['my-own-word'] })],
  ['334 M a reference to nowhere', indicator({ created_by_ref: idOf('identity') })],
  ['335 S an SCO with any UUID', address()],
  [
    '335 S an SCO with its own UUID',
    address({ id: 'ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4' }),
  ],
  [
    '340,343 M an extension unknown here',
    indicator({
      extensions: {
        [idOf('extension-definition')]: { extension_type: 'property-extension', rank_list: [1] },
      },
    }),
  ],
  [
    '341 M properties at the top',
    indicator({
      extensions: {
        [idOf('extension-definition')]: { extension_type: 'toplevel-property-extension' },
      },
      rank: 5,
      toxicity: 8,
    }),
  ],
  [
    '341 M a new type',
    {
      ...indicator({ type: 'my-own-sdo', id: idOf('my-own-sdo') }),
      extensions: { [idOf('extension-definition')]: { extension_type: 'new-sdo' } },
    },
  ],
  ['342 M an extension-definition', extensionDefinition()],
  ['343 M custom properties', indicator({ x_acme_org: { deep: [1, { a: 'b' }] } })],
  [
    '333 S an underscore in a host name',
    { type: 'domain-name', id: idOf('domain-name'), value: '_dmarc.x_y.example' },
  ],
  [
    '333 S a defanged address',
    { type: 'url', id: idOf('url'), value: 'hxxp://evil[.]example/', defanged: true },
  ],
]
for (const [name, object] of taken) {
  t.test(name, async (t) => {
    const { status, failure } = await verdictOn(hub, 'RW', object)
    t.equal(status, 202)
    t.equal(failure, null)
    const got = await hub.get(at('RW', `objects/${object.id}/`))
    t.strictSame(got.json.objects, [object], 'and it comes back as it is')
  })
}

const times = ['2021-01-01T00:00:00.123Z', '2021-01-01T00:00:00.1239Z']

t.test('296 M more digits make a later version', async (t) => {
  const [one, two] = versionsOf(indicator(), times)
  await submit(t, hub, 'RW', [two ?? indicator(), one ?? indicator()])
  t.strictSame((await hub.get(at('RW', `objects/${one?.id}/`))).json.objects, [two])
})

// [name, what the later version changes]
const histories: Row[] = [
  ['298 M another created', { created: '2020-01-01T00:00:00.001Z' }],
  ['301 M another creator', { created_by_ref: idOf('identity') }],
]
for (const [name, change] of histories) {
  t.test(name, async (t) => {
    const [one, two] = versionsOf(indicator(), times)
    await submit(t, hub, 'RW', [one ?? indicator()])
    t.type((await verdictOn(hub, 'RW', { ...two, ...change })).failure, 'string')
    t.equal((await verdictOn(hub, 'RW', two)).failure, null)
  })
}

t.test('300 M nothing comes after revocation but what was before', async (t) => {
  const object = indicator({ modified: '2021-01-01T00:00:00.000Z', revoked: true })
  await submit(t, hub, 'RW', [object])
  const later = { ...object, modified: '2021-01-02T00:00:00.000Z' }
  t.type((await verdictOn(hub, 'RW', { ...later, revoked: false })).failure, 'string')
  const earlier = { ...object, modified: '2020-06-01T00:00:00.000Z', revoked: false }
  t.equal((await verdictOn(hub, 'RW', earlier)).failure, null)
})

t.test('310 M an integer beyond 2^53 is refused, never rounded', async (t) => {
  for (const value of ['9007199254740993', '18014398509481985']) {
    const text = JSON.stringify({ objects: [indicator({ x_number: 0 })] })
    const posted = await hub.post(
      at('RW', 'objects/'),
      text.replace('_number":0', `_number":${value}`),
    )
    t.equal(posted.status, 400, value)
  }
  const safe = await verdictOn(hub, 'RW', indicator({ confidence: 2 ** 53 - 1 }))
  t.type(safe.failure, 'string', 'and what fits a double is still judged')
})
