// Every property of STIX 2.1 that takes text, found in the models: each with the smallest valid
// object that has a given text there. Knows no text and no search.
import { z } from 'zod'
import { models } from '../../src/core/stix/model/registry.ts'
import type { StixObject } from '../../src/core/stix/object.ts'
import { minimal, uuid } from '../core/stix/model/minimal.ts'

/**
 * A place for text: `plant` makes a submission that has a text there, valid or not; `takes` says of
 * most texts that cannot stand there that they cannot.
 */
export type TextPlace = {
  name: string
  takes?: (text: string) => boolean
  /** The text is in an attacker's value, which P1 shows whole whatever it imitates (I6). */
  aimed?: boolean
  plant: (text: string) => StixObject[]
}

type Schema = {
  type?: string
  const?: unknown
  enum?: unknown[]
  anyOf?: Schema[]
  pattern?: string
  not?: object
  minimum?: number
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: Schema | boolean
  patternProperties?: Record<string, Schema>
  propertyNames?: Schema
  items?: Schema
}

/** From the top: a property, any member of a list, any key of a dictionary with its value. */
type Step = { property: string } | { member: true } | { key: string } | { asKey: true }

const nameOf = (step: Step | undefined): string =>
  step !== undefined && 'property' in step ? step.property : ''

const definition = `extension-definition--${uuid}`

/** Texts some properties ask for; where none fits, it is no place for text at all. */
const formed = ['2026-01-02T03:04:05.678Z', 'en', '00:00:ab:cd:ef:01', 'aabb', 'AAAA', 'x_other']
const references = Object.keys(models).map((type) => `${type}--${uuid}`)

const smallestText = ({ pattern }: Schema): string => {
  if (pattern === undefined) return 'a'
  const form = new RegExp(pattern)
  return [...formed, ...references, 'ab'.repeat(16)].find((text) => form.test(text)) ?? 'a'
}

const smallest = (schema: Schema): unknown => {
  if (schema.const !== undefined) return schema.const
  if (schema.enum !== undefined) return schema.enum[0]
  if (schema.anyOf !== undefined) return smallest(schema.anyOf[0]!)
  switch (schema.type) {
    case 'boolean':
      return false
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 1, 1)
    case 'array':
      return [smallest(schema.items ?? {})]
    case 'object':
      return smallestRecord(schema)
    default:
      return smallestText(schema)
  }
}

const smallestRecord = (schema: Schema): Record<string, unknown> =>
  Object.fromEntries(
    (schema.required ?? []).map((name) => [name, smallest(schema.properties![name]!)]),
  )

/** A property that takes times, ids or one of few words takes no text. */
const takesText = ({ pattern }: Schema): boolean => {
  if (pattern === undefined) return true
  const form = new RegExp(pattern)
  return ![formed[0]!, ...references].some((text) => form.test(text))
}

const isOpenRecord = ({ additionalProperties, patternProperties }: Schema): boolean =>
  typeof additionalProperties === 'object' || patternProperties !== undefined

const innerOf = ({ additionalProperties }: Schema): Schema =>
  typeof additionalProperties === 'object' && Object.keys(additionalProperties).length > 0
    ? additionalProperties
    : { type: 'string' }

const keysOf = (schema: Schema, path: Step[]): string[] => {
  const last = path.at(-1)
  if (last === undefined) return ['x_own']
  if ('property' in last && last.property === 'extensions') return [definition, 'x-own-ext']
  if ('property' in last && last.property === 'contents') return ['ja']
  return schema.properties === undefined ? ['abc'] : ['x_more']
}

const keyOf = ({ propertyNames, patternProperties = {} }: Schema): Schema => {
  const pattern = propertyNames?.pattern ?? Object.keys(patternProperties)[0]
  return pattern === undefined ? { type: 'string' } : { type: 'string', pattern }
}

/** Whether a text has the form that the end of a path asks for. */
const takesOf = ({ path, schemas }: Found): ((text: string) => boolean) => {
  const pattern = schemas.at(-1)?.pattern
  if (pattern === undefined) return () => true
  const form = new RegExp(pattern)
  const ending = 'asKey' in path.at(-1)! && nameOf(path.at(-2)) === 'extensions' ? '-ext' : ''
  return (text) => form.test(text + ending)
}

type Found = { path: Step[]; schemas: Schema[] }

const visit = (schema: Schema, path: Step[], schemas: Schema[], found: Found[]): void => {
  if (schema.const !== undefined || schema.enum !== undefined) return
  if (schema.anyOf !== undefined) {
    for (const one of schema.anyOf) visit(one, path, [...schemas, one], found)
    return
  }
  const into = (step: Step, inner: Schema) =>
    visit(inner, [...path, step], [...schemas, inner], found)
  if (schema.type === 'array') into({ member: true }, schema.items ?? {})
  else if (schema.type === 'object') {
    for (const [name, inner] of Object.entries(schema.properties ?? {}))
      if (inner.not === undefined && name !== 'selectors') into({ property: name }, inner)
    if (!isOpenRecord(schema)) return
    for (const key of keysOf(schema, path)) into({ key }, innerOf(schema))
    found.push({ path: [...path, { asKey: true }], schemas: [...schemas, keyOf(schema)] })
  } else if ((schema.type === 'string' || schema.type === undefined) && takesText(schema)) {
    found.push({ path, schemas })
  }
}

/** A dictionary with the text as a key; names of extensions end as they have to. */
const keyed = (schema: Schema, before: string, text: string): Record<string, unknown> => {
  if (before === 'extensions') return { [`${text}-ext`]: { x_own: 'a' } }
  if (before === 'contents') return { [text]: { name: '一' } }
  return { [text]: smallest(innerOf(schema)) }
}

/** The value that has the text where the rest of the path leads. */
const build = (
  path: Step[],
  schemas: Schema[],
  schema: Schema,
  text: string,
  before = '',
): unknown => {
  const [step, ...rest] = path
  const [inner, ...inners] = schemas
  if (step === undefined) return text
  const next = () => build(rest, inners, inner!, text, nameOf(step))
  if ('member' in step) return [next()]
  const held = smallestRecord(schema)
  if ('asKey' in step) return { ...held, ...keyed(schema, before, text) }
  const name = 'property' in step ? step.property : step.key
  const made = next()
  if (name !== definition) return { ...held, [name]: made }
  return { ...held, [name]: { extension_type: 'property-extension', ...(made as object) } }
}

const print = (path: Step[]): string =>
  path
    .map((step) => {
      if ('property' in step) return `.${step.property}`
      if ('key' in step) return `.{${step.key === definition ? 'extension-definition' : step.key}}`
      return 'member' in step ? '[]' : '.{key}'
    })
    .join('')
    .slice(1)

const id = (type: string): string => `${type}--${uuid}`

/** What shows most of a type: others of it are hidden as such. */
const shown: Record<string, Record<string, unknown>> = {
  identity: { identity_class: 'class' },
  'user-account': { labels: ['malicious-activity'] },
  'network-traffic': { src_ref: id('ipv6-addr') },
}

const mendMarking = (object: StixObject, path: Step[]): StixObject => {
  const [one] = object.granular_markings as object[]
  const selects = path.some((step) => nameOf(step) === 'selectors')
  const mended = { lang: 'en', ...one, ...(selects ? {} : { selectors: ['type'] }) }
  return { ...object, granular_markings: [mended] }
}

/** Where properties exclude each other or need each other, the others are as the first asks. */
const mend = (object: StixObject, path: Step[]): StixObject => {
  const { type } = object
  const top = nameOf(path[0])
  const without = (...names: string[]): StixObject =>
    Object.fromEntries(
      Object.entries(object).filter(([name]) => !names.includes(name)),
    ) as StixObject
  if (type === 'artifact' && top === 'url')
    return { ...without('payload_bin'), hashes: { MD5: 'ab'.repeat(16) } }
  if (type === 'artifact' && top === 'decryption_key')
    return { ...object, encryption_algorithm: 'mime-type-indicated' }
  if (type === 'email-message' && top === 'body_multipart') {
    const [one] = object.body_multipart as object[]
    return { ...object, is_multipart: true, body_multipart: [{ body: 'a', ...one }] }
  }
  if (type === 'file' && nameOf(path[1]) === 'windows-pebinary-ext') {
    const { 'windows-pebinary-ext': one } = object.extensions as Record<string, object>
    const known = { number_of_sections: 1, ...one }
    return { ...object, extensions: { 'windows-pebinary-ext': known } }
  }
  if (type === 'observed-data' && top === 'objects') return without('object_refs')
  if (type === 'extension-definition' && top === 'extension_properties')
    return { ...object, extension_types: ['toplevel-property-extension'] }
  if (type === 'marking-definition' && top === 'extensions')
    return without('definition', 'definition_type')
  if (top === 'external_references') {
    const [one] = object.external_references as Record<string, unknown>[]
    return { ...object, external_references: [{ external_id: '1', ...one }] }
  }
  if (type === 'windows-registry-key' && top === 'values') {
    const [one] = object.values as object[]
    return { ...object, values: [{ data_type: 'REG_SZ', ...one }] }
  }
  if (type === 'marking-definition' && top === 'definition')
    return { ...object, definition: { statement: 'a', ...(object.definition as object) } }
  if (top === 'granular_markings') return mendMarking(object, path)
  return object
}

const placesOf = (type: string): TextPlace[] => {
  const schema = z.toJSONSchema(models[type]!) as Schema
  const found: Found[] = []
  visit(schema, [], [], found)
  const bare: Schema = { ...schema, required: [] }
  return found.map(({ path, schemas }) => {
    return {
      name: `${type} ${print(path)}`,
      takes: takesOf({ path, schemas }),
      plant: (text) => {
        const made = build(path, schemas, bare, text) as Record<string, unknown>
        return [mend(minimal(type, { ...shown[type], ...made }), path)]
      },
    }
  })
}

/** The places of all types. */
export const textPlaces = (): TextPlace[] => Object.keys(models).flatMap(placesOf)
