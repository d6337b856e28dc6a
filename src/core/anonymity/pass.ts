// What one object's drawing knows and notes while its properties are gone through. Knows no
// property.

import type { Reason } from '../sharing/reason.ts'
import type { Tlp } from '../sharing/tlp.ts'
import type { StixObject } from '../stix/object.ts'
import { printSelector } from '../stix/selector.ts'
import type { Dictionary } from './dictionary.ts'
import type { InformationClass } from './registry-row.ts'
import type { Scope } from './scope.ts'
import type { Surroundings } from './surroundings.ts'

/** Why an object has no form here, and which organisations may see it all the same. */
export type Withheld = { fate: 'withheld'; reason: Reason; only?: string[] }

/** How a changed pattern stands to the one that was given: wider, narrower, or some of each. */
export type Relation = 'generalises' | 'narrows' | 'both'

export type Pass = {
  object: StixObject
  scope: Scope
  around: Surroundings
  /** The strictest level that the segment may contain. */
  tlp: Tlp
  /** What may not be told in this object. */
  dictionary: Dictionary
  withheld: Withheld | null
  /** Free text is left. */
  free: boolean
  relation: Relation | null
  notes: string[]
  /** Where the pass is, in the object as it was given. */
  path: (string | number)[]
  /** By selector of a list, which of its members are left; null when no selector needs it. */
  moves: Map<string, number[]> | null
}

const reasons: Record<InformationClass, Reason> = {
  ATK: 'victim-content',
  CTX: 'victim-content',
  VIC: 'victim-content',
  SRC: 'source-content',
  PII: 'personal-content',
  COM: 'communication-content',
  SEC: 'secret-content',
  NAT: 'attribution-hidden',
  structural: 'type-not-shared',
}

/** Withholds the object; the first reason stays. */
export const withhold = (pass: Pass, reason: Reason, only?: string[]): undefined => {
  pass.withheld ??= { fate: 'withheld', reason, ...(only === undefined ? {} : { only }) }
}

/** Why an object is withheld when a property of this class is what cannot be shown. */
export const reasonOf = (informationClass: InformationClass): Reason => reasons[informationClass]

/** Whether the victim may be known: it consents, and nobody but the group is told. */
export const tellsVictim = ({ profile, victim_consent }: Scope): boolean =>
  profile === 'P1' && victim_consent

/** Notes for the owner what became of the property the pass is at. */
export const note = (pass: Pass, what: string): undefined => {
  pass.notes.push(`${printSelector(pass.path)} ${what}`)
}
