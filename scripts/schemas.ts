// Prints the zod models as the JSON Schemas under schemas/. With --check it writes nothing and
// fails when a file there is not what it would print. Same models, same bytes.

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { sharingOptionsModel } from '../src/core/sharing/options.ts'
import { models, structures } from '../src/core/stix/model/registry.ts'
import * as taxii from '../src/core/taxii/resource.ts'

type JsonSchema = Record<string, unknown>

const dialect = 'https://json-schema.org/draft/2020-12/schema'

const resources: Record<string, z.ZodType> = {
  'api-root': taxii.apiRootSchema,
  collection: taxii.collectionSchema,
  collections: taxii.collectionsSchema,
  discovery: taxii.discoverySchema,
  envelope: taxii.envelopeSchema,
  error: taxii.errorSchema,
  manifest: taxii.manifestSchema,
  status: taxii.statusSchema,
  versions: taxii.versionsSchema,
}

const isStructure = (id: string): boolean => Object.hasOwn(structures, id)

/** A schema without the address that only says where it stands. */
const withoutAddress = ({ $schema, $id, ...schema }: JsonSchema): JsonSchema => schema

/** STIX: one file a type; what types share stands once, in common.json, and is referred to. */
const stixSchemas = (): Map<string, JsonSchema> => {
  const registry = z.registry<{ id: string }>()
  for (const [id, structure] of Object.entries(structures)) registry.add(structure, { id })
  for (const [id, model] of Object.entries(models)) registry.add(model, { id })
  const { schemas } = z.toJSONSchema(registry, {
    uri: (id) => (isStructure(id) ? `common.json#/$defs/${id}` : `${id}.json`),
  })
  const printed = new Map<string, JsonSchema>()
  const $defs: Record<string, JsonSchema> = {}
  for (const [id, schema] of Object.entries(schemas as Record<string, JsonSchema>)) {
    const bare = withoutAddress(schema)
    if (isStructure(id)) $defs[id] = bare
    else printed.set(id, { $schema: dialect, $id: `${id}.json`, title: id, ...bare })
  }
  return printed.set('common', { $schema: dialect, $id: 'common.json', $defs })
}

/** Schemas of models that share nothing, each on its own. */
const printEach = (each: Record<string, z.ZodType>): Map<string, JsonSchema> => {
  const printed = new Map<string, JsonSchema>()
  for (const [id, resource] of Object.entries(each)) {
    const bare = withoutAddress(z.toJSONSchema(resource) as JsonSchema)
    printed.set(id, { $schema: dialect, $id: `${id}.json`, title: id, ...bare })
  }
  return printed
}

/** Every schema file by its path under schemas/, with the bytes it should have. */
export const printSchemas = (): Map<string, string> => {
  const files = new Map<string, string>()
  const families = {
    'stix-2.1': stixSchemas(),
    'taxii-2.1': printEach(resources),
    'sekisho-1': printEach({ sharing: sharingOptionsModel }),
  }
  for (const [family, schemas] of Object.entries(families)) {
    for (const [id, schema] of schemas) {
      files.set(`${family}/${id}.json`, `${JSON.stringify(schema, null, 2)}\n`)
    }
  }
  return files
}

/** Where the schemas lie. */
export const schemasFolder = join(dirname(fileURLToPath(import.meta.url)), '..', 'schemas')

/** The files under `folder` that differ from what the models say: changed, missing or left over. */
export const findDrift = (folder: string): string[] => {
  const printed = printSchemas()
  const present = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.json'))
  const stale = present.filter(
    (path) => printed.get(path) !== readFileSync(join(folder, path), 'utf8'),
  )
  const missing = [...printed.keys()].filter((path) => !present.includes(path))
  return [...stale, ...missing].sort()
}

const writeSchemas = (folder: string): void => {
  const printed = printSchemas()
  for (const path of findDrift(folder)) {
    const bytes = printed.get(path)
    if (bytes === undefined) {
      rmSync(join(folder, path))
      continue
    }
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), bytes)
  }
}

if (import.meta.main) {
  mkdirSync(schemasFolder, { recursive: true })
  if (process.argv.includes('--check')) {
    const drift = findDrift(schemasFolder)
    for (const path of drift) console.error(`schemas/${path} is not what the models say`)
    if (drift.length > 0) {
      console.error('run `npm run schemas` and commit the result')
      process.exitCode = 1
    }
  } else {
    writeSchemas(schemasFolder)
  }
}
