// STIX content for the conformance suite: each call makes a new valid object unless told otherwise.
import { randomUUID } from 'node:crypto'

export type Thing = { type: string; id: string; [property: string]: unknown }
type Changes = Record<string, unknown>

export const idOf = (type: string): string => `${type}--${randomUUID()}`
export const instant = '2020-01-01T00:00:00.000Z'

const dated = (type: string) => ({
  type,
  spec_version: '2.1',
  id: idOf(type),
  created: instant,
  modified: instant,
})

export const indicator = (changes: Changes = {}): Thing => ({
  ...dated('indicator'),
  name: 'an indicator',
  indicator_types: ['malicious-activity'],
  pattern: "[ipv4-addr:value = '198.51.100.1']",
  pattern_type: 'stix',
  valid_from: '2020-01-01T00:00:00Z',
  ...changes,
})

export const malware = (changes: Changes = {}): Thing => ({
  ...dated('malware'),
  name: 'a malware',
  is_family: false,
  ...changes,
})

export const identity = (changes: Changes = {}): Thing => ({
  ...dated('identity'),
  name: 'somebody',
  identity_class: 'organization',
  ...changes,
})

export const relationship = (changes: Changes = {}): Thing => ({
  ...dated('relationship'),
  relationship_type: 'indicates',
  source_ref: idOf('indicator'),
  target_ref: idOf('malware'),
  ...changes,
})

/** An ipv4-addr without spec_version, as an SCO may be. */
export const address = (changes: Changes = {}): Thing => ({
  type: 'ipv4-addr',
  id: idOf('ipv4-addr'),
  value: '198.51.100.3',
  ...changes,
})

/** A statement marking: created but never modified. */
export const statement = (changes: Changes = {}): Thing => ({
  type: 'marking-definition',
  spec_version: '2.1',
  id: idOf('marking-definition'),
  created: '2017-01-20T00:00:00.000Z',
  definition_type: 'statement',
  definition: { statement: 'Copyright 2020, Example Corp' },
  ...changes,
})

/** An indicator of STIX 2.0: no spec_version, labels and a 2.0 pattern. */
export const indicator20 = (changes: Changes = {}): Thing => ({
  type: 'indicator',
  id: idOf('indicator'),
  created: instant,
  modified: instant,
  labels: ['malicious-activity'],
  pattern: "[ipv4-addr:value = '198.51.100.1']",
  valid_from: '2020-01-01T00:00:00Z',
  ...changes,
})

/** The same object as it was at each of the given instants. */
export const versionsOf = (object: Thing, instants: string[]): Thing[] =>
  instants.map((modified) => ({ ...object, modified }))

export const many = (count: number, make: (index: number) => Thing): Thing[] =>
  Array.from({ length: count }, (_, index) => make(index))

export const sdoTypes = [
  'attack-pattern',
  'campaign',
  'course-of-action',
  'grouping',
  'identity',
  'incident',
  'indicator',
  'infrastructure',
  'intrusion-set',
  'location',
  'malware',
  'malware-analysis',
  'note',
  'observed-data',
  'opinion',
  'report',
  'threat-actor',
  'tool',
  'vulnerability',
]
export const scoTypes = [
  'artifact',
  'autonomous-system',
  'directory',
  'domain-name',
  'email-addr',
  'email-message',
  'file',
  'ipv4-addr',
  'ipv6-addr',
  'mac-addr',
  'mutex',
  'network-traffic',
  'process',
  'software',
  'url',
  'user-account',
  'windows-registry-key',
  'x509-certificate',
]
export const otherTypes = [
  'relationship',
  'sighting',
  'marking-definition',
  'language-content',
  'extension-definition',
]
