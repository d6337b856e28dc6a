// The table of references and the models say the same about which type may stand where.

import t from 'tap'
import type { z } from 'zod'
import { models } from '../../../src/core/stix/model/registry.ts'
import { admitsTarget, referenceOf, referencesOf } from '../../../src/core/stix/reference.ts'
import { standardTypes } from '../../../src/core/stix/vocabulary.ts'

const uuid = '28bb3599-77cd-4a82-a950-b5bc3caf07c4'
const targets = [...standardTypes, 'x-acme']

const shapeOf = (type: string) => (models[type] as z.ZodObject).shape as Record<string, z.ZodType>

/** The targets at which a judgement differs from the table's, for one property of a type. */
const differences = (type: string, property: string, admits: (id: string) => boolean): string[] => {
  const reference = referenceOf(type, property)
  if (reference === null) return ['not in the table']
  return targets.filter(
    (target) => admits(`${target}--${uuid}`) !== admitsTarget(reference.targets, target),
  )
}

for (const type of standardTypes) {
  const shape = shapeOf(type)
  const named = Object.keys(shape).filter((name) => /_refs?$/.test(name))
  const tabled = referencesOf(type).map(({ property }) => property.split('.')[0]!)
  t.same(
    tabled.filter((name) => shape[name] === undefined),
    [],
    `334 ${type}: the model has every property of the table`,
  )
  for (const name of named) {
    const admits = (id: string) =>
      shape[name]!.safeParse(name.endsWith('_refs') ? [id] : id).success
    t.same(differences(type, name, admits), [], `334 ${type}.${name}`)
    t.equal(
      shape[name]!.safeParse(undefined).success,
      referenceOf(type, name)?.required === false,
      `303 ${type}.${name}: required alike`,
    )
  }
}

t.same(
  differences('indicator', 'created_by_ref', (id) => id.startsWith('tool--')),
  ['identity', 'tool'],
  'a different judgement is noticed',
)
