// Values that STIX 2.1 forbids, each with its checklist number; and their neighbours that it
// allows.

import t from 'tap'
import { validateObject } from '../../../../src/core/stix/validate.ts'
import { id, loadSchemaCheck, minimal, uuid } from './minimal.ts'

const check = loadSchemaCheck()

type Case = [name: string, type: string, changes: Record<string, unknown>, pointer?: string]

const extension = (uuidOf: string) => `extension-definition--${uuidOf}`
const ext = extension(uuid)
const md5 = 'd41d8cd98f00b204e9800998ecf8427e'
const withExtension = (name: string, value: unknown) => ({ extensions: { [name]: value } })

const refused: Case[] = [
  ['287 id without --', 'indicator', { id: `indicator-${uuid}` }, '/id'],
  ['287 id of another type', 'indicator', { id: id('malware') }, '/id'],
  ['287 id with no UUID', 'indicator', { id: 'indicator--1' }, '/id'],
  ['287 id in upper case', 'indicator', { id: `indicator--${uuid.toUpperCase()}` }, '/id'],
  ['287 id of another variant', 'url', { id: `url--${uuid.replace('-b0df', '-c0df')}` }, '/id'],
  ['287 id no text', 'url', { id: 1 }, '/id'],
  ['290 other spec_version', 'indicator', { spec_version: '2.2' }, '/spec_version'],
  ['290 spec_version no text', 'url', { spec_version: 2.1 }, '/spec_version'],
  ['292 defanged domain object', 'indicator', { defanged: false }, '/defanged'],
  ['292 defanged relationship', 'sighting', { defanged: false }, '/defanged'],
  ['292 lang of language-content', 'language-content', { lang: 'en' }, '/lang'],
  [
    '292 modified marking',
    'marking-definition',
    { modified: '2026-01-02T03:04:05.678Z' },
    '/modified',
  ],
  ['292 revoked marking', 'marking-definition', { revoked: false }, '/revoked'],
  ['292 labelled marking', 'marking-definition', { labels: ['a'] }, '/labels'],
  ['292 confidence of a marking', 'marking-definition', { confidence: 1 }, '/confidence'],
  [
    '292 extended extension',
    'extension-definition',
    withExtension('x-ext', { abc: 1 }),
    '/extensions',
  ],
  ['292 lang of an extension', 'extension-definition', { lang: 'en' }, '/lang'],
  ['294 offset', 'indicator', { valid_from: '2026-01-02T03:04:05+00:00' }, '/valid_from'],
  ['294 30 February', 'indicator', { valid_from: '2026-02-30T03:04:05Z' }, '/valid_from'],
  ['294 29 February 2026', 'report', { published: '2026-02-29T03:04:05Z' }, '/published'],
  ['294 bare dot', 'indicator', { valid_from: '2026-01-02T03:04:05.Z' }, '/valid_from'],
  ['295 created to the second', 'indicator', { created: '2026-01-02T03:04:05Z' }, '/created'],
  ['295 modified to 10 ms', 'indicator', { modified: '2026-01-02T03:04:05.67Z' }, '/modified'],
  [
    '297 modified before created',
    'indicator',
    { modified: '2026-01-01T03:04:05.678Z' },
    '/modified',
  ],
  ['304 text for number', 'indicator', { confidence: '50' }, '/confidence'],
  ['304 scalar for list', 'indicator', { labels: 'a' }, '/labels'],
  ['304 number for text', 'identity', { name: 1 }, '/name'],
  ['304 text for boolean', 'indicator', { revoked: 'false' }, '/revoked'],
  ['304 list for object', 'file', { hashes: ['a'] }, '/hashes'],
  ['305 empty list', 'indicator', { labels: [] }, '/labels'],
  ['305 empty custom list', 'indicator', { x_example: [] }, '/x_example'],
  ['305 empty dictionary', 'process', { environment_variables: {} }, '/environment_variables'],
  ['305 empty custom dictionary', 'indicator', { x_example: {} }, '/x_example'],
  ['305 null', 'indicator', { description: null }, '/description'],
  ['305 custom null', 'indicator', { x_example: null }, '/x_example'],
  ['305 null deep inside', 'indicator', { x_example: [{ abc: null }] }, '/x_example/0/abc'],
  ['306 upper-case name', 'indicator', { X_example: 1 }, '/X_example'],
  ['306 hyphened name', 'indicator', { 'x-example': 1 }, '/x-example'],
  ['306 short name', 'indicator', { ab: 1 }, '/ab'],
  ['306 name that begins with a digit', 'indicator', { '1abc': 1 }, '/1abc'],
  ['306 long name', 'indicator', { ['x'.repeat(251)]: 1 }],
  ['306 name of two steps', 'indicator', { 'a/b~c': 1 }, '/a~1b~0c'],
  ['307 severity', 'incident', { severity: 'high' }, '/severity'],
  ['307 username', 'user-account', { username: 'a' }, '/username'],
  ['307 phone_number', 'identity', { phone_number: '1' }, '/phone_number'],
  ['307 action', 'course-of-action', { action: 'a' }, '/action'],
  ['308 dictionary key', 'process', { environment_variables: { 'a b': 'c' } }],
  ['309 base64', 'artifact', { payload_bin: 'AA=A' }, '/payload_bin'],
  ['309 base64 without padding', 'artifact', { payload_bin: 'AAA' }, '/payload_bin'],
  ['309 hex in upper case', 'file', { magic_number_hex: '4D5A' }, '/magic_number_hex'],
  ['309 odd hex', 'file', { magic_number_hex: '4d5' }, '/magic_number_hex'],
  ['310 beyond 2^53', 'process', { pid: 2 ** 53 }, '/pid'],
  ['310 fraction', 'process', { pid: 1.5 }, '/pid'],
  ['311 short MD5', 'file', { hashes: { MD5: 'abc' } }, '/hashes/MD5'],
  ['311 MD5 as SHA-256', 'file', { hashes: { 'SHA-256': md5 } }, '/hashes/SHA-256'],
  ['311 SSDEEP', 'file', { hashes: { SSDEEP: 'abc' } }, '/hashes/SSDEEP'],
  ['311 TLSH', 'file', { hashes: { TLSH: 'abc' } }, '/hashes/TLSH'],
  ['311 short name', 'file', { hashes: { x: 'abc' } }, '/hashes/x'],
  ['311 no text', 'file', { hashes: { x_own: 1 } }, '/hashes/x_own'],
  ['312 bare', 'indicator', { external_references: [{ source_name: 'a' }] }],
  ['312 no source', 'indicator', { external_references: [{ url: 'a' }] }, '/external_references/0'],
  ['313 no phase', 'tool', { kill_chain_phases: [{ kill_chain_name: 'a' }] }],
  ['314 confidence 101', 'indicator', { confidence: 101 }, '/confidence'],
  ['314 confidence -1', 'indicator', { confidence: -1 }, '/confidence'],
  ['314 confidence 0.5', 'indicator', { confidence: 0.5 }, '/confidence'],
  ['314 lang', 'indicator', { lang: 'en_US' }, '/lang'],
  ['314 defanged', 'url', { defanged: 'yes' }, '/defanged'],
  ['315 encryption', 'artifact', { encryption_algorithm: 'rot13' }, '/encryption_algorithm'],
  ['315 extension type', 'extension-definition', { extension_types: ['new'] }],
  [
    '315 address family',
    'network-traffic',
    withExtension('socket-ext', { address_family: 'INET' }),
  ],
  ['315 opinion', 'opinion', { opinion: 'maybe' }, '/opinion'],
  ['315 integrity', 'process', withExtension('windows-process-ext', { integrity_level: 'top' })],
  ['315 registry type', 'windows-registry-key', { values: [{ data_type: 'REG_X' }] }],
  ['315 start type', 'process', withExtension('windows-service-ext', { start_type: 'auto' })],
  ['317 valid_until', 'indicator', { valid_until: '2026-01-02T03:04:05.678Z' }, '/valid_until'],
  [
    '318 last_seen',
    'campaign',
    { first_seen: '2026-01-02T00:00:00Z', last_seen: '2026-01-01T00:00:00Z' },
  ],
  ['319 number_observed 0', 'observed-data', { number_observed: 0 }, '/number_observed'],
  ['319 number_observed 1e9', 'observed-data', { number_observed: 1e9 }, '/number_observed'],
  [
    '319 refers to a campaign',
    'observed-data',
    { object_refs: [id('campaign')] },
    '/object_refs/0',
  ],
  ['319 relationships only', 'observed-data', { object_refs: [id('relationship')] }],
  ['319 objects and references', 'observed-data', { objects: { 0: { type: 'url' } } }],
  ['320 count', 'sighting', { count: -1 }, '/count'],
  ['320 sighting of an observable', 'sighting', { sighting_of_ref: id('url') }, '/sighting_of_ref'],
  ['320 where', 'sighting', { where_sighted_refs: [id('tool')] }, '/where_sighted_refs/0'],
  ['321 type', 'relationship', { relationship_type: 'Uses' }, '/relationship_type'],
  ['321 from a sighting', 'relationship', { source_ref: id('sighting') }, '/source_ref'],
  ['321 to a marking', 'relationship', { target_ref: id('marking-definition') }, '/target_ref'],
  ['321 to a bundle', 'relationship', { target_ref: id('bundle') }, '/target_ref'],
  ['323 latitude alone', 'location', { latitude: 1 }],
  ['323 latitude 91', 'location', { latitude: 91, longitude: 0 }, '/latitude'],
  ['324 family without name', 'malware', { is_family: true }],
  ['324 sample', 'malware', { sample_refs: [id('url')] }, '/sample_refs/0'],
  ['325 neither result nor objects', 'malware-analysis', { result: undefined }],
  ['326 empty object_refs', 'report', { object_refs: [] }, '/object_refs'],
  ['327 payload and url', 'artifact', { url: 'https://example.com/', hashes: { MD5: md5 } }],
  ['328 body of many parts', 'email-message', { is_multipart: true, body: 'a' }, '/body'],
  ['328 header', 'email-message', { additional_header_fields: { 'X-A': 'b' } }],
  ['329 negative size', 'file', { size: -1 }, '/size'],
  ['329 parent', 'file', { parent_directory_ref: id('file') }, '/parent_directory_ref'],
  ['329 empty extension', 'file', withExtension('ntfs-ext', {}), '/extensions/ntfs-ext'],
  ['329 pe_type alone', 'file', withExtension('windows-pebinary-ext', { pe_type: 'exe' })],
  ['330 port', 'network-traffic', { dst_port: 65_536 }, '/dst_port'],
  ['330 protocols', 'network-traffic', { protocols: [] }, '/protocols'],
  ['331 registry value', 'windows-registry-key', { values: [{}] }, '/values/0'],
  ['331 x509', 'x509-certificate', { x509_v3_extensions: {} }, '/x509_v3_extensions'],
  ['332 upper case', 'mac-addr', { value: '00:00:AB:CD:EF:01' }, '/value'],
  ['332 hyphens', 'mac-addr', { value: '00-00-ab-cd-ef-01' }, '/value'],
  ['334 creator', 'indicator', { created_by_ref: id('tool') }, '/created_by_ref'],
  ['334 marking', 'indicator', { object_marking_refs: [id('tool')] }, '/object_marking_refs/0'],
  [
    '334 reference of wrong form',
    'domain-name',
    { resolves_to_refs: ['0'] },
    '/resolves_to_refs/0',
  ],
  ['339 language code', 'language-content', { contents: { 'en us': { name: 'a' } } }],
  ['339 no translation', 'language-content', { contents: { en: {} } }, '/contents/en'],
  ['340 key', 'indicator', withExtension('example', { abc: 1 }), '/extensions/example'],
  ['340 no extension_type', 'indicator', withExtension(ext, { abc: 1 }), `/extensions/${ext}`],
  ['340 extension_type', 'indicator', withExtension(ext, { extension_type: 'x' })],
  ['340 empty custom extension', 'file', withExtension('x-ext', {}), '/extensions/x-ext'],
  ['340 no object', 'indicator', withExtension(ext, 'a'), `/extensions/${ext}`],
  ['340 empty', 'indicator', { extensions: {} }, '/extensions'],
  ['342 extension_properties', 'extension-definition', { extension_properties: ['abc'] }],
  ['346 empty', 'indicator', { object_marking_refs: [] }, '/object_marking_refs'],
  ['346 itself', 'marking-definition', { object_marking_refs: [id('marking-definition')] }],
  [
    '348 both',
    'indicator',
    {
      granular_markings: [{ lang: 'en', marking_ref: id('marking-definition'), selectors: ['id'] }],
    },
  ],
  ['348 none', 'indicator', { granular_markings: [{ selectors: ['id'] }] }],
  ['348 no selectors', 'indicator', { granular_markings: [{ lang: 'en', selectors: [] }] }],
  ['349 nothing there', 'indicator', { granular_markings: [{ lang: 'en', selectors: ['name'] }] }],
  ['350 no definition', 'marking-definition', { definition: undefined }],
  ['351 another TLP', 'marking-definition', { definition_type: 'tlp', definition: { tlp: 'red' } }],
]

const allowed: Case[] = [
  ['288 UUIDv5', 'indicator', { id: 'indicator--8bd1ed69-9db2-5e64-9e0a-0f6d1cb3f8a1' }],
  ['288 UUIDv7', 'indicator', { id: 'indicator--018f3a2b-9db2-7e64-9e0a-0f6d1cb3f8a1' }],
  ['290 SCO with spec_version', 'url', { spec_version: '2.1' }],
  [
    '293 versioned SCO',
    'url',
    {
      created: '2026-01-02T03:04:05.678Z',
      modified: '2026-01-02T03:04:05.678Z',
      created_by_ref: id('identity'),
      revoked: false,
    },
  ],
  ['294 leap day', 'indicator', { valid_from: '2024-02-29T00:00:00Z' }],
  ['294 leap second', 'indicator', { valid_from: '2016-12-31T23:59:60Z' }],
  ['295 nanoseconds', 'indicator', { modified: '2026-01-02T03:04:05.678901234Z' }],
  ['299 mid-life', 'indicator', { modified: '2027-01-02T03:04:05.678Z' }],
  ['309 base64', 'artifact', { payload_bin: 'AAE=' }],
  ['309 empty base64', 'artifact', { payload_bin: '' }],
  ['311 own algorithm', 'file', { hashes: { x_own: 'abc' } }],
  ['311 upper-case digits', 'file', { hashes: { MD5: md5.toUpperCase() } }],
  [
    '311 SSDEEP',
    'file',
    { hashes: { SSDEEP: '96:EQOJvOl4ab3hhiNFXc4wwcweomr0cNJDBoqXjmAHKX8dEt001:3AIeu0oqTmAHX9' } },
  ],
  ['311 TLSH', 'file', { hashes: { TLSH: `T1${'0'.repeat(70)}` } }],
  ['314 lang', 'indicator', { lang: 'zh-Hant-TW' }],
  ['316 own word', 'threat-actor', { sophistication: 'pbx-advanced' }],
  ['322 any relationship', 'relationship', { relationship_type: 'frightens' }],
  ['334 custom target', 'relationship', { target_ref: id('x-mitre-tactic') }],
  ['340 predefined', 'file', withExtension('ntfs-ext', { sid: '1' })],
  ['340 custom', 'file', withExtension('x-example-ext', { Any: 1 })],
  [
    '341 top level',
    'indicator',
    {
      toxicity: 8,
      ...withExtension(ext, { extension_type: 'toplevel-property-extension' }),
    },
  ],
  [
    '345 hash selector',
    'file',
    {
      hashes: { MD5: md5 },
      granular_markings: [{ lang: 'en', selectors: ['hashes.MD5'] }],
    },
  ],
  ['347 unknown marking', 'indicator', { object_marking_refs: [id('marking-definition')] }],
  [
    '350 marking by extension',
    'marking-definition',
    {
      definition: undefined,
      definition_type: undefined,
      ...withExtension(ext, { extension_type: 'property-extension', abc: 1 }),
    },
  ],
]

for (const [name, type, changes, pointer] of refused) {
  t.test(`${name}: ${type} refused`, async (t) => {
    const problems = validateObject(minimal(type, changes), check, 'strict')
    const error = problems.find(({ severity }) => severity === 'error')
    t.ok(error, 'an error')
    if (pointer !== undefined) t.equal(error?.pointer, pointer)
    t.match(error?.message, /^[^A-Z]/, 'lower-case')
    t.notMatch(error?.message, /\.$|must match|must NOT|schema|#\//, 'a sentence without jargon')
    t.ok((error?.message.length ?? 999) <= 256)
  })
}

for (const [name, type, changes] of allowed) {
  const problems = validateObject(minimal(type, changes), check, 'strict')
  const errors = problems.filter(({ severity }) => severity === 'error')
  t.strictSame(errors, [], `${name}: ${type} allowed`)
}
