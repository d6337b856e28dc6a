// TLP constants: the nine fixed definitions and what their ids stand for.

import t from 'tap'
import {
  falsifiesTlp,
  tlpDefinitionOf,
  tlpDefinitions,
  tlpExtensionDefinition,
  tlpExtensionId,
  tlpOf,
} from '../../../src/core/stix/marking.ts'
import type { StixObject } from '../../../src/core/stix/object.ts'

const table: [string, string, string][] = [
  ['351 white', '613f2e26-407d-48c7-9eca-b8e91df99dc9', 'clear'],
  ['351 green', '34098fce-860f-48ae-8e50-ebd3cc5e41da', 'green'],
  ['351 amber', 'f88d31f6-486f-44da-b317-01333bde0b82', 'amber'],
  ['351 red', '5e57c739-391a-4eb3-b6be-7d15ca92d5ed', 'red'],
  ['352 clear', '94868c89-83c2-464b-929b-a1a8aa3c8487', 'clear'],
  ['352 green', 'bab4a63c-aed9-4cf5-a766-dfca5abac2bb', 'green'],
  ['352 amber', '55d920b0-5e8b-4f79-9ee9-91f868d9b421', 'amber'],
  ['352 amber+strict', '939a9414-2ddd-4d32-a0cd-375ea402b003', 'amber+strict'],
  ['352 red', 'e828b379-4e03-4974-9ac4-e53a884c97c1', 'red'],
]
for (const [name, uuid, level] of table) {
  const id = `marking-definition--${uuid}`
  t.equal(tlpOf(id), level, name)
  t.equal(tlpDefinitionOf(id)?.id, id, `${name}, definition`)
}
t.equal(tlpDefinitions.length, table.length)
t.equal(tlpOf('marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc0'), null)
t.equal(tlpOf('constructor'), null)
t.equal(tlpDefinitionOf('x'), null)

t.same(tlpDefinitions[0], {
  type: 'marking-definition',
  spec_version: '2.1',
  id: 'marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9',
  created: '2017-01-20T00:00:00.000Z',
  definition_type: 'tlp',
  name: 'TLP:WHITE',
  definition: { tlp: 'white' },
})
t.same(tlpDefinitions[7], {
  type: 'marking-definition',
  spec_version: '2.1',
  id: 'marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003',
  created: '2022-10-01T00:00:00.000Z',
  name: 'TLP:AMBER+STRICT',
  extensions: {
    'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d': {
      extension_type: 'property-extension',
      tlp_2_0: 'amber+strict',
    },
  },
})
t.equal(tlpExtensionDefinition.id, tlpExtensionId)
t.throws(() => {
  ;(tlpDefinitions[0]!.definition as { tlp: string }).tlp = 'red'
}, 'the constants cannot be changed')

const [red1, red2] = [tlpDefinitions[3]!, tlpDefinitions[8]!]
const { spec_version: _, name: __, ...earlier } = red1
const claims: [string, StixObject, boolean][] = [
  ['the constant, 1.0', red1, false],
  ['the constant, 2.0', red2, false],
  ['as STIX 2.0 has it', { ...earlier, type: 'marking-definition', id: red1.id }, false],
  ['a lower-case name', { ...red1, name: 'tlp:red' }, false],
  ['more of it', { ...red1, created_by_ref: 'identity--1' }, false],
  ['another object', { type: 'indicator', id: 'indicator--1', name: 'TLP:CLEAR' }, false],
  ['L9 another name', { ...red1, name: 'TLP:CLEAR' }, true],
  ['L9 another level', { ...red1, definition: { tlp: 'white' } }, true],
  ['L9 no level', { type: 'marking-definition', id: red1.id }, true],
  ['L9 a level of 1.0 under an id of 2.0', { ...red2, definition: { tlp: 'white' } }, true],
  ['L9 the extension gone', { ...red2, extensions: {} }, true],
  [
    'L9 the extension of another',
    { ...red2, extensions: tlpDefinitions[4]!.extensions as object },
    true,
  ],
  ['L9 a list for a level', { ...red1, definition: { tlp: ['red'] } }, true],
]
for (const [name, object, false_] of claims) t.equal(falsifiesTlp(object), false_, name)
for (const definition of tlpDefinitions)
  t.notOk(falsifiesTlp(definition), definition.name as string)
