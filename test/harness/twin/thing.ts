// The objects that scripts are about: a few ids that everybody uses, so that owners meet under one
// id. Knows no owner and no world.
import { deterministicId } from '../../../src/core/stix/deterministic-id.ts'
import { type Tlp, tlpIdOf } from '../../../src/core/stix/marking.ts'

export type Slot = (typeof slots)[number]

/** A name of a thing is its type, and a number where there are several. */
export const slots = [
  'indicator 1',
  'indicator 2',
  'indicator 3',
  'malware 1',
  'malware 2',
  'tool 1',
  'vulnerability 1',
  'threat-actor 1',
  'ipv4-addr 1',
  'ipv4-addr 2',
  'domain-name 1',
  'network-traffic 1',
  'relationship 1',
  'relationship 2',
  'report 1',
  'note 1',
  'x-case 1',
] as const

/** What every object of a slot may refer to: `required` all of them, `listed` some of them. */
const references: Partial<Record<Slot, { required: Slot[]; listed: Slot[] }>> = {
  'relationship 1': { required: ['indicator 1', 'malware 1'], listed: [] },
  'relationship 2': { required: ['malware 2', 'ipv4-addr 1'], listed: [] },
  'report 1': {
    required: [],
    listed: ['indicator 1', 'indicator 2', 'malware 1', 'vulnerability 1', 'relationship 1'],
  },
  'note 1': { required: [], listed: ['report 1', 'malware 2', 'tool 1'] },
  'network-traffic 1': { required: ['ipv4-addr 1'], listed: [] },
}

export const targetsOf = (slot: Slot): Slot[] => {
  const { required = [], listed = [] } = references[slot] ?? {}
  return [...required, ...listed]
}

const typeOf = (slot: Slot): string => slot.slice(0, slot.indexOf(' '))

const observables: Partial<Record<Slot, Record<string, unknown>>> = {
  'ipv4-addr 1': { value: '203.0.113.7' },
  'ipv4-addr 2': { value: '203.0.113.88' },
  'domain-name 1': { value: 'evil.example.net' },
}

const uuidOf = (slot: Slot): string =>
  `7e11a000-0000-4000-8000-${String(slots.indexOf(slot)).padStart(12, '0')}`

export const idOf = (slot: Slot): string => {
  const type = typeOf(slot)
  const observed = observables[slot]
  const own = observed && deterministicId({ type, id: '', ...observed } as never)
  return own ?? `${type}--${uuidOf(slot)}`
}

export const isVersioned = (slot: Slot): boolean =>
  observables[slot] === undefined && slot !== 'network-traffic 1'

/** What one version of a thing says. `minutes` stand in its `modified`, `text` in what it tells. */
export type Saying = {
  version: number
  text: string
  minutes: number
  tlp: Tlp | null
  /** Which of the slots it may list it lists. */
  listed: Slot[]
  revoked: boolean
  /** Anything else it says. */
  more: Record<string, unknown>
  /** Parts with a level of their own. */
  granular: { selectors: string[]; tlp: Tlp }[]
  /** A marking besides TLP's. */
  marking: string | null
}

export const plainSaying: Saying = {
  version: 1,
  text: 'plain',
  minutes: 20,
  tlp: null,
  listed: [],
  revoked: false,
  more: {},
  granular: [],
  marking: null,
}

const two = (n: number): string => String(n).padStart(2, '0')

/** The `modified` of a version. */
export const timeOf = (version: number, minutes: number): string =>
  `2025-06-0${version}T10:${two(minutes)}:30.250Z`

const bodies: Record<string, (saying: Saying) => Record<string, unknown>> = {
  indicator: ({ text }) => ({
    name: `Beacon ${text}`,
    pattern: "[ipv4-addr:value = '203.0.113.9']",
    pattern_type: 'stix',
    valid_from: '2025-06-01T00:00:00Z',
    indicator_types: ['malicious-activity'],
  }),
  malware: ({ text }) => ({ name: `Worm ${text}`, is_family: true }),
  tool: ({ text }) => ({ name: `Tool ${text}` }),
  vulnerability: () => ({ name: 'CVE-2025-1234' }),
  'threat-actor': ({ text }) => ({ name: `Bear ${text}` }),
  'x-case': ({ text }) => ({ title: text }),
  note: ({ text, listed }) => ({ content: `Seen ${text}`, object_refs: listed.map(idOf) }),
  report: ({ text, listed }) => ({
    name: `Report ${text}`,
    published: '2025-06-01T00:00:00Z',
    object_refs: listed.map(idOf),
  }),
}

const ownBody = (slot: Slot, saying: Saying): Record<string, unknown> => {
  const observed = observables[slot]
  if (observed !== undefined) return observed
  if (slot === 'network-traffic 1') {
    return { dst_ref: idOf('ipv4-addr 1'), dst_port: 443, protocols: ['tcp', 'tls'] }
  }
  if (slot === 'relationship 1') {
    const [source_ref, target_ref] = [idOf('indicator 1'), idOf('malware 1')]
    return { relationship_type: 'indicates', source_ref, target_ref }
  }
  if (slot === 'relationship 2') {
    const [source_ref, target_ref] = [idOf('malware 2'), idOf('ipv4-addr 1')]
    return { relationship_type: 'communicates-with', source_ref, target_ref }
  }
  const make = bodies[typeOf(slot)]
  return make === undefined ? {} : make(saying)
}

/** The object of a slot as it says this. Lists that must not be empty list what they may. */
export const makeThing = (slot: Slot, said: Saying): Record<string, unknown> => {
  const { listed: most = [] } = references[slot] ?? {}
  const listed = said.listed.length > 0 ? said.listed : most
  const saying = { ...said, listed }
  const { version, minutes, tlp, revoked, more, granular, marking } = saying
  const markings = [...(tlp === null ? [] : [tlpIdOf(tlp)]), ...(marking === null ? [] : [marking])]
  const versioned = isVersioned(slot)
  return {
    type: typeOf(slot),
    spec_version: '2.1',
    id: idOf(slot),
    ...(versioned
      ? { created: '2025-05-01T09:10:20.300Z', modified: timeOf(version, minutes) }
      : {}),
    ...ownBody(slot, saying),
    ...(versioned && revoked ? { revoked: true } : {}),
    ...more,
    ...(markings.length === 0 ? {} : { object_marking_refs: markings }),
    ...(granular.length === 0
      ? {}
      : {
          granular_markings: granular.map(({ selectors, tlp }) => ({
            selectors,
            marking_ref: tlpIdOf(tlp),
          })),
        }),
  }
}
