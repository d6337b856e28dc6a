// Says in a producer's words what a JSON Schema found wrong. Knows no schema and no type of STIX.

import type { ErrorObject } from 'ajv'
import { printStep } from './pointer.ts'
import { messageLengthMax, type Problem } from './problem.ts'

const articles: Record<string, string> = {
  string: 'a text',
  integer: 'an integer',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
}

/** What a JSON value is, in words. */
const kindOf = (value: unknown): string => {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'an object'
  if (typeof value === 'string') return 'a text'
  if (typeof value === 'boolean') return String(value)
  return 'a number'
}

const decodeStep = (step: string): string => step.replaceAll('~1', '/').replaceAll('~0', '~')

const isIndex = (step: string): boolean => /^[0-9]+$/.test(step)

/** The part of the object a pointer names, as a producer would: `labels`, `sections[2].name`. */
const nameOf = (pointer: string): string => {
  const steps = pointer.split('/').slice(1).map(decodeStep)
  const printed = steps.map((step, at) =>
    isIndex(step) && at > 0 ? `[${step}]` : at === 0 ? step : `.${step}`,
  )
  return steps.length === 0 ? 'the object' : `\`${shorten(printed.join(''), 80)}\``
}

const shorten = (text: string, lengthMax: number): string =>
  text.length <= lengthMax ? text : `${text.slice(0, lengthMax - 1).toWellFormed()}…`

const quotedLengthMax = 60

/** A value as JSON, cut short; a long text is cut before it is printed. */
const quote = (value: unknown): string =>
  shorten(
    JSON.stringify(typeof value === 'string' ? value.slice(0, quotedLengthMax) : value),
    quotedLengthMax,
  )

/** A description the models gave the part, as the end of a sentence. */
const expectation = (error: ErrorObject): string =>
  typeof error.parentSchema?.description === 'string'
    ? error.parentSchema.description
    : 'something else'

const keyForm = 'letters of a-z, A-Z, 0-9, - and _'

const placeOf = (name: string): string => (name === 'the object' ? '' : ` in ${name}`)

type Sentence = (error: ErrorObject, name: string, type: string) => string

const tooSmallOrLarge: Sentence = (error, name) => {
  const { minimum, maximum } = error.parentSchema as { minimum?: number; maximum?: number }
  const range =
    minimum === undefined || minimum === -Infinity
      ? `at most ${maximum}`
      : maximum === undefined
        ? `at least ${minimum}`
        : `from ${minimum} to ${maximum}`
  return `${name} is ${quote(error.data)}; expected a number ${range}`
}

const sentences: Record<string, Sentence> = {
  required: (error, name, type) =>
    name === 'the object'
      ? `\`${error.params.missingProperty}\` is missing; ${type} requires it`
      : `${name} lacks \`${error.params.missingProperty}\`, which it requires`,
  type: (error, name) => {
    const expected = articles[error.params.type] ?? expectation(error)
    return `${name} is ${kindOf(error.data)}; expected ${expected}`
  },
  const: (error, name) =>
    `${name} is ${quote(error.data)}; expected ${quote(error.params.allowedValue)}`,
  enum: (error, name) =>
    `${name} is ${quote(error.data)}; expected one of ${error.params.allowedValues.join(', ')}`,
  pattern: (error, name) => `${name} is ${quote(error.data)}; expected ${expectation(error)}`,
  minItems: (_error, name) => `${name} is an empty list; give it a value or leave it out`,
  minProperties: (_error, name) => `${name} is empty; give it a property or leave it out`,
  minimum: tooSmallOrLarge,
  maximum: tooSmallOrLarge,
  not: (error, name) => `${name} is ${expectation(error)}; leave it out`,
  anyOf: (error, name) => `${name} is ${kindOf(error.data)}; expected ${expectation(error)}`,
  additionalProperties: (error, name) =>
    `${quote(error.params.additionalProperty)}${placeOf(name)} may not name a property; ` +
    'expected 3 to 250 of a-z, 0-9 and _, a letter first',
  propertyNames: (error, name) =>
    `${quote(error.params.propertyName)}${placeOf(name)} may not stand here; ` +
    `expected ${(error.schema as { description?: string }).description ?? keyForm}`,
}

/** The step into the object, where ajv keeps it apart from the pointer. */
const lastStep = (error: ErrorObject): string | undefined =>
  error.params.propertyName ?? error.params.additionalProperty

/**
 * The one problem told to the producer. Of the errors ajv leaves, the last is the outermost: before
 * it stand those of the branches it tried. `pointer` names the part that is there and wrong; of
 * what is missing, the part that lacks it.
 */
export const describeMisfit = (errors: ErrorObject[], object: Record<string, unknown>): Problem => {
  const error = errors[errors.length - 1]
  if (error === undefined) throw new Error('a schema refused an object without an error')
  const sentence = sentences[error.keyword]
  const step = lastStep(error)
  const pointer =
    step === undefined ? error.instancePath : `${error.instancePath}/${printStep(step)}`
  const name = nameOf(error.instancePath)
  const type = typeof object.type === 'string' ? shorten(object.type, 60) : 'it'
  const message = sentence?.(error, name, type) ?? `${name} is not as STIX 2.1 has it`
  return { pointer, message: shorten(message, messageLengthMax), severity: 'error' }
}
