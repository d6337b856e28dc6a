// One smallest valid object of every type of STIX 2.1, and the schema check as it is checked in.
// Written from the specification's tables; nothing here is taken from a feed.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { schemasFolder } from '../../../../scripts/schemas.ts'
import type { StixObject } from '../../../../src/core/stix/object.ts'
import { compileSchemas } from '../../../../src/core/stix/schema.ts'

export const uuid = '0c7e22ad-b099-4dc3-b0df-2ea3f49ae2e6'

export const id = (type: string): string => `${type}--${uuid}`

const when = '2026-01-02T03:04:05.678Z'

const versioned = (type: string, own: Record<string, unknown>): StixObject => ({
  type,
  spec_version: '2.1',
  id: id(type),
  created: when,
  modified: when,
  ...own,
})

const observable = (type: string, own: Record<string, unknown>): StixObject => ({
  type,
  id: id(type),
  ...own,
})

/** Only what the type requires, the rules between its properties included. */
export const minimalObjects: Record<string, StixObject> = {
  'attack-pattern': versioned('attack-pattern', { name: 'a' }),
  campaign: versioned('campaign', { name: 'a' }),
  'course-of-action': versioned('course-of-action', { name: 'a' }),
  grouping: versioned('grouping', { context: 'malware-analysis', object_refs: [id('malware')] }),
  identity: versioned('identity', { name: 'a' }),
  incident: versioned('incident', { name: 'a' }),
  indicator: versioned('indicator', {
    pattern: "[url:value = 'http://192.0.2.1/']",
    pattern_type: 'stix',
    valid_from: when,
  }),
  infrastructure: versioned('infrastructure', { name: 'a' }),
  'intrusion-set': versioned('intrusion-set', { name: 'a' }),
  location: versioned('location', { country: 'jp' }),
  malware: versioned('malware', { is_family: false }),
  'malware-analysis': versioned('malware-analysis', { product: 'a', result: 'benign' }),
  note: versioned('note', { content: 'a', object_refs: [id('campaign')] }),
  'observed-data': versioned('observed-data', {
    first_observed: when,
    last_observed: when,
    number_observed: 1,
    object_refs: [id('url')],
  }),
  opinion: versioned('opinion', { opinion: 'agree', object_refs: [id('relationship')] }),
  report: versioned('report', { name: 'a', published: when, object_refs: [id('campaign')] }),
  'threat-actor': versioned('threat-actor', { name: 'a' }),
  tool: versioned('tool', { name: 'a' }),
  vulnerability: versioned('vulnerability', { name: 'a' }),
  relationship: versioned('relationship', {
    relationship_type: 'uses',
    source_ref: id('campaign'),
    target_ref: id('tool'),
  }),
  sighting: versioned('sighting', { sighting_of_ref: id('indicator') }),
  artifact: observable('artifact', { payload_bin: 'AAAA' }),
  'autonomous-system': observable('autonomous-system', { number: 64_496 }),
  directory: observable('directory', { path: '/tmp' }),
  'domain-name': observable('domain-name', { value: 'example.com' }),
  'email-addr': observable('email-addr', { value: 'a@example.com' }),
  'email-message': observable('email-message', { is_multipart: false }),
  file: observable('file', { name: 'a.exe' }),
  'ipv4-addr': observable('ipv4-addr', { value: '192.0.2.1' }),
  'ipv6-addr': observable('ipv6-addr', { value: '2001:db8::1' }),
  'mac-addr': observable('mac-addr', { value: '00:00:ab:cd:ef:01' }),
  mutex: observable('mutex', { name: 'a' }),
  'network-traffic': observable('network-traffic', {
    protocols: ['tcp'],
    dst_ref: id('ipv4-addr'),
  }),
  process: observable('process', { pid: 1 }),
  software: observable('software', { name: 'a' }),
  url: observable('url', { value: 'https://example.com/' }),
  'user-account': observable('user-account', { user_id: 'a' }),
  'windows-registry-key': observable('windows-registry-key', { key: 'HKEY_LOCAL_MACHINE' }),
  'x509-certificate': observable('x509-certificate', { serial_number: '01' }),
  'extension-definition': versioned('extension-definition', {
    created_by_ref: id('identity'),
    name: 'a',
    schema: 'https://example.com/schema',
    version: '1.0.0',
    extension_types: ['property-extension'],
  }),
  'language-content': versioned('language-content', {
    object_ref: id('campaign'),
    contents: { ja: { name: '一' } },
  }),
  'marking-definition': {
    type: 'marking-definition',
    spec_version: '2.1',
    id: id('marking-definition'),
    created: when,
    definition_type: 'statement',
    definition: { statement: 'a' },
  },
}

/** The minimal object of a type with properties changed; `undefined` takes one away. */
export const minimal = (type: string, changes: Record<string, unknown> = {}): StixObject => {
  const object = structuredClone({ ...minimalObjects[type], ...changes }) as StixObject
  for (const [name, value] of Object.entries(object)) if (value === undefined) delete object[name]
  return object
}

/** The schemas as they are checked in, compiled; of all types, or of `types` only. */
export const loadSchemaCheck = (...types: string[]) => {
  const folder = join(schemasFolder, 'stix-2.1')
  const schemas: Record<string, object> = {}
  for (const file of readdirSync(folder)) {
    const name = file.slice(0, -'.json'.length)
    if (types.length > 0 && name !== 'common' && !types.includes(name)) continue
    schemas[name] = JSON.parse(readFileSync(join(folder, file), 'utf8'))
  }
  return compileSchemas(schemas)
}
