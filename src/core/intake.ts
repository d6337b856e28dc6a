// From the bytes of one object to something that can be published, or to a refusal with its reason.
// A bad object is refused alone; it never sinks the others of its envelope.
import { hash } from 'node:crypto'
import { parseIdentifier } from './stix/identifier.ts'
import { falsifiesTlp } from './stix/marking.ts'
import type { StixObject } from './stix/object.ts'
import type { Problem } from './stix/problem.ts'
import { isTimestamp, orderOf } from './stix/timestamp.ts'
import { type SchemaCheck, validateObject, validateObject20 } from './stix/validate.ts'
import { specVersionOf, versionOf } from './stix/version.ts'

export type IntakeRules = {
  validation: 'strict' | 'lenient'
  media_types: string[]
  check: SchemaCheck
}

/** An object fit to be published. `body` is exactly what was sent, `object` what it says. */
export type Accepted = {
  ok: true
  body: Buffer
  stix_id: string
  stix_type: string
  spec_version: '2.0' | '2.1'
  version: { text: string; order: string } | null
  created_order: string | null
  created_by_ref: string | null
  revoked: boolean
  content_hash: Buffer
  object: StixObject
  warning: string | null
}

/** An object that is not taken. `id` and `version` are what it called itself, where it did. */
export type Refused = { ok: false; id: string | null; version: string | null; message: string }

const messageMax = 256

const describe = (problem: Problem): string => {
  const where = problem.pointer === '' ? '' : `${problem.pointer}: `
  const text = `${where}${problem.message}`
  return text.length <= messageMax ? text : `${text.slice(0, messageMax - 1)}…`
}

/** The STIX versions a collection takes, from its media types (TAXII 2.1 §5.2.1). */
export const listSpecVersions = (mediaTypes: string[]): Set<string> => {
  const versions = new Set<string>()
  for (const mediaType of mediaTypes) {
    const version = /;\s*version=([0-9.]+)/.exec(mediaType)?.[1]
    for (const each of version === undefined ? ['2.0', '2.1'] : [version]) versions.add(each)
  }
  return versions
}

const shortText = (value: unknown, most: number): string | null =>
  typeof value === 'string' && value.length > 0 && value.length <= most ? value : null

const refuse = (object: Record<string, unknown>, message: string): Refused => ({
  ok: false,
  id: shortText(object.id, 300),
  version: shortText(object.modified, 64) ?? shortText(object.created, 64),
  message,
})

const validate = (object: Record<string, unknown>, spec: string, rules: IntakeRules): Problem[] =>
  spec === '2.0'
    ? validateObject20(object, rules.validation)
    : validateObject(object, rules.check, rules.validation)

const wellFormed = (reference: unknown): string | null =>
  typeof reference === 'string' && parseIdentifier(reference) !== null ? reference : null

const accept = (object: StixObject, body: Buffer, warning: string | null): Accepted | Refused => {
  const version = versionOf(object)
  const created = typeof object.created === 'string' ? object.created : null
  const untimely = [version?.text, created].some((text) => text && !isTimestamp(text))
  if (untimely || parseIdentifier(object.id)?.type !== object.type) {
    return refuse(
      object,
      'id, created and modified must be well-formed whatever the collection takes',
    )
  }
  if (falsifiesTlp(object)) {
    return refuse(object, 'this id belongs to TLP: send its definition unchanged')
  }
  return {
    ok: true,
    body,
    stix_id: object.id,
    stix_type: object.type,
    spec_version: specVersionOf(object),
    version,
    created_order: created === null ? null : orderOf(created),
    created_by_ref: wellFormed(object.created_by_ref),
    revoked: object.revoked === true,
    content_hash: hash('sha256', body, 'buffer'),
    object,
    warning,
  }
}

/**
 * Takes one object of an envelope that passed the strict edge. Strict collections refuse what STIX
 * forbids; lenient ones keep it and say so in `warning`.
 */
export const takeObject = (body: Buffer, rules: IntakeRules): Accepted | Refused => {
  const value: unknown = JSON.parse(body.toString('utf8'))
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { ok: false, id: null, version: null, message: 'not a STIX object: send a JSON object' }
  }
  const object = value as Record<string, unknown>
  const spec = specVersionOf(object as StixObject)
  const taken = listSpecVersions(rules.media_types)
  if (!taken.has(spec)) {
    return refuse(
      object,
      `this collection does not take STIX ${spec}; it takes ${[...taken].join(', ')}`,
    )
  }
  const problems = validate(object, spec, rules)
  const error = problems.find((problem) => problem.severity === 'error')
  if (error !== undefined) return refuse(object, describe(error))
  const warning = problems[0] === undefined ? null : describe(problems[0])
  return accept(object as StixObject, body, warning)
}
