// Checklist P, second part: what each type of STIX object must hold.
import t from 'tap'
import { at, type Hub, startHub } from './bench.ts'
import { settled, verdictOn } from './expect.ts'
import { dated, minimal, observed } from './minimal.ts'
import { idOf, indicator, statement, type Thing } from './stix.ts'

let hub: Hub
t.before(async () => {
  hub = await startHub(t)
})

const judged = async (objects: Thing[]) => {
  const answer = await hub.post(at('RW', 'objects/'), objects)
  return settled(hub, answer.json)
}

t.test('303 M the smallest object of each of 42 types is taken', async (t) => {
  const types = [...Object.keys(dated), ...Object.keys(observed)]
  t.equal(types.length + 1, 42, 'with marking-definition')
  const objects = [...types.map((type) => minimal(type)), statement()]
  const status = await judged(objects)
  t.strictSame(status.failures ?? [], [])
})

t.test('303 M without any one of its own properties it is not', async (t) => {
  const objects = Object.entries({ ...dated, ...observed }).flatMap(([type, own]) =>
    Object.keys(own).map((name) => minimal(type, { [name]: undefined })),
  )
  const status = await judged(objects)
  const failed = new Set((status.failures ?? []).map(({ id }) => id))
  const passed = objects.filter(({ id }) => !failed.has(id)).map(({ type }) => type)
  t.strictSame(passed, [])
})

const before = '2019-01-01T00:00:00Z'
const then = '2020-01-01T00:00:00Z'
const sha256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
const seen = { first_seen: then, last_seen: before }
type Row = [string, Record<string, unknown>]

const refused: Row[] = [
  ['308 M a key with a blank', minimal('process', { environment_variables: { 'a b': 'c' } })],
  ['309 M base64 that is none', minimal('artifact', { payload_bin: '***' })],
  ['309 M hex in upper case', minimal('file', { magic_number_hex: 'FFD8' })],
  ['309 M hex of odd length', minimal('file', { magic_number_hex: 'ffd' })],
  ['311 M an MD5 too short', minimal('file', { hashes: { MD5: 'abc' } })],
  [
    '311 M an SHA-256 of other letters',
    minimal('file', { hashes: { 'SHA-256': `g${sha256.slice(1)}` } }),
  ],
  ['315 M an opinion of its own', minimal('opinion', { opinion: 'whatever' })],
  ['315 M an encryption of its own', minimal('artifact', { encryption_algorithm: 'rot13' })],
  [
    '315 M a registry type of its own',
    minimal('windows-registry-key', { values: [{ name: 'x', data_type: 'REG_X' }] }),
  ],
  ['317 M valid_until not after valid_from', indicator({ valid_from: then, valid_until: then })],
  ...['campaign', 'infrastructure', 'intrusion-set', 'malware', 'threat-actor', 'sighting'].map(
    (type): Row => [`318 M ${type} last seen before first`, minimal(type, { name: 'x', ...seen })],
  ),
  ['319 M observed last before first', minimal('observed-data', { last_observed: before })],
  ['319 M observed no time', minimal('observed-data', { number_observed: 0 })],
  ['319 M observed too often', minimal('observed-data', { number_observed: 1_000_000_000 })],
  [
    '319 M both objects and references',
    minimal('observed-data', { objects: { 0: minimal('url') } }),
  ],
  [
    '319 M references to no observable',
    minimal('observed-data', { object_refs: [idOf('indicator')] }),
  ],
  ['320 M a negative count', minimal('sighting', { count: -1 })],
  ['320 M a sighting of an SCO', minimal('sighting', { sighting_of_ref: idOf('ipv4-addr') })],
  ['320 M seen at no place', minimal('sighting', { where_sighted_refs: [idOf('malware')] })],
  ['320 M seen in no observation', minimal('sighting', { observed_data_refs: [idOf('url')] })],
  ['321 M a type with blanks', minimal('relationship', { relationship_type: 'is a' })],
  ['321 M from a relationship', minimal('relationship', { source_ref: idOf('relationship') })],
  ['321 M to a marking', minimal('relationship', { target_ref: idOf('marking-definition') })],
  [
    '321 M it ends before it begins',
    minimal('relationship', { start_time: then, stop_time: before }),
  ],
  ['323 M a latitude alone', minimal('location', { latitude: 5 })],
  ['323 M a latitude of 91', minimal('location', { latitude: 91, longitude: 5 })],
  ['323 M precision of nothing', minimal('location', { precision: 5 })],
  ['324 M a family without a name', minimal('malware', { is_family: true })],
  ['324 M a sample that is none', minimal('malware', { sample_refs: [idOf('url')] })],
  ['325 M neither result nor objects', minimal('malware-analysis', { result: undefined })],
  [
    '325 M a system that is no software',
    minimal('malware-analysis', { operating_system_ref: idOf('url') }),
  ],
  ['326 M a report on nothing', minimal('report', { object_refs: [] })],
  ['326 M a note on nothing', minimal('note', { object_refs: [] })],
  [
    '327 M both bytes and address',
    minimal('artifact', { url: 'https://x.example/', hashes: { 'SHA-256': sha256 } }),
  ],
  [
    '327 M an address without hashes',
    minimal('artifact', { payload_bin: undefined, url: 'https://x.example/' }),
  ],
  ['327 M a key without algorithm', minimal('artifact', { decryption_key: 'x' })],
  ['328 M a multipart with one body', minimal('email-message', { is_multipart: true, body: 'x' })],
  ['328 M one part with many', minimal('email-message', { body_multipart: [{ body: 'x' }] })],
  ['328 M from what is no address', minimal('email-message', { from_ref: idOf('url') })],
  ['329 M a negative size', minimal('file', { size: -1 })],
  ['329 M in what is no directory', minimal('file', { parent_directory_ref: idOf('url') })],
  ['329 M content that is no artifact', minimal('file', { content_ref: idOf('url') })],
  ['330 M port 65536', minimal('network-traffic', { src_port: 65_536 })],
  ['330 M it ends before it begins', minimal('network-traffic', { start: then, end: before })],
  ['330 M active and ended', minimal('network-traffic', { is_active: true, end: then })],
  ['330 M from a file', minimal('network-traffic', { src_ref: idOf('file') })],
  ['332 M a mac-addr in upper case', minimal('mac-addr', { value: 'D2:FB:49:24:37:18' })],
  ['332 M a mac-addr with dashes', minimal('mac-addr', { value: 'd2-fb-49-24-37-18' })],
  ['346 M no marking', indicator({ object_marking_refs: [] })],
  [
    '348 M both kinds of granular marking',
    granular({ marking_ref: idOf('marking-definition'), lang: 'en', selectors: ['name'] }),
  ],
  ['348 M neither kind', granular({ selectors: ['name'] })],
  ['348 M no selectors', granular({ lang: 'en', selectors: [] })],
  ...['labels.name', 'description.[0]', 'labels.[9]', 'labels[0]', 'x_not_there'].map(
    (selector): Row => [
      `349 M the selector ${selector}`,
      granular({ lang: 'en', selectors: [selector] }),
    ],
  ),
  ['350 M a marking without definition', statement({ definition: undefined })],
  ['351 M a TLP of its own', statement({ definition_type: 'tlp', definition: { tlp: 'red' } })],
  ['357 M a pattern without brackets', indicator({ pattern: 'file:size = 1280' })],
  ['359 M a comparison with nothing', indicator({ pattern: '[file:size = ]' })],
  ['359 M a dot for a colon', indicator({ pattern: '[file.size = 1]' })],
  ['359 M hours', indicator({ pattern: "[x:y = 'z'] WITHIN 5 HOURS" })],
  ['359 M a negative time', indicator({ pattern: "[x:y = 'z'] WITHIN -5 SECONDS" })],
  ['359 M lower case', indicator({ pattern: '[foo:bar = 1] within 2 seconds' })],
  ['359 M a hash that is none', indicator({ pattern: "[file:hashes.'SHA-256' = 'f00']" })],
  ['359 M the 13th month', indicator({ pattern: "[x:y = t'2024-13-01T12:00:00Z']" })],
  [
    '361 D a thousand brackets',
    indicator({ pattern: `${'('.repeat(1000)}[x:y = 1]${')'.repeat(1000)}` }),
  ],
]

function granular(marking: Record<string, unknown>): Thing {
  return indicator({ description: 'd', labels: ['a'], granular_markings: [marking] })
}

for (const [name, object] of refused) {
  t.test(name, async (t) => {
    const { status, failure } = await verdictOn(hub, 'RW', object)
    t.equal(status, 202)
    t.type(failure, 'string')
  })
}

const fixed = (uuid: string, tlp: string) => ({
  type: 'marking-definition',
  spec_version: '2.1',
  id: `marking-definition--${uuid}`,
  created: '2017-01-20T00:00:00.000Z',
  definition_type: 'tlp',
  name: `TLP:${tlp.toUpperCase()}`,
  definition: { tlp },
})
const red = fixed('5e57c739-391a-4eb3-b6be-7d15ca92d5ed', 'red')
const clear = {
  type: 'marking-definition',
  spec_version: '2.1',
  id: 'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487',
  created: '2022-10-01T00:00:00.000Z',
  name: 'TLP:CLEAR',
  extensions: {
    'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d': {
      extension_type: 'property-extension',
      tlp_2_0: 'clear',
    },
  },
}

const taken: Row[] = [
  ['311 M a hash of another name', minimal('file', { hashes: { 'X-OWN': 'anything' } })],
  [
    '322 S an unusual relationship',
    minimal('relationship', { relationship_type: 'plays-chess-with' }),
  ],
  ['345 Q a language marking', granular({ lang: 'en', selectors: ['description'] })],
  [
    '345,349 Q a selector with upper case',
    minimal('file', {
      hashes: { MD5: 'd41d8cd98f00b204e9800998ecf8427e' },
      granular_markings: [{ marking_ref: red.id, selectors: ['hashes.MD5'] }],
    }),
  ],
  ['347 M an unknown marking', indicator({ object_marking_refs: [idOf('marking-definition')] })],
  ...['labels', 'labels.[0]', 'description', 'pattern'].map(
    (selector): Row => [
      `349 M the selector ${selector}`,
      granular({ lang: 'en', selectors: [selector] }),
    ],
  ),
  ['351,353 M a TLP 1 marking', red],
  ['352,353 M a TLP 2 marking', clear],
  ['356 M a sigma rule', indicator({ pattern_type: 'sigma', pattern: 'title: anything [' })],
  ['356 M a pattern of an own type', indicator({ pattern_type: 'my-own', pattern: '§' })],
  [
    '360 M every comparison',
    indicator({
      pattern:
        "[a:b = 1 OR a:b != 1.5 OR a:b > 1 OR a:b <= 2 OR a:b IN ('x','y') OR a:b LIKE 'x%' OR a:b MATCHES '^x' OR a:b NOT = true]",
    }),
  ],
  [
    '360 M paths and literals',
    indicator({
      pattern:
        "[a:b[*].c_ref.'d-e' = h'ff' OR a:b[0] = b'aGk=' OR a:b = t'2020-01-01T00:00:00Z' OR EXISTS a:b]",
    }),
  ],
  ['360 M qualifiers', indicator({ pattern: '([a:b = 1] FOLLOWEDBY [c:d = 2]) WITHIN 5 SECONDS' })],
]
for (const [name, object] of taken) {
  t.test(name, async (t) => {
    const { status, failure } = await verdictOn(hub, 'RW', object)
    t.equal(status, 202)
    t.equal(failure, null)
  })
}

const changed: Row[] = [
  ['350,351 M a fixed TLP with another definition', { ...red, definition: { tlp: 'white' } }],
  ['351 M a fixed TLP with another date', { ...red, created: '2018-01-20T00:00:00.000Z' }],
  [
    '352 M a fixed TLP 2 of another colour',
    { ...clear, extensions: undefined, definition_type: 'tlp', definition: { tlp: 'red' } },
  ],
]
for (const [name, object] of changed) {
  t.test(name, async (t) => {
    t.type((await verdictOn(hub, 'RW', object)).failure, 'string')
  })
}

const empty: [string, Record<string, unknown>][] = [
  ['process', { pid: undefined }],
  ['user-account', { user_id: undefined }],
  ['windows-registry-key', { key: undefined }],
  ['windows-registry-key', { values: [{}] }],
  ['x509-certificate', { hashes: undefined }],
]
t.test('331 M what must have some property has one', async (t) => {
  for (const [type, changes] of empty) {
    t.type((await verdictOn(hub, 'RW', minimal(type, changes))).failure, 'string', type)
  }
})
