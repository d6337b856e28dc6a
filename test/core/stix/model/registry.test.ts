// Every type of STIX 2.1: its smallest object passes, and without any required property it does
// not.

import t from 'tap'
import { models } from '../../../../src/core/stix/model/registry.ts'
import { validateObject } from '../../../../src/core/stix/validate.ts'
import { standardTypes } from '../../../../src/core/stix/vocabulary.ts'
import { loadSchemaCheck, minimal, minimalObjects } from './minimal.ts'

const check = loadSchemaCheck()

t.strictSame(Object.keys(models).sort(), [...standardTypes].sort(), 'a model of every type')
t.equal(standardTypes.size, 42)
t.strictSame(Object.keys(minimalObjects).sort(), [...standardTypes].sort())

for (const type of standardTypes) {
  t.test(`303 ${type}`, async (t) => {
    t.strictSame(validateObject(minimal(type), check, 'strict'), [], 'the smallest object passes')
    t.equal(models[type]!.safeParse(minimal(type)).success, true, 'by its model too')
    for (const property of Object.keys(minimalObjects[type]!)) {
      const object = minimal(type, { [property]: undefined })
      const problems = validateObject(object, check, 'strict')
      t.equal(problems[0]?.severity, 'error', `refused without ${property}`)
      t.equal(problems[0]?.pointer, '', 'what is missing has no place of its own')
      t.match(problems[0]?.message, `\`${property}\``, 'the message names it')
    }
  })
}

for (const type of standardTypes) {
  const custom = minimal(type, { x_example: { deep: [1, 'two', { three: false }] } })
  t.strictSame(validateObject(custom, check, 'strict'), [], `343 ${type} takes custom properties`)
}
