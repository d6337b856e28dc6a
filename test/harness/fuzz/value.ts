// Values that a schema allows, made by fast-check; where a name says what is meant, mostly things
// that are there, so that requests come further than the door.
import fc from 'fast-check'
import type { Schema } from './operation.ts'

/** What is there, by the name of the member or parameter that means it. */
export type Known = Record<string, unknown[]>

const listMax = 3
const textMax = 60

const made = new Map<string, fc.Arbitrary<string>>()

/** Kept, because reading a pattern takes longer than making many strings of it. */
const matching = (pattern: string, minLength: number, maxLength: number) => {
  const key = `${minLength} ${maxLength} ${pattern}`
  const known = made.get(key)
  if (known !== undefined) return known
  const strings = ((): fc.Arbitrary<string> => {
    try {
      return fc.stringMatching(new RegExp(pattern, 'u'), { maxLength })
    } catch {
      // A class that fast-check does not make: most strings without it fit.
      return fc.string({ unit: 'grapheme-ascii', minLength, maxLength })
    }
  })()
  made.set(key, strings)
  return strings
}

const stringOf = (schema: Schema): fc.Arbitrary<unknown> => {
  const { minLength = 0, maxLength = textMax, pattern, format } = schema
  if (format === 'uuid') return fc.uuid({ version: 4 })
  if (format === 'date-time') {
    const [min, max] = [new Date('2020-01-01'), new Date('2030-01-01')]
    return fc.date({ min, max, noInvalidDate: true }).map((date) => date.toISOString())
  }
  const most = Math.max(minLength, Math.min(maxLength, textMax))
  const plain = fc.string({ unit: 'grapheme', minLength, maxLength: most })
  if (pattern === undefined) return plain
  return matching(pattern, minLength, most)
}

const numberOf = ({ minimum, maximum, exclusiveMinimum }: Schema): fc.Arbitrary<unknown> =>
  fc.integer({
    min: Math.max(minimum ?? -1_000, (exclusiveMinimum ?? -1_001) + 1, -1_000_000),
    max: Math.min(maximum ?? 1_000, 1_000_000),
  })

const recordOf = (schema: Schema, known: Known): fc.Arbitrary<unknown> => {
  const { properties = {}, required = [], additionalProperties } = schema
  const named = Object.fromEntries(
    Object.entries(properties).map(([key, member]) => [key, makeValue(member, known, key)]),
  )
  const fixed = fc.record(named, { requiredKeys: required as never })
  if (typeof additionalProperties !== 'object') return fixed
  const names = (known.name ?? []) as string[]
  const key = fc.oneof(fc.constantFrom(...names), fc.stringMatching(/^[a-z]{1,8}$/))
  return fc
    .tuple(fc.dictionary(key, makeValue(additionalProperties, known), { maxKeys: listMax }), fixed)
    .map(([more, record]) => ({ ...more, ...(record as object) }))
}

const simple = (schema: Schema, type: string | undefined, known: Known): fc.Arbitrary<unknown> => {
  switch (type) {
    case 'string':
      return stringOf(schema)
    case 'integer':
    case 'number':
      return numberOf(schema)
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array': {
      const { items = {}, minItems = 0, maxItems = listMax } = schema
      const maxLength = Math.max(minItems, Math.min(maxItems, listMax))
      return fc.array(makeValue(items, known), { minLength: minItems, maxLength })
    }
    case 'object':
      return recordOf(schema, known)
    default:
      return fc.jsonValue({ maxDepth: 2 })
  }
}

const allowed = (schema: Schema, known: Known): fc.Arbitrary<unknown> => {
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices !== undefined) return fc.oneof(...choices.map((one) => makeValue(one, known)))
  const [first] = [schema.type].flat()
  return simple(schema, first, known)
}

/** Values that fit a schema; `name`: of the member or the parameter. */
export const makeValue = (schema: Schema, known: Known, name?: string): fc.Arbitrary<unknown> => {
  const there = name === undefined ? undefined : known[name]
  if (there === undefined || there.length === 0) return allowed(schema, known)
  return fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...there) },
    { weight: 1, arbitrary: allowed(schema, known) },
  )
}
