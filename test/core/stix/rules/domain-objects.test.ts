// Rules of SDOs and SROs, one table a type.

import t from 'tap'
import { checkRules } from '../../../../src/core/stix/rules/check.ts'
import { type Case, judge, uuid } from './cases.ts'

const early = '2020-01-01T00:00:00Z'
const late = '2020-01-01T00:00:00.001Z'
const same = '2020-01-01T00:00:00.000Z'

const seen: Case[] = [
  ['318 in order', { first_seen: early, last_seen: late }],
  ['318 equal', { first_seen: early, last_seen: same }],
  ['318 backwards', { first_seen: late, last_seen: early }, ['error /last_seen']],
  ['318 only one', { last_seen: early }],
]
for (const type of [
  'campaign',
  'infrastructure',
  'intrusion-set',
  'malware',
  'threat-actor',
  'sighting',
])
  judge(t, type, seen)

const pattern = "[file:name = 'foo.dll']"
judge(t, 'indicator', [
  ['317 in order', { valid_from: early, valid_until: late }],
  ['317 equal', { valid_from: early, valid_until: same }, ['error /valid_until']],
  ['317 backwards', { valid_from: late, valid_until: early }, ['error /valid_until']],
  ['317 open end', { valid_from: early }],
  ['357 parses', { pattern, pattern_type: 'stix' }],
  ['357 parses as 2.1', { pattern, pattern_type: 'stix', pattern_version: '2.1' }],
  ['357 does not parse', { pattern: 'file:size = 1280', pattern_type: 'stix' }, ['error /pattern']],
  [
    '357 does not parse, as another version',
    { pattern: 'file:size = 1280', pattern_type: 'stix', pattern_version: '3.0' },
    ['warning /pattern'],
  ],
  [
    '357 does not parse as 2.0 either',
    { pattern: 'file:size = 1280', pattern_type: 'stix', pattern_version: '2.0' },
    ['error /pattern'],
  ],
  ['356 sigma is opaque', { pattern: 'title: x', pattern_type: 'sigma' }],
  ['356 yara is opaque', { pattern: 'rule x {}', pattern_type: 'yara' }],
])
const [unparsed] = checkRules({
  type: 'indicator',
  pattern: "[file:name = 'a'] nonsense",
  pattern_type: 'stix',
})
t.match(unparsed?.message, /^offset 18: /, '357 the position is told')

judge(t, 'location', [
  ['323 region', { region: 'eastern-asia' }],
  ['323 country', { country: 'jp' }],
  ['323 coordinates', { latitude: 0, longitude: 0 }],
  ['323 coordinates with precision', { latitude: 0, longitude: 0, precision: 10 }],
  ['323 nothing', { name: 'somewhere' }, ['error ']],
  ['323 latitude alone', { region: 'x', latitude: 1 }, ['error ']],
  ['323 longitude alone', { longitude: 1 }, ['error ']],
  ['323 precision alone', { country: 'jp', precision: 1 }, ['error ']],
])

judge(t, 'malware', [
  ['324 family with a name', { is_family: true, name: 'a' }],
  ['324 family without a name', { is_family: true }, ['error ']],
  ['324 instance without a name', { is_family: false }],
  ['324 samples', { sample_refs: [`file--${uuid}`, `artifact--${uuid}`] }],
  ['324 sample of a url', { sample_refs: [`url--${uuid}`] }, ['error /sample_refs/0']],
  [
    '324 system that is no software',
    { operating_system_refs: [`tool--${uuid}`] },
    ['error /operating_system_refs/0'],
  ],
])

judge(t, 'malware-analysis', [
  ['325 result', { result: 'benign' }],
  ['325 observables', { analysis_sco_refs: [`file--${uuid}`, `x-acme--${uuid}`] }],
  ['325 neither', { product: 'a' }, ['error ']],
  ['325 host', { result: 'a', host_vm_ref: `tool--${uuid}` }, ['error /host_vm_ref']],
  ['325 sample', { result: 'a', sample_ref: `network-traffic--${uuid}` }],
])

judge(t, 'observed-data', [
  ['319 object_refs', { object_refs: [`file--${uuid}`] }],
  ['319 objects', { objects: { 0: { type: 'file', name: 'a', belongs_to_refs: ['0'] } } }],
  ['319 both', { object_refs: [`file--${uuid}`], objects: { 0: {} } }, ['error ']],
  ['319 neither', {}, ['error ']],
  ['319 relationships too', { object_refs: [`relationship--${uuid}`, `file--${uuid}`] }],
  ['319 custom observables', { object_refs: [`x-acme--${uuid}`] }],
  ['319 relationships only', { object_refs: [`sighting--${uuid}`] }, ['error /object_refs']],
  ['319 domain objects', { object_refs: [`tool--${uuid}`] }, ['error /object_refs/0']],
  [
    '319 backwards',
    { object_refs: [`file--${uuid}`], first_observed: late, last_observed: early },
    ['error /last_observed'],
  ],
])

for (const type of ['report', 'grouping', 'note', 'opinion'])
  judge(t, type, [
    ['326 anything', { object_refs: [`relationship--${uuid}`, `x-acme--${uuid}`] }],
    ['326 a bundle', { object_refs: [`bundle--${uuid}`] }, ['error /object_refs/0']],
  ])

const ends = (source: string, target: string) => ({
  source_ref: `${source}--${uuid}`,
  target_ref: `${target}--${uuid}`,
})
judge(t, 'relationship', [
  ['322 any combination', ends('note', 'mutex')],
  ['321 custom types', ends('x-acme', 'indicator')],
  ['321 SRO', ends('sighting', 'tool'), ['error /source_ref']],
  ['321 bundle', ends('tool', 'bundle'), ['error /target_ref']],
  ['321 language content', ends('tool', 'language-content'), ['error /target_ref']],
  ['321 marking definition', ends('marking-definition', 'tool'), ['error /source_ref']],
  ['321 in order', { ...ends('tool', 'tool'), start_time: early, stop_time: late }],
  [
    '321 no time at all',
    { ...ends('tool', 'tool'), start_time: early, stop_time: same },
    ['error /stop_time'],
  ],
])

judge(t, 'sighting', [
  ['320 of an indicator', { sighting_of_ref: `indicator--${uuid}` }],
  ['320 of a custom object', { sighting_of_ref: `x-acme--${uuid}` }],
  ['320 of a file', { sighting_of_ref: `file--${uuid}` }, ['error /sighting_of_ref']],
  [
    '320 observed in a file',
    { observed_data_refs: [`file--${uuid}`] },
    ['error /observed_data_refs/0'],
  ],
  ['320 sighted at a location', { where_sighted_refs: [`location--${uuid}`] }],
  [
    '320 sighted by a tool',
    { where_sighted_refs: [`tool--${uuid}`] },
    ['error /where_sighted_refs/0'],
  ],
])

judge(t, 'extension-definition', [
  ['342 nested', { extension_types: ['property-extension'] }],
  [
    '342 top level',
    { extension_types: ['new-sdo', 'toplevel-property-extension'], extension_properties: ['rank'] },
  ],
  [
    '342 names without a top level',
    { extension_types: ['new-sdo'], extension_properties: ['rank'] },
    ['error /extension_properties'],
  ],
  [
    '342 top level without names',
    { extension_types: ['toplevel-property-extension'] },
    ['warning '],
  ],
])

judge(t, 'language-content', [
  ['339 of anything', { object_ref: `relationship--${uuid}` }],
  ['339 of a bundle', { object_ref: `bundle--${uuid}` }, ['error /object_ref']],
])
