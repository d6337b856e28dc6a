// Any valid object of any type of STIX 2.1, made from the models: required and optional properties,
// nested ones too, with words among their texts that must never be told.

import fc from 'fast-check'
import { z } from 'zod'
import { models } from '../../../src/core/stix/model/registry.ts'
import type { StixObject } from '../../../src/core/stix/object.ts'
import { standardTypes } from '../../../src/core/stix/vocabulary.ts'
import { minimalObjects } from '../stix/model/minimal.ts'

type Schema = {
  type?: string
  const?: unknown
  enum?: unknown[]
  anyOf?: Schema[]
  pattern?: string
  not?: object
  minimum?: number
  maximum?: number
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: Schema | boolean
  propertyNames?: Schema
  patternProperties?: Record<string, Schema>
  items?: Schema
}

/** What may never be told: each in forms that structure or text may carry. */
export const planted = ['acme.example', '198.51.100.7', 'taro@acme.example', 'Acme', 'アクメ']

const uuid = '0c7e22ad-b099-4dc3-b0df-2ea3f49ae2e6'
const hex = (digits: number) => 'ab12'.repeat(digits / 4)

/** Texts of every form that the models ask for. */
const formed = [
  '2026-01-02T03:04:05.678Z',
  '2026-01-02T07:08:09.123456Z',
  '2026-01-03T00:00:00Z',
  ...[...standardTypes].map((type) => `${type}--${uuid}`),
  ...['en', 'ja', 'fr'],
  ...[32, 40, 64, 128].map(hex),
  '3:AXGBicFlgVNhBGcL6wCrFQEv:AXGHsNhxLsr2C',
  `T1${'a'.repeat(70)}`,
  'AAAA',
  '00:00:ab:cd:ef:01',
  'uses',
  'targets',
  'x_own',
]

const plain = [
  'a',
  'worm',
  'trojan',
  'CVE-2026-1234',
  'jp',
  'found in a mail',
  'C:\\Users\\x\\a.exe',
]
const values = ['203.0.113.9', 'evil.example', 'https://evil.example/a', 'bad@evil.example']
const mixed = planted.map((word) => `seen at ${word} today`)

const freeText = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...plain, ...values) },
  { weight: 1, arbitrary: fc.constantFrom(...planted, ...mixed) },
)

const textOf = (pattern: string | undefined): fc.Arbitrary<string> => {
  if (pattern === undefined) return freeText
  const form = new RegExp(pattern)
  return fc.constantFrom(...formed.filter((text) => form.test(text)))
}

const record = (schema: Schema, skip: ReadonlySet<string>): fc.Arbitrary<object> => {
  const shape: Record<string, fc.Arbitrary<unknown>> = {}
  for (const [name, inner] of Object.entries(schema.properties ?? {})) {
    if (inner.not === undefined && !skip.has(name)) shape[name] = anyValue(inner)
  }
  const requiredKeys = (schema.required ?? []).filter((name) => name in shape)
  const known = fc.record(shape, { requiredKeys })
  if (schema.properties !== undefined) return known
  const others = schema.additionalProperties
  const inner = typeof others === 'object' ? anyValue(others) : freeText
  const keys = fc.constantFrom('en', 'User-Agent', 'Host', 'abc')
  return fc.dictionary(keys, inner, { minKeys: 1, maxKeys: 2 })
}

const numberOf = ({ minimum = 0, maximum = 200, type }: Schema): fc.Arbitrary<number> =>
  type === 'integer'
    ? fc.integer({ min: Math.max(minimum, 0), max: Math.min(maximum, 100_000) })
    : fc.integer({ min: Math.max(minimum, -10), max: Math.min(maximum, 10) })

const anyValue = (schema: Schema): fc.Arbitrary<unknown> => {
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map(anyValue))
  switch (schema.type) {
    case 'string':
      return textOf(schema.pattern)
    case 'boolean':
      return fc.boolean()
    case 'integer':
    case 'number':
      return numberOf(schema)
    case 'array':
      return fc.array(anyValue(schema.items ?? {}), { minLength: 1, maxLength: 3 })
    case 'object':
      return record(schema, new Set())
    default:
      return freeText
  }
}

const reference = fc.constantFrom(
  { source_name: 'cve', external_id: 'CVE-2026-1234' },
  { source_name: 'jira', url: 'https://jira.acme.example/1' },
  { source_name: 'mitre-attack', external_id: 'T1059', description: 'see Acme' },
)

const sha256 = 'ef537f25c895bfa782526529a9b63d97aa631564d5d789c2b765448c8635fb6c'
const pattern = fc.constantFrom(
  "[domain-name:value = 'evil.example']",
  "[domain-name:value = 'vpn.acme.example']",
  "[ipv4-addr:value = '203.0.113.9' OR ipv4-addr:value = '198.51.100.7']",
  `[file:hashes.'SHA-256' = '${sha256}'] AND [email-addr:value = 'taro@acme.example']`,
  "[url:value = 'https://evil.example/?u=acme.example']",
)

const times = ['created', 'modified', 'valid_from', 'valid_until']
const made = ['type', 'id', 'spec_version', 'extensions', 'granular_markings', ...times]

const ownTimes = fc.constantFrom<Record<string, string>>(
  {},
  { valid_until: '2027-01-01T00:00:00.001Z' },
)

/** `extensions` of the kinds that the type predefines, and one that nobody knows. */
const extensionsOf = (schema: Schema): fc.Arbitrary<object> => {
  const predefined = record(schema.properties?.extensions ?? {}, new Set())
  const own = fc.constant({ 'x-own-ext': { told: 'Acme' } })
  return fc.oneof(predefined, own).filter((extensions) => Object.keys(extensions).length > 0)
}

const markings = fc.constantFrom([
  { lang: 'en', selectors: ['type'] },
  { marking_ref: 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb', selectors: ['id'] },
])

/** Objects of one type. Most of them are valid; the rest is for a test to pass over. */
export const arbitraryObject = (type: string): fc.Arbitrary<StixObject> => {
  const schema = z.toJSONSchema(models[type]!) as Schema
  const minimal = minimalObjects[type]!
  const own = record({ ...schema, required: [] }, new Set(made))
  const fixed = fc.record(
    { external_references: fc.array(reference, { minLength: 1, maxLength: 3 }), x_own: freeText },
    { requiredKeys: [] },
  )
  const more = fc.record(
    { extensions: extensionsOf(schema), granular_markings: markings },
    { requiredKeys: [] },
  )
  return fc
    .tuple(own, fixed, more, pattern, ownTimes)
    .map(([optional, common, rest, written, validity]) => {
      const object = { ...optional, ...common, ...rest, ...pick(minimal, optional) }
      if (type !== 'indicator') return asParsed(object)
      return asParsed({ ...object, pattern: written, pattern_type: 'stix', ...validity })
    })
}

const without = (object: StixObject, name: string): StixObject => {
  const { [name]: _, ...rest } = object
  return rest as StixObject
}

/** Of properties that exclude each other, one goes; texts that are prescribed are as prescribed. */
const mends: Record<string, (object: StixObject) => StixObject> = {
  'observed-data': (object) => without(object, 'objects'),
  'email-message': (object) => without(object, object.is_multipart ? 'body' : 'body_multipart'),
  'extension-definition': (object) =>
    without(without(object, 'extension_properties'), 'extensions'),
  'marking-definition': (object) => ({
    ...object,
    definition_type: 'statement',
    definition: { statement: object.name ?? 'as agreed' },
  }),
  'language-content': (object) => ({
    ...object,
    object_ref: `report--${uuid}`,
    contents: { ja: { name: planted.at(-1), description: '二' }, en: { description: 'a' } },
  }),
  artifact: (object) => without(object, object.hashes === undefined ? 'url' : 'payload_bin'),
}

const asParsed = (object: object): StixObject => {
  const parsed: StixObject = JSON.parse(JSON.stringify(object))
  return mends[parsed.type]?.(parsed) ?? parsed
}

/** Of the minimal object, what makes it one and what the generated one lacks. */
const pick = (minimal: StixObject, generated: object): Partial<StixObject> =>
  Object.fromEntries(
    Object.entries(minimal).filter(([name]) => made.includes(name) || !(name in generated)),
  )
