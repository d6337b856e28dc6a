// Draws one object for one segment: first the parts it may not contain are cut, then each property
// is treated as the registry says. Knows no references between objects and no stored version.

import type { Label } from '../sharing/label.ts'
import type { Segment } from '../sharing/segment.ts'
import { reachesTlp } from '../sharing/tlp.ts'
import type { StixObject } from '../stix/object.ts'
import { standardTypes } from '../stix/vocabulary.ts'
import { generated } from './action.ts'
import { emptyDictionary } from './dictionary.ts'
import { cutParts } from './granular.ts'
import { type Pass, type Relation, reasonOf, tellsVictim, type Withheld } from './pass.ts'
import { tellRelation } from './pattern-relation.ts'
import type { Scope } from './scope.ts'
import { moveSelectors } from './selector-move.ts'
import { drawStructure, hiddenType, structureOf } from './structure.ts'
import { noSurroundings, type Surroundings } from './surroundings.ts'
import { keepParts } from './tearline.ts'
import { applyTypeRule, isConstant } from './type-rule.ts'
import { dropDependents, isWhole } from './whole.ts'
import { writeDescription, writeName } from './wording.ts'

/**
 * An object as it may be shown, before its references are settled, or why it has no form here.
 * `changed` is false exactly when it is deeply equal to the one given, which then goes out as it
 * came. `text` is `cleared` when no free text is left. `narrows`: what became of its pattern.
 * `notes` are for the owner.
 */
export type Drawn =
  | Withheld
  | {
      fate: 'drawn'
      object: StixObject
      changed: boolean
      text: 'free' | 'cleared'
      narrows?: Relation
      notes: string[]
    }

type Place = Pick<Segment, 'profile' | 'tlp' | 'tearline' | 'attributed'>

const withheld = (reason: Withheld['reason']): Withheld => ({ fate: 'withheld', reason })

/** What of the object the segment may contain at all; null when that is no object. */
const cut = (object: StixObject, label: Label, { tlp, tearline }: Place): StixObject | null => {
  if (tearline !== null) {
    return keepParts(object, label.parts, (level) => reachesTlp(tearline, level))
  }
  if (label.parts.length === 0) return object
  return cutParts(object, label.parts, (level) => reachesTlp(tlp, level))?.object ?? null
}

const startPass = (
  object: StixObject,
  tlp: Place['tlp'],
  scope: Scope,
  around: Surroundings,
): Pass => ({
  object,
  scope,
  around,
  tlp,
  // Where source and victim are both known, nothing of the owner's is a secret any more.
  dictionary: scope.attributed && tellsVictim(scope) ? emptyDictionary : scope.dictionary,
  withheld: null,
  free: false,
  relation: null,
  notes: [],
  path: [],
  moves: object.granular_markings === undefined ? null : new Map(),
})

/** Writes the texts that are to be made from the rest of the object. */
const writeTexts = (object: StixObject): StixObject => {
  const { name, description, ...rest } = object
  const told = rest as StixObject
  const written: StixObject = { ...object }
  if (name === generated) written.name = writeName(told)
  if (description === generated) {
    const text = writeDescription(told)
    if (text === undefined) delete written.description
    else written.description = text
  }
  return written
}

const sameAtTop = (left: StixObject, right: StixObject): boolean => {
  const names = Object.keys(left)
  return (
    names.length === Object.keys(right).length && names.every((name) => left[name] === right[name])
  )
}

const finish = (drawn: StixObject, pass: Pass): StixObject => {
  let object = drawn
  if (object.name === generated || object.description === generated) object = writeTexts(object)
  if (pass.relation !== null) object = tellRelation(object, pass.relation)
  object = dropDependents(object)
  return pass.moves === null ? object : moveSelectors(object, pass.moves)
}

const findFate = (object: StixObject, scope: Scope): Withheld | null => {
  if (!standardTypes.has(object.type)) {
    return scope.allowed.types.has(object.type) ? null : withheld('type-not-shared')
  }
  const hidden = hiddenType(structureOf(object.type, scope.profile))
  return hidden === null ? null : withheld(reasonOf(hidden.class))
}

/**
 * Draws an object for a segment in a scope. `around` is what the other objects of its submission
 * say of it; an object on its own has none. Objects of one submission that share an `around` are
 * drawn in the submission's order. Pure but for `around.tokens`; drawing what was drawn changes
 * nothing.
 */
export const drawObject = (
  object: StixObject,
  label: Label,
  segment: Place,
  scope: Scope,
  around: Surroundings = noSurroundings(),
): Drawn => {
  if (isConstant(object)) {
    return { fate: 'drawn', object, changed: false, text: 'cleared', notes: [] }
  }
  const fate = findFate(object, scope)
  if (fate !== null) return fate
  const allowed = cut(object, label, segment)
  if (allowed === null) return withheld('required-part-hidden')
  const pass = startPass(allowed, segment.tlp, scope, around)
  const ruled = applyTypeRule(allowed, pass)
  if (pass.withheld !== null) return pass.withheld
  const drawn = drawStructure(ruled, structureOf(object.type, scope.profile), pass) as StixObject
  if (pass.withheld !== null) return pass.withheld
  const finished = finish(drawn, pass)
  const changed = finished !== object && !sameAtTop(finished, object)
  if (changed && !isWhole(finished)) return withheld('required-part-hidden')
  return {
    fate: 'drawn',
    object: changed ? finished : object,
    changed,
    text: pass.free ? 'free' : 'cleared',
    ...(pass.relation === null ? {} : { narrows: pass.relation }),
    notes: pass.notes,
  }
}
