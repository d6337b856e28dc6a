// The cases of reference closure, one for each kind of reference of §3.9: a table, no test.
import type { Node } from '../../../src/core/sharing/closure.ts'
import { idOf, node, other, wide } from './closing.ts'

const hidden = (type: string, name = 'hidden'): Node => node(type, name, other)
const seen = (type: string, name = 'seen'): Node => node(type, name, wide)

export type Case = {
  type: string
  holds: Record<string, unknown>
  targets: Node[]
  left: Record<string, unknown> | string
}

const ids = (...nodes: Node[]): string[] => nodes.map(({ id }) => id)
const file = hidden('file')
const mail = hidden('email-addr')
const address = seen('ipv4-addr')
const _secret = hidden('ipv4-addr')
const indicator = seen('indicator')
const malware = hidden('malware')
const core = 'extension-definition--ef765651-680c-498d-9894-99799f2fa126'
const _inCore = (properties: object) => ({
  extensions: { [core]: { extension_type: 'property-extension', ...properties } },
})
const _event = hidden('event')
const _started = seen('event')

export const cases: Record<string, Case> = {
  'relationship.source_ref': {
    type: 'relationship',
    holds: { source_ref: malware.id, target_ref: indicator.id },
    targets: [malware, indicator],
    left: 'reference-hidden',
  },
  'relationship.target_ref': {
    type: 'relationship',
    holds: { source_ref: indicator.id, target_ref: malware.id },
    targets: [malware, indicator],
    left: 'reference-hidden',
  },
  'sighting.sighting_of_ref': {
    type: 'sighting',
    holds: { sighting_of_ref: malware.id },
    targets: [malware],
    left: 'reference-hidden',
  },
  'sighting.where_sighted_refs': {
    type: 'sighting',
    holds: { sighting_of_ref: indicator.id, where_sighted_refs: [mail.id], count: 3 },
    targets: [indicator, mail],
    left: { sighting_of_ref: indicator.id, count: 3 },
  },
  'sighting.observed_data_refs': {
    type: 'sighting',
    holds: { sighting_of_ref: indicator.id, observed_data_refs: [file.id, address.id] },
    targets: [indicator, file, address],
    left: { sighting_of_ref: indicator.id, observed_data_refs: [address.id] },
  },
  'report.object_refs': {
    type: 'report',
    holds: { name: 'n', object_refs: ids(indicator, malware, address) },
    targets: [indicator, malware, address],
    left: { name: 'n', object_refs: ids(indicator, address) },
  },
  'report.object_refs, all': {
    type: 'report',
    holds: { name: 'n', object_refs: ids(malware, file) },
    targets: [malware, file],
    left: 'references-emptied',
  },
  'grouping.object_refs': {
    type: 'grouping',
    holds: { context: 'c', object_refs: ids(malware) },
    targets: [malware],
    left: 'references-emptied',
  },
  'note.object_refs': {
    type: 'note',
    holds: { content: 'c', object_refs: ids(malware) },
    targets: [malware],
    left: 'references-emptied',
  },
  'opinion.object_refs': {
    type: 'opinion',
    holds: { opinion: 'agree', object_refs: ids(malware, indicator) },
    targets: [malware, indicator],
    left: { opinion: 'agree', object_refs: ids(indicator) },
  },
  'observed-data.object_refs': {
    type: 'observed-data',
    holds: { number_observed: 2, object_refs: ids(file, address) },
    targets: [file, address],
    left: { number_observed: 2, object_refs: ids(address) },
  },
  'observed-data.object_refs, all but a relationship': {
    type: 'observed-data',
    holds: { object_refs: [file.id, idOf('relationship', 'r')] },
    targets: [file, node('relationship', 'r', wide)],
    left: 'references-emptied',
  },
  'observed-data.objects': {
    type: 'observed-data',
    holds: { objects: { 0: { type: 'domain-name', value: 'x' } }, x_acme_ref: file.id },
    targets: [file],
    left: { objects: { 0: { type: 'domain-name', value: 'x' } } },
  },
  'malware.sample_refs': {
    type: 'malware',
    holds: { is_family: false, sample_refs: [file.id], operating_system_refs: [address.id] },
    targets: [file, address],
    left: { is_family: false, operating_system_refs: [address.id] },
  },
  'malware-analysis': {
    type: 'malware-analysis',
    holds: { result: 'benign', sample_ref: file.id, analysis_sco_refs: [file.id] },
    targets: [file],
    left: { result: 'benign' },
  },
  'malware-analysis without a result': {
    type: 'malware-analysis',
    holds: { product: 'p', analysis_sco_refs: [file.id], sample_ref: address.id },
    targets: [file, address],
    left: 'references-emptied',
  },
}
