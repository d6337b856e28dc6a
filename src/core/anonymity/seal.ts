// The last look at a drawn object before it is kept: its version, its bytes, and that nothing which
// may not be told is left in them. Knows no storage and no reference.

import { canonicalJson } from '../json/canonical.ts'
import type { Reason } from '../sharing/reason.ts'
import { tlpIdOf, tlpOf } from '../stix/marking.ts'
import type { StixObject } from '../stix/object.ts'
import { isContent } from '../stix/rules/rule.ts'
import { observableObjectTypes } from '../stix/vocabulary.ts'
import { tellsVictim } from './pass.ts'
import { findResidue } from './residual.ts'
import type { Scope } from './scope.ts'
import { moveSelectors } from './selector-move.ts'
import { nextModified } from './time.ts'

/**
 * What is kept of an object: nothing, with the reason and, where the operator has to look, an
 * alarm; its bytes as they came; or `body`, whose `version` is its `modified`.
 */
export type Sealed =
  | { fate: 'withheld'; reason: Reason; alarm?: string }
  | { fate: 'as-is' }
  | { fate: 'derived'; object: StixObject; body: Buffer; version: string | null }

/** TLP 2.0's marking for one of TLP 1.0; any other as it is. */
const inTlp2 = (ref: unknown): unknown => {
  const level = typeof ref === 'string' ? tlpOf(ref) : null
  return level === null ? ref : tlpIdOf(level)
}

const defaults = { revoked: false, defanged: false }

/** What two tools write differently of one content is written in one way (T30, T32). */
const normalise = (object: StixObject): StixObject => {
  const plain = { ...object }
  for (const [name, value] of Object.entries(defaults))
    if (plain[name] === value) delete plain[name]
  if (observableObjectTypes.has(object.type)) plain.spec_version = '2.1'
  const { object_marking_refs: refs, granular_markings: granular } = object
  if (Array.isArray(refs)) plain.object_marking_refs = [...new Set(refs.map(inTlp2))]
  if (Array.isArray(granular)) {
    plain.granular_markings = granular.map((marking) =>
      isContent(marking) && marking.marking_ref !== undefined
        ? { ...marking, marking_ref: inTlp2(marking.marking_ref) }
        : marking,
    )
  }
  return moveSelectors(plain, new Map())
}

/**
 * What of an object may hold no word of the owner's; null where all of it may. `id` is the one the
 * owner gave it.
 */
const searched = (object: StixObject, id: string, scope: Scope): StixObject | null => {
  const names = object.type === 'marking-definition' || scope.identities.has(id)
  if (scope.attributed && (names || tellsVictim(scope))) return null
  if (!tellsVictim(scope)) return object
  // An attacker's value that imitates the victim is told where the victim may be known.
  const { pattern, value, ...rest } = object
  return rest as StixObject
}

const findAlarm = (object: StixObject, id: string, scope: Scope): string | null => {
  const rest = searched(object, id, scope)
  return rest === null ? null : findResidue(JSON.stringify(rest), scope.dictionary)
}

/**
 * Seals an object after its references are settled. An unchanged one is searched as well: nothing
 * leaves unread. `previous` is the `modified` last shown under its id here, null for none;
 * `validate` says whether an object is valid STIX 2.1.
 */
export const sealObject = (
  closed: { object: StixObject; changed: boolean },
  original: StixObject,
  scope: Scope,
  previous: string | null,
  validate: (object: StixObject) => boolean,
): Sealed => {
  const object = closed.changed ? normalise(closed.object) : original
  const alarm = findAlarm(object, original.id, scope)
  if (alarm !== null) return { fate: 'withheld', reason: 'residue', alarm }
  if (!closed.changed) return { fate: 'as-is' }
  const version =
    typeof object.modified === 'string' ? nextModified(object.modified, previous) : null
  if (version !== null) object.modified = version
  if (!validate(object)) {
    const told = `a derived ${object.type} is not valid`
    return { fate: 'withheld', reason: 'invalid-after-redaction', alarm: told }
  }
  return { fate: 'derived', object, body: Buffer.from(canonicalJson(object)), version }
}
