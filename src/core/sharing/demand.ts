// What one marking asks of whoever holds the object, and what several ask together: the strictest
// of each. Knows neither the form a marking has nor where it stands.
import type { Consent } from './consent.ts'
import { stricterConsent } from './consent.ts'
import { stricterTlp, type Tlp } from './tlp.ts'

/** The Permissible Actions Protocol's levels, from free to bound; its white is `clear`. */
export const papLevels = ['clear', 'green', 'amber', 'red'] as const
export type Pap = (typeof papLevels)[number]

/** What IEP 2.0 lets a recipient do, from everything to nothing. */
export const permittedActions = [
  'externally-visible-direct-actions',
  'externally-visible-indirect-actions',
  'internally-visible-actions',
  'contact-for-instruction',
  'none',
] as const
export type PermittedActions = (typeof permittedActions)[number]

/**
 * `tlp` marks as TLP itself does; `floor` only narrows what holds besides. `consent` is null where
 * nothing is said; `named` demands that the source is named. `unknown` cannot be understood.
 * `foreign` is a control scheme of others. `refused` says why the hub may not hold the object.
 */
export type Demand = {
  tlp: Tlp | null
  floor: Tlp | null
  consent: Consent | null
  named: boolean
  proprietary: boolean
  unknown: boolean
  foreign: boolean
  pap: Pap | null
  actions: PermittedActions | null
  warnings: string[]
  refused: string | null
}

/** Asks nothing. */
export const noDemand: Demand = {
  tlp: null,
  floor: null,
  consent: null,
  named: false,
  proprietary: false,
  unknown: false,
  foreign: false,
  pap: null,
  actions: null,
  warnings: [],
  refused: null,
}

/** A marking nobody here understands. */
export const unknownDemand: Demand = { ...noDemand, unknown: true }

/** The stricter of two where null says nothing. */
export const joinWith =
  <T>(stricter: (a: T, b: T) => T) =>
  (a: T | null, b: T | null): T | null => {
    if (a === null) return b
    return b === null ? a : stricter(a, b)
  }

/** The later of two words of a list from open to closed. */
const laterOf =
  <T>(words: readonly T[]) =>
  (a: T, b: T): T =>
    words.indexOf(a) >= words.indexOf(b) ? a : b

export const joinTlp = joinWith(stricterTlp)
export const joinConsent = joinWith(stricterConsent)
const joinPap = joinWith<Pap>(laterOf(papLevels))
const joinActions = joinWith<PermittedActions>(laterOf(permittedActions))

/** Whoever obeys the answer obeys both. */
export const joinDemands = (a: Demand, b: Demand): Demand => {
  if (a === noDemand) return b
  if (b === noDemand) return a
  return {
    tlp: joinTlp(a.tlp, b.tlp),
    floor: joinTlp(a.floor, b.floor),
    consent: joinConsent(a.consent, b.consent),
    named: a.named || b.named,
    proprietary: a.proprietary || b.proprietary,
    unknown: a.unknown || b.unknown,
    foreign: a.foreign || b.foreign,
    pap: joinPap(a.pap, b.pap),
    actions: joinActions(a.actions, b.actions),
    warnings: [...a.warnings, ...b.warnings],
    refused: a.refused ?? b.refused,
  }
}
