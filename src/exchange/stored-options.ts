// What a submitter asked for, between its value and its JSON: moments are integers beyond what JSON
// keeps exactly.
import type { Review } from '../core/review/review.ts'
import type { Consent } from '../core/sharing/consent.ts'
import type { Strand } from '../core/sharing/form.ts'
import { noOptions, type ResolvedOptions } from '../core/sharing/options.ts'
import type { Tlp } from '../core/sharing/tlp.ts'

/** An act that somebody did for a form of the object, and the digest of the bytes it was for. */
export type Passed = Strand & { act: string; digest: string | null }

/** What holds where nobody says anything: who may learn the source, the level of the unmarked. */
export type Held = { consent: Consent; default_tlp: Tlp }

/**
 * What came with an object besides itself: the options, who submitted it, and the gates it has
 * passed since.
 */
export type Asked = {
  options: ResolvedOptions
  submitter: { principal_id: string; person: boolean }
  passed: Passed[]
  /**
   * What held by default when it was shared, where that is another since: the stricter holds, as
   * nobody but who shared it may loosen it.
   */
  under?: Held
  /** Where it waits for a reviewer, or did. */
  review?: Review | null
}

const isMoment = (key: string): boolean =>
  key === 'not_before' || key === 'not_after' || key === 'opens' || key === 'closes'

/** JSON for what was asked; null where nothing was. */
export const storeAsked = (asked: Asked): unknown => {
  const { options, passed, review, under } = asked
  if (options === noOptions && passed.length === 0 && !review && !under) return null
  const exact = (_key: string, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value
  return JSON.parse(JSON.stringify(asked, exact))
}

/** What was asked, from its JSON. */
export const reviveAsked = (stored: unknown): Asked => {
  const submitter = { principal_id: '', person: false }
  const nothing: Asked = { options: noOptions, submitter, passed: [] }
  if (stored === null || stored === undefined) return nothing
  const revived = JSON.parse(JSON.stringify(stored), (key, value) =>
    isMoment(key) && typeof value === 'string' ? BigInt(value) : value,
  ) as Partial<Asked>
  return { ...nothing, ...revived }
}
