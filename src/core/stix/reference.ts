// Every property of STIX 2.1 that refers to another object: one table, and how to find references.
// Knows nothing of whether the target exists or who may see it.

import { typeOfIdentifier } from './identifier.ts'
import { printStep } from './pointer.ts'
import {
  domainObjectTypes,
  metaObjectTypes,
  observableObjectTypes,
  relationshipObjectTypes,
  standardTypes,
} from './vocabulary.ts'

/**
 * A reference property. `property` is the path of property names to it, joined by dots, without
 * list indices. `list` is true for `_refs`. `targets` are the types (or kinds: SDO, SCO, SRO, SMO)
 * it may refer to. `required` says that the structure holding it is invalid without it.
 */
export type ReferenceProperty = {
  property: string
  list: boolean
  targets: readonly string[]
  required: boolean
}

/** One reference of an object: where it stands, the id it names, and its property as above. */
export type Reference = { pointer: string; id: string; property: string }

const ref = (property: string, ...targets: string[]): ReferenceProperty => ({
  property,
  list: property.endsWith('_refs'),
  targets,
  required: false,
})
const required = (property: string, ...targets: string[]): ReferenceProperty => ({
  ...ref(property, ...targets),
  required: true,
})
const anyKind = ['SDO', 'SCO', 'SRO', 'SMO']
const addresses = ['ipv4-addr', 'ipv6-addr', 'mac-addr', 'domain-name']

/** References that any object may carry (STIX 2.1 §3.2, §7.2.3), also one of an unknown type. */
export const commonReferences: readonly ReferenceProperty[] = [
  ref('created_by_ref', 'identity'),
  ref('object_marking_refs', 'marking-definition'),
  ref('granular_markings.marking_ref', 'marking-definition'),
]

const ownReferences: Record<string, readonly ReferenceProperty[]> = {
  grouping: [required('object_refs', ...anyKind)],
  malware: [ref('operating_system_refs', 'software'), ref('sample_refs', 'file', 'artifact')],
  'malware-analysis': [
    ref('host_vm_ref', 'software'),
    ref('operating_system_ref', 'software'),
    ref('installed_software_refs', 'software'),
    ref('analysis_sco_refs', 'SCO'),
    // NOTE: §4.12.1 speaks of files, traffic and artifacts, then of any SCO, and has no MUST.
    ref('sample_ref', 'SCO'),
  ],
  note: [required('object_refs', ...anyKind)],
  'observed-data': [ref('object_refs', 'SCO', 'SRO')],
  opinion: [required('object_refs', ...anyKind)],
  report: [required('object_refs', ...anyKind)],

  relationship: [required('source_ref', 'SDO', 'SCO'), required('target_ref', 'SDO', 'SCO')],
  sighting: [
    required('sighting_of_ref', 'SDO'),
    ref('observed_data_refs', 'observed-data'),
    ref('where_sighted_refs', 'identity', 'location'),
  ],

  directory: [ref('contains_refs', 'file', 'directory')],
  'domain-name': [ref('resolves_to_refs', 'ipv4-addr', 'ipv6-addr', 'domain-name')],
  'email-addr': [ref('belongs_to_ref', 'user-account')],
  'email-message': [
    ref('from_ref', 'email-addr'),
    ref('sender_ref', 'email-addr'),
    ref('to_refs', 'email-addr'),
    ref('cc_refs', 'email-addr'),
    ref('bcc_refs', 'email-addr'),
    ref('raw_email_ref', 'artifact'),
    ref('body_multipart.body_raw_ref', 'artifact', 'file'),
  ],
  file: [
    ref('parent_directory_ref', 'directory'),
    ref('contains_refs', 'SCO'),
    ref('content_ref', 'artifact'),
    required('extensions.archive-ext.contains_refs', 'file', 'directory'),
  ],
  'ipv4-addr': [ref('resolves_to_refs', 'mac-addr'), ref('belongs_to_refs', 'autonomous-system')],
  'ipv6-addr': [ref('resolves_to_refs', 'mac-addr'), ref('belongs_to_refs', 'autonomous-system')],
  'network-traffic': [
    ref('src_ref', ...addresses),
    ref('dst_ref', ...addresses),
    ref('src_payload_ref', 'artifact'),
    ref('dst_payload_ref', 'artifact'),
    ref('encapsulates_refs', 'network-traffic'),
    ref('encapsulated_by_ref', 'network-traffic'),
    ref('extensions.http-request-ext.message_body_data_ref', 'artifact'),
  ],
  process: [
    ref('opened_connection_refs', 'network-traffic'),
    ref('creator_user_ref', 'user-account'),
    ref('image_ref', 'file'),
    ref('parent_ref', 'process'),
    ref('child_refs', 'process'),
    ref('extensions.windows-service-ext.service_dll_refs', 'file'),
  ],
  'windows-registry-key': [ref('creator_user_ref', 'user-account')],

  'language-content': [required('object_ref', ...anyKind)],
}

const extensionDefinitionReferences = commonReferences.map((reference) =>
  reference.property === 'created_by_ref' ? { ...reference, required: true } : reference,
)

const referencesByType = new Map<string, readonly ReferenceProperty[]>(
  [...standardTypes].map((type) => [
    type,
    type === 'extension-definition'
      ? extensionDefinitionReferences
      : [...commonReferences, ...(ownReferences[type] ?? [])],
  ]),
)

/** The reference properties of a type; of an unknown type, those that any object may carry. */
export const referencesOf = (type: string): readonly ReferenceProperty[] =>
  referencesByType.get(type) ?? commonReferences

/** The table entry of a found reference, or null for a custom property. */
export const referenceOf = (type: string, property: string): ReferenceProperty | null =>
  referencesOf(type).find((reference) => reference.property === property) ?? null

const kinds = new Map<string, ReadonlySet<string>>([
  ['SDO', domainObjectTypes],
  ['SCO', observableObjectTypes],
  ['SRO', relationshipObjectTypes],
  ['SMO', metaObjectTypes],
])

/**
 * Whether a reference property may name an object of this type. Where a whole kind of objects is
 * allowed, so is a type STIX does not define: an extension may have made it of that kind.
 */
export const admitsTarget = (targets: readonly string[], type: string): boolean => {
  for (const target of targets) {
    const kind = kinds.get(target)
    if (kind === undefined ? target === type : kind.has(type)) return true
    if (kind !== undefined && !standardTypes.has(type) && type !== 'bundle') return true
  }
  return false
}

// The strict edge admits no deeper nesting; this only keeps a direct caller's stack whole.
const depthMax = 100

const collect = (
  value: object,
  pointer: string,
  property: string,
  depth: number,
  found: Reference[],
): void => {
  if (depth > depthMax) return
  const visit = (name: string, inner: unknown, innerProperty: string) => {
    const innerPointer = `${pointer}/${printStep(name)}`
    if (typeof inner === 'object' && inner !== null) {
      collect(inner, innerPointer, innerProperty, depth + 1, found)
    } else if (typeof inner === 'string' && isReferenceName(innerProperty)) {
      if (typeOfIdentifier(inner) !== null) {
        found.push({ pointer: innerPointer, id: inner, property: innerProperty })
      }
    }
  }
  if (Array.isArray(value)) {
    value.forEach((inner, index) => {
      visit(String(index), inner, property)
    })
  } else {
    for (const [name, inner] of Object.entries(value)) {
      visit(name, inner, property === '' ? name : `${property}.${name}`)
    }
  }
}

const isReferenceName = (property: string): boolean =>
  property.endsWith('_ref') || property.endsWith('_refs')

/**
 * Every reference in an object, custom properties and extensions included: STIX names them all
 * `…_ref` or `…_refs` (STIX 2.1 §3.1). What does not look like an identifier, such as a key of the
 * deprecated observable container, is left out. In order of appearance.
 */
export const findReferences = (object: object): Reference[] => {
  const found: Reference[] = []
  collect(object, '', '', 0, found)
  return found
}
