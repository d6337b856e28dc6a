// Compiles the JSON Schemas of schemas/stix-2.1 and asks them about an object.
// Knows neither the models they come from nor any rule that a schema cannot say.

import type { ValidateFunction } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describeMisfit } from './schema-problem.ts'
import type { SchemaCheck } from './validate.ts'

const definesVersioned = (extensions: unknown): boolean =>
  typeof extensions === 'object' &&
  extensions !== null &&
  Object.values(extensions).some(
    (extension) =>
      extension?.extension_type === 'new-sdo' || extension?.extension_type === 'new-sro',
  )

/**
 * Compiles schemas, keyed by file name without `.json`, of which `common` is referred to by the
 * others. Throws when one of them is no schema or when `common` lacks what custom types need.
 * No coercion, no defaults, no removal: what a producer sent is judged as it stands (STIX 2.1 §2).
 */
export const compileSchemas = (schemas: Record<string, object>): SchemaCheck => {
  const ajv = new Ajv2020({
    allErrors: false,
    strict: true,
    allowUnionTypes: true,
    allowMatchingProperties: true,
    verbose: true,
    validateFormats: false,
    coerceTypes: false,
    useDefaults: false,
    removeAdditional: false,
  })
  const { common, ...types } = schemas
  if (common === undefined) throw new Error('schema `common` is missing')
  ajv.addSchema(common, 'common.json')
  const compiled = new Map<string, ValidateFunction>()
  for (const [type, schema] of Object.entries(types)) compiled.set(type, ajv.compile(schema))
  const shared = (name: string) => ajv.compile({ $ref: `common.json#/$defs/${name}` })
  const custom = shared('custom-object')
  const customVersioned = shared('custom-versioned-object')

  return (object) => {
    const own = compiled.get(object.type as string)
    const fits = own ?? (definesVersioned(object.extensions) ? customVersioned : custom)
    return fits(object) ? null : describeMisfit(fits.errors ?? [], object)
  }
}
