// The smallest valid object of each STIX 2.1 type, and which of its properties it cannot be
// without.
import { idOf, instant, type Thing } from './stix.ts'

const sdo = (type: string, own: Record<string, unknown>): Thing => ({
  type,
  spec_version: '2.1',
  id: idOf(type),
  created: instant,
  modified: instant,
  ...own,
})
const sco = (type: string, own: Record<string, unknown>): Thing => ({
  type,
  id: idOf(type),
  ...own,
})

const md5 = { MD5: 'd41d8cd98f00b204e9800998ecf8427e' }
const someone = () => idOf('identity')

/** The properties of its own that each type needs, with values that fit; SDOs, SROs and meta. */
export const dated: Record<string, Record<string, unknown>> = {
  'attack-pattern': { name: 'x' },
  campaign: { name: 'x' },
  'course-of-action': { name: 'x' },
  grouping: { context: 'unspecified', object_refs: [idOf('indicator')] },
  identity: { name: 'x' },
  incident: { name: 'x' },
  indicator: {
    pattern: "[ipv4-addr:value = '198.51.100.1']",
    pattern_type: 'stix',
    valid_from: '2020-01-01T00:00:00Z',
  },
  infrastructure: { name: 'x' },
  'intrusion-set': { name: 'x' },
  location: { country: 'jp' },
  malware: { is_family: false },
  'malware-analysis': { product: 'x', result: 'benign' },
  note: { content: 'x', object_refs: [idOf('indicator')] },
  'observed-data': {
    first_observed: '2020-01-01T00:00:00Z',
    last_observed: '2020-01-01T00:00:00Z',
    number_observed: 1,
    object_refs: [idOf('ipv4-addr')],
  },
  opinion: { opinion: 'neutral', object_refs: [idOf('indicator')] },
  report: { name: 'x', published: '2020-01-01T00:00:00Z', object_refs: [idOf('indicator')] },
  'threat-actor': { name: 'x' },
  tool: { name: 'x' },
  vulnerability: { name: 'x' },
  relationship: {
    relationship_type: 'indicates',
    source_ref: idOf('indicator'),
    target_ref: idOf('malware'),
  },
  sighting: { sighting_of_ref: idOf('indicator') },
  'language-content': { object_ref: idOf('indicator'), contents: { de: { name: 'Wort' } } },
  'extension-definition': {
    created_by_ref: someone(),
    name: 'x',
    schema: 'https://schema.example/x.json',
    version: '1.0.0',
    extension_types: ['property-extension'],
  },
}

/** SCOs. */
export const observed: Record<string, Record<string, unknown>> = {
  artifact: { payload_bin: 'aGVsbG8=' },
  'autonomous-system': { number: 15139 },
  directory: { path: '/usr' },
  'domain-name': { value: 'example.com' },
  'email-addr': { value: 'a@example.com' },
  'email-message': { is_multipart: false },
  file: { name: 'x' },
  'ipv4-addr': { value: '198.51.100.3' },
  'ipv6-addr': { value: '2001:db8::1' },
  'mac-addr': { value: 'd2:fb:49:24:37:18' },
  mutex: { name: 'x' },
  'network-traffic': { protocols: ['tcp'], src_ref: idOf('ipv4-addr') },
  process: { pid: 5 },
  software: { name: 'x' },
  url: { value: 'https://example.com/' },
  'user-account': { user_id: 'x' },
  'windows-registry-key': { key: 'HKEY_LOCAL_MACHINE\\System' },
  'x509-certificate': { hashes: md5 },
}

/** A new valid object of the type, with changes; undefined takes a property away. */
export const minimal = (type: string, changes: Record<string, unknown> = {}): Thing => {
  const own = dated[type] ?? observed[type]
  const make = dated[type] ? sdo : sco
  return JSON.parse(JSON.stringify(make(type, { ...own, ...changes })))
}
