// Markings of every kind, and objects that bear them.
import { iepExtensionId } from '../../../src/core/sharing/iep.ts'
import { type Label, type LabelDefaults, readLabel } from '../../../src/core/sharing/label.ts'
import {
  acsExtensionId,
  cuiExtensionId,
  papExtensionId,
} from '../../../src/core/sharing/marking-kind.ts'
import { tlpExtensionId, tlpIdOf } from '../../../src/core/stix/marking.ts'
import type { StixObject } from '../../../src/core/stix/object.ts'
import { parsePosition } from '../../../src/core/taxii/position.ts'

export const now = parsePosition('2026-06-01T12:00:00Z') as bigint

/** TLP 1.0 by its own words. */
export const tlp1 = {
  white: 'marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9',
  green: 'marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da',
  amber: 'marking-definition--f88d31f6-486f-44da-b317-01333bde0b82',
  red: 'marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed',
}

const extension = (id: string, content: object) => ({
  extensions: { [id]: { extension_type: 'property-extension', ...content } },
})

export const statement = (text: unknown) => ({
  definition_type: 'statement',
  definition: { statement: text },
})
export const ais = (definition: object) => ({ definition_type: 'ais', definition })
export const iep = (content: object) =>
  extension(iepExtensionId, { start_date: '2022-10-01T00:00:00Z', iep_version: 2, ...content })
export const acs = (content: object) => extension(acsExtensionId, content)
export const cui = () => extension(cuiExtensionId, { control: 'CUI' })
export const pap = (level: unknown) => extension(papExtensionId, { pap: level })
export const fakeTlp = (tlp_2_0: string) => extension(tlpExtensionId, { tlp_2_0 })

/** An id for the nth definition of a case. */
export const idOf = (nth: number): string =>
  `marking-definition--00000000-0000-4000-8000-${String(nth).padStart(12, '0')}`

export const nothingSaid: LabelDefaults = { collection: null, organisation: null, group: null }

const when = '2026-01-02T03:04:05.678Z'

export const indicator = (own: Record<string, unknown> = {}): StixObject => ({
  type: 'indicator',
  spec_version: '2.1',
  id: 'indicator--0c7e22ad-b099-4dc3-b0df-2ea3f49ae2e6',
  created: when,
  modified: when,
  name: 'a',
  description: 'b',
  labels: ['one', 'two', 'three'],
  external_references: [
    { source_name: 'c', url: 'https://c.example/', hashes: { MD5: '0'.repeat(32) } },
    { source_name: 'd', external_id: 'e' },
  ],
  pattern: "[url:value = 'http://192.0.2.1/']",
  pattern_type: 'stix',
  valid_from: '2026-01-01T00:00:00Z',
  ...own,
})

/** A granular marking with a level of TLP 2.0. */
export const mark = (level: Parameters<typeof tlpIdOf>[0], ...selectors: string[]) => ({
  marking_ref: tlpIdOf(level),
  selectors,
})

const find =
  (definitions: object[]) =>
  (id: string): StixObject | null => {
    const index = definitions.findIndex((_, nth) => idOf(nth) === id)
    return index < 0 ? null : { type: 'marking-definition', id, ...definitions[index] }
  }

/** The label of an indicator under these definitions, each of them a marking of the whole. */
export const labelUnder = (
  definitions: object[],
  own: Record<string, unknown> = {},
  defaults: LabelDefaults = nothingSaid,
): Label => {
  const refs = [
    ...((own.object_marking_refs as string[]) ?? []),
    ...definitions.map((_, n) => idOf(n)),
  ]
  const object = indicator({ ...own, ...(refs.length > 0 && { object_marking_refs: refs }) })
  return readLabel(object, find(definitions), defaults, now)
}
