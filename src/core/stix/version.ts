// Which version of an object, and of the STIX specification, one has in hand.
// Knows nothing of stored versions: it reads one object only.

import type { StixObject } from './object.ts'
import { isTimestamp, orderOf } from './timestamp.ts'
import { observableObjectTypes } from './vocabulary.ts'

/** A version as its producer wrote it, and the key that orders it among others. */
export type ObjectVersion = { text: string; order: string }

const readVersion = (timestamp: unknown): ObjectVersion | null =>
  typeof timestamp === 'string' && isTimestamp(timestamp)
    ? { text: timestamp, order: orderOf(timestamp) }
    : null

/**
 * The version of an object: `modified`, else `created` (TAXII 2.1 §3.4.1), else null, as an SCO
 * without either has. A malformed timestamp counts as absent.
 */
export const versionOf = (object: StixObject): ObjectVersion | null =>
  readVersion(object.modified) ?? readVersion(object.created)

const definesObservable = (extensions: unknown): boolean =>
  typeof extensions === 'object' &&
  extensions !== null &&
  Object.values(extensions).some((extension) => extension?.extension_type === 'new-sco')

/**
 * The version of STIX an object says it is written in. Without `spec_version` an SCO (also one that
 * an extension defines) is 2.1, because 2.0 has no top-level SCOs; anything else is 2.0, where the
 * property does not exist (STIX 2.1 §3.2). A version that does not exist is taken as a claim to be
 * 2.1, so that validation refuses it.
 */
export const specVersionOf = (object: StixObject): '2.0' | '2.1' => {
  if (object.spec_version === '2.0') return '2.0'
  if (object.spec_version !== undefined) return '2.1'
  if (observableObjectTypes.has(object.type)) return '2.1'
  return definesObservable(object.extensions) ? '2.1' : '2.0'
}
