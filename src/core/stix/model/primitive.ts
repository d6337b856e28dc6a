// The forms of STIX 2.1's simple types: timestamps, identifiers, numbers, texts (STIX 2.1 §2).
// Knows no object type. Every expression is linear: no quantifier stands inside another unbounded.

import { z } from 'zod'

// The calendar stands in the expression, so that a schema alone refuses 30 February.
const year = '(?:[0-9]{4})'
const leapYear = '(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)'
const monthDay =
  '(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)' +
  '|02-(?:0[1-9]|1[0-9]|2[0-8]))'
const date = `(?:${year}-${monthDay}|${leapYear}-02-29)`
const time = '(?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)'

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}'
const typeName = '[a-z](?:[a-z0-9]|-(?!-)){2,249}'

/** A property name: STIX 2.1 §3.1, §7.3.2, §11.1. `id` is the one that is shorter. */
export const propertyNameForm = '^(?:id|[a-z][a-z0-9_]{2,249})$'

/** STIX 2.1 §2.16. `description` completes "expected …" in what a producer is told. */
export const timestamp = z
  .string()
  .regex(new RegExp(`^${date}T${time}(?:\\.[0-9]+)?Z$`))
  .describe('a timestamp that exists, in UTC, such as 2016-01-20T12:31:12.123Z')

/**
 * `created` and `modified`: at least milliseconds (STIX 2.1 §3.2).
 * NOTE: STIX sets no limit, but a version is a key of an index; 43 digits make 64 characters.
 */
export const versionTimestamp = z
  .string()
  .regex(new RegExp(`^${date}T${time}\\.[0-9]{3,43}Z$`))
  .describe(
    'a timestamp that exists, in UTC, with three to 43 fraction digits, ' +
      'such as 2016-01-20T12:31:12.123Z',
  )

/** An identifier of any type (STIX 2.1 §2.9). */
export const identifier = z
  .string()
  .regex(new RegExp(`^${typeName}--${uuid}$`))
  .describe('an identifier: a type, `--` and a lower-case UUID')

const alternatives = (types: Iterable<string>): string => [...types].join('|')

/** A reference to an object of one of `types`. */
export const refTo = (...types: string[]) =>
  z
    .string()
    .regex(new RegExp(`^(?:${alternatives(types)})--${uuid}$`))
    .describe(`the id of an object of type ${types.join(' or ')}`)

/** A reference to an object of any type but `types`; `wanted` says what it may point at. */
export const refExcept = (types: Iterable<string>, wanted: string) =>
  z
    .string()
    .regex(new RegExp(`^(?!(?:${alternatives(types)})--)${typeName}--${uuid}$`))
    .describe(`the id of ${wanted}`)

/** The `id` of an object of the type. */
export const idOf = (type: string) =>
  z
    .string()
    .regex(new RegExp(`^${type}--${uuid}$`))
    .describe(`\`${type}--\` and a lower-case UUID`)

/** RFC 5646, the shape of a tag and not the registry. */
export const languageForm = '^(?:[A-Za-z]{2,8}|[ix](?=-))(?:-[A-Za-z0-9]{1,8}){0,24}$'
export const languageTag = z
  .string()
  .regex(new RegExp(languageForm))
  .describe('a language code of RFC 5646, such as en or zh-Hant')

/** STIX 2.1 §2.8. */
export const hex = z
  .string()
  .regex(/^(?:[0-9a-f]{2})+$/)
  .describe('an even number of lower-case hexadecimal digits')

const base64 = '[A-Za-z0-9+/=]'

/**
 * STIX 2.1 §2.1: base64 of RFC 4648, with its padding.
 * NOTE: the group is written out because the engine runs a loop over a plain row of characters
 * without a stack; with `{4}`, or with the padding in the last group, 10 MB overflow it.
 */
export const binary = z
  .string()
  .regex(new RegExp(`^(?=[A-Za-z0-9+/]*={0,2}$)(?:${base64}${base64}${base64}${base64})*$`))
  .describe('base64 with its padding')

/** STIX 2.1 §2.10: what a double can hold exactly. */
export const integer = z.int()
export const natural = z.int().min(0)
export const text = z.string()

/** STIX 2.1 §2.12: a list is never empty. */
export const list = <T extends z.ZodType>(element: T) => z.array(element).min(1)

/** STIX 2.1 §2.4. */
export const enumeration = <const T extends [string, ...string[]]>(...values: T) => z.enum(values)

/** A property that must not be there; `reason` says why, to the producer. */
export const absent = (reason: string) => z.never().describe(reason).optional()

/** At least one property: zod by refinement, JSON Schema by `minProperties`. */
export const filled = <T extends z.ZodType>(shape: T, meta: Record<string, unknown> = {}) =>
  shape
    .refine((value) => Object.keys(value as object).length > 0)
    .meta({ ...meta, minProperties: 1 })

/** STIX 2.1 §2.3: keys of `A-Z a-z 0-9 - _`, at most 250, never empty. */
export const dictionary = <T extends z.ZodType>(value: T) =>
  filled(z.record(z.string().regex(/^[A-Za-z0-9_-]{1,250}$/), value))
