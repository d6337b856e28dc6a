// What an object must have right to be kept at all: type, id, spec_version and the timestamps that
// order its versions. Knows nothing of its other properties; even lenient collections refuse here.

import { isTypeName, parseIdentifier } from './identifier.ts'
import type { Problem } from './problem.ts'
import { isTimestamp } from './timestamp.ts'
import { domainObjectTypes, relationshipObjectTypes } from './vocabulary.ts'

const problem = (pointer: string, message: string): Problem => ({
  pointer,
  message,
  severity: 'error',
})

const typeProblem = (type: unknown): Problem | null => {
  if (type === undefined) return problem('', '`type` is missing; every STIX object has one')
  if (type === 'bundle') {
    return problem('/type', 'a bundle is no STIX object; send the objects in it')
  }
  if (typeof type !== 'string' || !isTypeName(type)) {
    return problem(
      '/type',
      '`type` is no type name; expected 3 to 250 of a-z, 0-9 and single hyphens, a letter first',
    )
  }
  return null
}

const idProblem = (id: unknown, type: string): Problem | null => {
  if (id === undefined) return problem('', '`id` is missing; every STIX object has one')
  const parsed = typeof id === 'string' ? parseIdentifier(id) : null
  if (parsed === null) {
    return problem('/id', '`id` is no identifier; expected the type, `--` and a lower-case UUID')
  }
  if (parsed.type !== type) {
    return problem('/id', '`id` begins with another type than `type` says; make them the same')
  }
  return null
}

// STIX sets no limit, but a version is a key of the index that orders it.
const timestampLengthMax = 64

const timestampProblem = (
  object: Record<string, unknown>,
  name: 'created' | 'modified',
  isRequired: boolean,
): Problem | null => {
  const value = object[name]
  if (value === undefined) {
    return isRequired ? problem('', `\`${name}\` is missing; ${object.type} requires it`) : null
  }
  if (typeof value === 'string' && value.length > timestampLengthMax) {
    return problem(
      `/${name}`,
      `\`${name}\` is too long; write it with at most ${timestampLengthMax} characters`,
    )
  }
  if (typeof value === 'string' && isTimestamp(value)) return null
  return problem(
    `/${name}`,
    `\`${name}\` is no timestamp that exists; expected UTC such as 2016-01-20T12:31:12.123Z`,
  )
}

const versionedMetaTypes = new Set(['language-content', 'extension-definition'])

/** Whether objects of the type carry `created` and `modified` (STIX 2.1 §3.2, §7). */
export const isVersionedType = (type: string): boolean =>
  domainObjectTypes.has(type) || relationshipObjectTypes.has(type) || versionedMetaTypes.has(type)

/**
 * The first of these that is wrong, or null: `type` names a type, `id` is an identifier of that
 * type, `created` and `modified` are timestamps, and stand there where the type is versioned.
 */
export const findEssentialProblem = (object: Record<string, unknown>): Problem | null => {
  const ofType = typeProblem(object.type)
  if (ofType !== null) return ofType
  const type = object.type as string
  const isVersioned = isVersionedType(type)
  return (
    idProblem(object.id, type) ??
    timestampProblem(object, 'created', isVersioned || type === 'marking-definition') ??
    timestampProblem(object, 'modified', isVersioned)
  )
}

/** Whether `spec_version` says 2.1, as all but SCOs and custom types must say (STIX 2.1 §3.2). */
export const findSpecVersionProblem = (object: Record<string, unknown>): Problem | null => {
  const version = object.spec_version
  if (version === '2.1') return null
  if (version !== undefined) {
    return problem('/spec_version', '`spec_version` names no version known here; expected "2.1"')
  }
  const type = object.type as string
  return isVersionedType(type) || type === 'marking-definition'
    ? problem('', `\`spec_version\` is missing; ${type} requires "2.1"`)
    : null
}
