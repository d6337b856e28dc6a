// Every kind of reference of the sharing model §3.9: what becomes of an object whose target its
// readers may not see.
import t from 'tap'
import type { Node } from '../../../src/core/sharing/closure.ts'
import { referencesOf } from '../../../src/core/stix/reference.ts'
import { resolvePath } from '../../../src/core/stix/selector.ts'
import { standardTypes } from '../../../src/core/stix/vocabulary.ts'
import { close, derive, idOf, node, other, shownOf, wide } from './closing.ts'

const hidden = (type: string, name = 'hidden'): Node => node(type, name, other)
const seen = (type: string, name = 'seen'): Node => node(type, name, wide)

type Case = {
  type: string
  holds: Record<string, unknown>
  targets: Node[]
  left: Record<string, unknown> | string
}

const ids = (...nodes: Node[]): string[] => nodes.map(({ id }) => id)
const file = hidden('file')
const mail = hidden('email-addr')
const address = seen('ipv4-addr')
const secret = hidden('ipv4-addr')
const indicator = seen('indicator')
const malware = hidden('malware')
const core = 'extension-definition--ef765651-680c-498d-9894-99799f2fa126'
const inCore = (properties: object) => ({
  extensions: { [core]: { extension_type: 'property-extension', ...properties } },
})
const event = hidden('event')
const started = seen('event')

const cases: Record<string, Case> = {
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
  'network-traffic.src_ref': {
    type: 'network-traffic',
    holds: {
      protocols: ['tcp'],
      src_ref: secret.id,
      dst_ref: address.id,
      src_payload_ref: file.id,
    },
    targets: [secret, address, file],
    left: { protocols: ['tcp'], dst_ref: address.id },
  },
  'network-traffic.encapsulates_refs': {
    type: 'network-traffic',
    holds: { dst_ref: address.id, encapsulates_refs: [file.id, mail.id] },
    targets: [address, file, mail],
    left: { dst_ref: address.id },
  },
  'network-traffic http-request-ext': {
    type: 'network-traffic',
    holds: {
      dst_ref: address.id,
      extensions: {
        'http-request-ext': {
          request_method: 'get',
          message_body_length: 70,
          message_body_data_ref: file.id,
        },
      },
    },
    targets: [address, file],
    left: {
      dst_ref: address.id,
      extensions: { 'http-request-ext': { request_method: 'get' } },
    },
  },
  'email-message': {
    type: 'email-message',
    holds: {
      is_multipart: true,
      from_ref: address.id,
      sender_ref: mail.id,
      to_refs: [mail.id],
      raw_email_ref: file.id,
      body_multipart: [
        { body: 'x', content_type: 'text/plain' },
        { body_raw_ref: file.id, content_disposition: 'attachment; filename="acme.pdf"' },
        { body: 'y', body_raw_ref: file.id },
      ],
    },
    targets: [address, mail, file],
    left: {
      is_multipart: true,
      from_ref: address.id,
      body_multipart: [{ body: 'x', content_type: 'text/plain' }, { body: 'y' }],
    },
  },
  'email-message with no other part': {
    type: 'email-message',
    holds: { is_multipart: true, body_multipart: [{ body_raw_ref: file.id }] },
    targets: [file],
    left: { is_multipart: true },
  },
  'domain-name.resolves_to_refs': {
    type: 'domain-name',
    holds: { value: 'x', resolves_to_refs: ids(secret, address) },
    targets: [secret, address],
    left: { value: 'x', resolves_to_refs: ids(address) },
  },
  'email-addr.belongs_to_ref': {
    type: 'email-addr',
    holds: { value: 'x', belongs_to_ref: mail.id },
    targets: [mail],
    left: { value: 'x' },
  },
  'file with an archive': {
    type: 'file',
    holds: {
      name: 'x',
      parent_directory_ref: mail.id,
      extensions: { 'archive-ext': { contains_refs: [file.id], comment: 'c' } },
    },
    targets: [mail, file],
    left: { name: 'x' },
  },
  'file with part of an archive': {
    type: 'file',
    holds: { name: 'x', extensions: { 'archive-ext': { contains_refs: ids(file, address) } } },
    targets: [file, address],
    left: { name: 'x', extensions: { 'archive-ext': { contains_refs: ids(address) } } },
  },
  process: {
    type: 'process',
    holds: {
      pid: 4,
      image_ref: file.id,
      child_refs: ids(mail),
      extensions: { 'windows-service-ext': { start_type: 'x', service_dll_refs: [file.id] } },
    },
    targets: [file, mail],
    left: { pid: 4, extensions: { 'windows-service-ext': { start_type: 'x' } } },
  },
  'process with nothing else': {
    type: 'process',
    holds: { image_ref: file.id, parent_ref: mail.id },
    targets: [file, mail],
    left: 'references-emptied',
  },
  'process with nothing else but an extension of references': {
    type: 'process',
    holds: { extensions: { 'windows-service-ext': { service_dll_refs: [file.id] } } },
    targets: [file],
    left: 'references-emptied',
  },
  'windows-registry-key': {
    type: 'windows-registry-key',
    holds: { creator_user_ref: mail.id },
    targets: [mail],
    left: 'references-emptied',
  },
  'custom properties': {
    type: 'indicator',
    holds: {
      x_acme_ref: file.id,
      x_acme_refs: ids(file, address),
      x_acme: { deep_ref: file.id, word: 'w', deep_count: 3 },
      x_acme_steps: [{ a_ref: file.id, word: 'w' }, { a_ref: address.id }, { b_refs: [file.id] }],
      x_file_count: 2,
      x_lists_refs: [[file.id], [address.id]],
    },
    targets: [file, address],
    left: {
      x_acme_refs: ids(address),
      x_acme: { word: 'w' },
      x_acme_steps: [{ a_ref: address.id }],
      x_lists_refs: [[address.id]],
    },
  },
  'incident core extension': {
    type: 'incident',
    holds: {
      name: 'n',
      ...inCore({
        impacted_entity_counts: { system: 5 },
        impact_refs: [file.id, address.id],
        events: [
          { event_ref: event.id, next_steps: [{ event_ref: started.id }] },
          {
            event_ref: started.id,
            sequence_start: false,
            next_steps: [{ event_ref: event.id, condition_type: 'optional' }],
          },
        ],
        tasks: [{ task_ref: mail.id }],
      }),
    },
    targets: [file, address, event, started, mail],
    left: {
      name: 'n',
      ...inCore({ impact_refs: [address.id], events: [{ event_ref: started.id }] }),
    },
  },
  'names with signs of pointers': {
    type: 'indicator',
    holds: { extensions: { 'a/b~c-ext': { x_ref: file.id, word: 'w' } } },
    targets: [file],
    left: { extensions: { 'a/b~c-ext': { word: 'w' } } },
  },
  'language-content.object_ref': {
    type: 'language-content',
    holds: { object_ref: malware.id, contents: { de: { name: 'n' } } },
    targets: [malware],
    left: 'reference-hidden',
  },
  created_by_ref: {
    type: 'indicator',
    holds: { created_by_ref: idOf('identity', 'hidden') },
    targets: [hidden('identity')],
    left: { created_by_ref: idOf('identity', 'hidden') },
  },
  object_marking_refs: {
    type: 'indicator',
    holds: {
      name: 'n',
      object_marking_refs: [idOf('marking-definition', 'hidden')],
      granular_markings: [
        { marking_ref: idOf('marking-definition', 'hidden'), selectors: ['name'] },
      ],
    },
    targets: [hidden('marking-definition')],
    left: {
      name: 'n',
      object_marking_refs: [idOf('marking-definition', 'hidden')],
      granular_markings: [
        { marking_ref: idOf('marking-definition', 'hidden'), selectors: ['name'] },
      ],
    },
  },
}

for (const [name, { type, holds, targets, left }] of Object.entries(cases)) {
  const from = node(type, 'from', wide, holds)
  const before = JSON.stringify(from.object)
  const shown = shownOf([from, ...targets])
  const isSame = JSON.stringify(left) === JSON.stringify(holds)
  const expected =
    typeof left === 'string' ? left : { type, id: isSame ? from.id : derive(from.id), ...left }
  t.same(shown, expected, `§3.9 ${name}`)
  t.equal(JSON.stringify(from.object), before, `§3.9 ${name}: what is given stays as it is`)
  if (isSame) t.equal(shown, from.object, `§3.9 ${name}: the object itself`)
}

/** An object of a type that has the property alone, and the properties its own needs ask for. */
const holding = (property: string, id: string): Record<string, unknown> => {
  const steps = property.split('.')
  const last = steps.pop()!
  const value: unknown = last.endsWith('_refs') ? [id] : id
  return steps.reduceRight<Record<string, unknown>>(
    (inner, step) => ({ [step]: step === 'body_multipart' ? [inner] : inner }),
    { [last]: value },
  )
}

const settled = ['created_by_ref', 'object_marking_refs', 'granular_markings.marking_ref']
for (const type of standardTypes) {
  for (const { property, required } of referencesOf(type)) {
    if (settled.includes(property)) continue
    const fill = { pid: 1, key: 'k', result: 'r', name: 'n', object_ref: idOf('tool', 'external') }
    const filled = { ...fill, ...holding(property, idOf('file', 'target')) }
    const target = node('file', 'target', other)
    const [from] = close([node(type, 'from', wide, filled), target])
    const name = `§3.9 every reference: ${type}.${property}`
    if ('withheld' in from!) {
      const needed = ['object_refs', 'src_ref', 'dst_ref'].includes(property)
      t.ok(required || needed, `${name} is needed`)
    } else {
      t.equal(resolvePath(from!.object, property.split('.')), null, `${name} is gone`)
      t.notMatch(JSON.stringify(from!.object), target.id, `${name}: no trace`)
      t.ok(!required || property.includes('.'), `${name} is not needed`)
    }
    const [kept] = close([node(type, 'from', wide, filled), node('file', 'target', wide)])
    t.match(kept, { changed: false, pruned: [] }, `${name} stays where it is seen`)
  }
}
