// The same for observed values, custom properties and translations: a table, no test.
import type { Node } from '../../../src/core/sharing/closure.ts'
import { idOf, node, other, wide } from './closing.ts'
import type { Case } from './closure-reference-cases.ts'

const hidden = (type: string, name = 'hidden'): Node => node(type, name, other)
const seen = (type: string, name = 'seen'): Node => node(type, name, wide)

const ids = (...nodes: Node[]): string[] => nodes.map(({ id }) => id)
const file = hidden('file')
const mail = hidden('email-addr')
const address = seen('ipv4-addr')
const secret = hidden('ipv4-addr')
const _indicator = seen('indicator')
const malware = hidden('malware')
const core = 'extension-definition--ef765651-680c-498d-9894-99799f2fa126'
const inCore = (properties: object) => ({
  extensions: { [core]: { extension_type: 'property-extension', ...properties } },
})
const event = hidden('event')
const started = seen('event')

export const laterCases: Record<string, Case> = {
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
