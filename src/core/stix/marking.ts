// The TLP marking definitions every hub knows, versions 1.0 and 2.0, as constants.
// Knows no other marking, and not what a TLP level allows anyone to see.

import type { StixObject } from './object.ts'

/** A level of the Traffic Light Protocol in the words of version 2.0; 1.0's white is `clear`. */
export type Tlp = 'clear' | 'green' | 'amber' | 'amber+strict' | 'red'

/** The extension that carries TLP 2.0 in a marking definition. */
export const tlpExtensionId = 'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d'

const deepFreeze = (value: object): void => {
  Object.freeze(value)
  for (const inner of Object.values(value)) {
    if (typeof inner === 'object' && inner !== null) deepFreeze(inner)
  }
}

const fixed = (object: StixObject): StixObject => {
  deepFreeze(object)
  return object
}

/** STIX 2.1 §7.2.1: the only permitted instances of `definition_type` `tlp`. */
const tlp1 = (level: string, uuid: string): StixObject =>
  fixed({
    type: 'marking-definition',
    spec_version: '2.1',
    id: `marking-definition--${uuid}`,
    created: '2017-01-20T00:00:00.000Z',
    definition_type: 'tlp',
    name: `TLP:${level.toUpperCase()}`,
    definition: { tlp: level },
  })

/** The TLP 2.0 extension of the OASIS common objects repository. */
const tlp2 = (level: Tlp, uuid: string): StixObject =>
  fixed({
    type: 'marking-definition',
    spec_version: '2.1',
    id: `marking-definition--${uuid}`,
    created: '2022-10-01T00:00:00.000Z',
    name: `TLP:${level.toUpperCase()}`,
    extensions: { [tlpExtensionId]: { extension_type: 'property-extension', tlp_2_0: level } },
  })

const levels: [Tlp, StixObject][] = [
  ['clear', tlp1('white', '613f2e26-407d-48c7-9eca-b8e91df99dc9')],
  ['green', tlp1('green', '34098fce-860f-48ae-8e50-ebd3cc5e41da')],
  ['amber', tlp1('amber', 'f88d31f6-486f-44da-b317-01333bde0b82')],
  ['red', tlp1('red', '5e57c739-391a-4eb3-b6be-7d15ca92d5ed')],
  ['clear', tlp2('clear', '94868c89-83c2-464b-929b-a1a8aa3c8487')],
  ['green', tlp2('green', 'bab4a63c-aed9-4cf5-a766-dfca5abac2bb')],
  ['amber', tlp2('amber', '55d920b0-5e8b-4f79-9ee9-91f868d9b421')],
  ['amber+strict', tlp2('amber+strict', '939a9414-2ddd-4d32-a0cd-375ea402b003')],
  ['red', tlp2('red', 'e828b379-4e03-4974-9ac4-e53a884c97c1')],
]

/** The nine TLP marking definitions, 1.0 before 2.0, each from open to closed. Frozen. */
export const tlpDefinitions: readonly StixObject[] = levels.map(([, definition]) => definition)

const commonObjects = 'https://github.com/oasis-open/cti-stix-common-objects'

/** The extension definition behind TLP 2.0. Frozen. */
export const tlpExtensionDefinition: StixObject = fixed({
  type: 'extension-definition',
  spec_version: '2.1',
  id: tlpExtensionId,
  created_by_ref: 'identity--b3bca3c2-1f3d-4b54-b44f-dac42c3a8f01',
  created: '2022-10-01T00:00:00.000Z',
  modified: '2022-10-01T00:00:00.000Z',
  name: 'TLP 2.0',
  description: 'This defines TLP 2.0 as a STIX extension',
  schema: `${commonObjects}/tree/master/extension-definition-specifications/tlp-2.0`,
  version: '1.0.0',
  extension_types: ['property-extension'],
})

const levelById = new Map(levels.map(([level, { id }]) => [id, level]))
const definitionById = new Map(tlpDefinitions.map((definition) => [definition.id, definition]))

/** The TLP level a marking definition's id stands for; null for any id but the nine fixed ones. */
export const tlpOf = (id: string): Tlp | null => levelById.get(id) ?? null

/** The constant behind one of the nine fixed ids; null for any other id. */
export const tlpDefinitionOf = (id: string): StixObject | null => definitionById.get(id) ?? null

const levelSaid = (definition: unknown, member: string): unknown =>
  typeof definition === 'object' && definition !== null
    ? (definition as Record<string, unknown>)[member]
    : definition

/**
 * True when an object bears one of the nine fixed ids and tells of another level than that id does,
 * in its definition, its TLP extension or its name: whoever shows it would show the wrong level.
 */
export const falsifiesTlp = (object: StixObject): boolean => {
  const fixed = tlpDefinitionOf(object.id)
  if (fixed === null) return false
  const says = ({ definition, extensions, name }: StixObject): unknown[] => [
    levelSaid(definition, 'tlp'),
    levelSaid(levelSaid(extensions, tlpExtensionId), 'tlp_2_0'),
    typeof name === 'string' ? name.toUpperCase() : fixed.name,
  ]
  const truth = says(fixed)
  return says(object).some((said, index) => said !== truth[index])
}

// The definitions of 2.0 come after those of 1.0, and the last one counts.
const idByLevel = new Map(levels.map(([level, { id }]) => [level, id]))

/** The id of TLP 2.0's marking definition for a level. */
export const tlpIdOf = (level: Tlp): string => idByLevel.get(level) as string
