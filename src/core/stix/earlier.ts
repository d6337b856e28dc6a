// STIX 2.0, as far as a hub must know it to pass it on: which types there are, what they require.
// Knows nothing of its cyber-observable objects, which live inside observed data only.

import { parseIdentifier } from './identifier.ts'
import { printStep } from './pointer.ts'
import type { Problem } from './problem.ts'
import { fractionDigitsOf, isTimestamp } from './timestamp.ts'
import { standardTypes } from './vocabulary.ts'

/** What the value of a property must be. */
type Form =
  | 'text'
  | 'texts'
  | 'timestamp'
  | 'boolean'
  | 'observations'
  | 'dictionary'
  | 'objects'
  | 'identifier'
  | 'identifiers'
  | 'identity'
  | 'markings'

/** STIX 2.0 part 1 §3.1: what any object may carry; `created` and `modified` stand apart. */
const shared: Record<string, Form> = {
  created_by_ref: 'identity',
  revoked: 'boolean',
  labels: 'texts',
  external_references: 'objects',
  object_marking_refs: 'markings',
  granular_markings: 'objects',
}

/** STIX 2.0 part 2 §2 and §3, part 1 §4.1: the types, and what each requires beyond the shared. */
const required: ReadonlyMap<string, Record<string, Form>> = new Map(
  Object.entries<Record<string, Form>>({
    'attack-pattern': { name: 'text' },
    campaign: { name: 'text' },
    'course-of-action': { name: 'text' },
    identity: { name: 'text', identity_class: 'text' },
    indicator: { labels: 'texts', pattern: 'text', valid_from: 'timestamp' },
    'intrusion-set': { name: 'text' },
    malware: { labels: 'texts', name: 'text' },
    'observed-data': {
      first_observed: 'timestamp',
      last_observed: 'timestamp',
      number_observed: 'observations',
      objects: 'dictionary',
    },
    report: { labels: 'texts', name: 'text', published: 'timestamp', object_refs: 'identifiers' },
    'threat-actor': { labels: 'texts', name: 'text' },
    tool: { labels: 'texts', name: 'text' },
    vulnerability: { name: 'text' },
    relationship: {
      relationship_type: 'text',
      source_ref: 'identifier',
      target_ref: 'identifier',
    },
    sighting: { sighting_of_ref: 'identifier' },
    'marking-definition': { definition_type: 'text', definition: 'dictionary' },
  }),
)

const isText = (value: unknown): value is string => typeof value === 'string'
const isDictionary = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isListOf = (value: unknown, fits: (element: unknown) => boolean): boolean =>
  Array.isArray(value) && value.length > 0 && value.every(fits)
const isIdentifier = (value: unknown): boolean => isText(value) && parseIdentifier(value) !== null
const refersTo = (type: string) => (value: unknown) =>
  isText(value) && parseIdentifier(value)?.type === type

const forms: Record<Form, { fits: (value: unknown) => boolean; wanted: string }> = {
  text: { fits: isText, wanted: 'a text' },
  texts: { fits: (value) => isListOf(value, isText), wanted: 'a list of texts' },
  timestamp: {
    fits: (value) => isText(value) && isTimestamp(value),
    wanted: 'a timestamp in UTC, such as 2016-01-20T12:31:12.123Z',
  },
  boolean: { fits: (value) => typeof value === 'boolean', wanted: 'true or false' },
  observations: {
    fits: (value) =>
      Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 999_999_999,
    wanted: 'an integer from 1 to 999999999',
  },
  dictionary: { fits: isDictionary, wanted: 'an object' },
  objects: { fits: (value) => isListOf(value, isDictionary), wanted: 'a list of objects' },
  identifier: { fits: isIdentifier, wanted: 'an identifier' },
  identifiers: { fits: (value) => isListOf(value, isIdentifier), wanted: 'a list of identifiers' },
  identity: { fits: refersTo('identity'), wanted: 'the id of an identity' },
  markings: {
    fits: (value) => isListOf(value, refersTo('marking-definition')),
    wanted: 'a list of ids of marking definitions',
  },
}

const error = (pointer: string, message: string): Problem => ({
  pointer,
  message,
  severity: 'error',
})

const typeProblem = (object: Record<string, unknown>, type: string): Problem | null => {
  if (!standardTypes.has(type) || required.has(type)) return null
  return object.spec_version === undefined
    ? error('', `\`spec_version\` is missing; ${type} exists only in STIX 2.1, which requires it`)
    : error('/spec_version', `${type} does not exist in STIX 2.0; expected \`spec_version\` "2.1"`)
}

const missingProblem = (object: Record<string, unknown>, type: string): Problem | null => {
  for (const property of Object.keys(required.get(type) ?? {})) {
    if (object[property] !== undefined) continue
    return error(
      '',
      `\`${property}\` is missing; ${type} of STIX 2.0 requires it; ` +
        'if the object is STIX 2.1, give it `spec_version` "2.1"',
    )
  }
  return null
}

const formProblem = (object: Record<string, unknown>, type: string): Problem | null => {
  for (const [property, form] of Object.entries({ ...shared, ...required.get(type) })) {
    if (object[property] === undefined || forms[form].fits(object[property])) continue
    const message = `\`${property}\` does not fit; expected ${forms[form].wanted}`
    return error(`/${printStep(property)}`, message)
  }
  return null
}

/** STIX 2.0 part 1 §3.1: both timestamps are precise to the millisecond, no more and no less. */
const precisionProblem = (object: Record<string, unknown>): Problem | null => {
  for (const name of ['created', 'modified']) {
    const value = object[name]
    if (!isText(value) || fractionDigitsOf(value) === 3) continue
    return error(`/${name}`, `\`${name}\` has not exactly three fraction digits, as in STIX 2.0`)
  }
  return null
}

/**
 * The first thing that is wrong with an object of STIX 2.0 whose essentials are right, or null.
 * Structure only: patterns, vocabularies and observables are passed on as they came.
 */
export const findEarlierProblem = (object: Record<string, unknown>): Problem | null => {
  const type = object.type as string
  return (
    typeProblem(object, type) ??
    missingProblem(object, type) ??
    formProblem(object, type) ??
    precisionProblem(object)
  )
}
