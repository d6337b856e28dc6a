// Who may see an entry: an immutable predicate over clearances, in a normal form that can be
// interned. Knows no storage, no object and no clock.
import { canonicalJson } from '../json/canonical.ts'
import { type Clearance, type Level, levelIn, levels, reachesLevel } from './clearance.ts'
import type { Decision } from './reason.ts'

/** One way to be admitted. */
export type Term = { everyone: true } | { organisation: string } | { member: string; level: Level }

/** Admits whoever satisfies any of its terms; no term admits nobody. */
export type Audience = { any: Term[] }

/** The normal form: terms without doubles, in one order. Equal audiences print alike. */
export const printAudience = (audience: Audience): string => {
  const terms = new Set(audience.any.map(canonicalJson))
  return `{"any":[${[...terms].sort().join(',')}]}`
}

const isTerm = (term: unknown): term is Term => {
  if (typeof term !== 'object' || term === null) return false
  const keys = Object.keys(term).sort().join(' ')
  const held = term as Record<string, unknown>
  if (keys === 'everyone') return held.everyone === true
  if (keys === 'organisation') return typeof held.organisation === 'string'
  if (keys !== 'level member') return false
  return typeof held.member === 'string' && levels.includes(held.level as Level)
}

/**
 * Reads a printed predicate. Null for anything else: an audience nobody understands admits
 * nobody.
 */
export const parseAudience = (predicate: string): Audience | null => {
  let value: unknown
  try {
    value = JSON.parse(predicate)
  } catch {
    return null
  }
  if (typeof value !== 'object' || value === null || Object.keys(value).join() !== 'any')
    return null
  const { any } = value as { any: unknown }
  return Array.isArray(any) && any.every(isTerm) ? { any } : null
}

const decideTerm = (term: Term, clearance: Clearance): Decision => {
  if ('everyone' in term) return { admitted: true, reason: 'everyone' }
  if (clearance.status !== 'active' && clearance.status !== 'restricted') {
    return { admitted: false, reason: 'organisation-not-active' }
  }
  if ('organisation' in term) {
    return clearance.organisation_id === term.organisation
      ? { admitted: true, reason: 'own-organisation' }
      : { admitted: false, reason: 'not-a-member' }
  }
  const level = levelIn(clearance, term.member)
  if (level === null) return { admitted: false, reason: 'not-a-member' }
  return reachesLevel(level, term.level)
    ? { admitted: true, reason: 'member-of-group' }
    : { admitted: false, reason: 'level-too-low' }
}

/**
 * The one decision of the policy: total, pure, deny by default. The reason of a denial is that of
 * the term which came nearest (the last one looked at).
 */
export const admits = (audience: Audience, clearance: Clearance): Decision => {
  let decision: Decision = { admitted: false, reason: 'no-such-term' }
  for (const term of audience.any) {
    decision = decideTerm(term, clearance)
    if (decision.admitted) return decision
  }
  return decision
}

/** True when the organisation alone is admitted. */
export const isOwnerOnly = (audience: Audience, organisationId: string): boolean =>
  audience.any.length > 0 &&
  audience.any.every((term) => 'organisation' in term && term.organisation === organisationId)
