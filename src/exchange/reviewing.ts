// Which objects of a submission wait for a person: the collection's rule, asked of the checks with
// what the hub knows. One way for whoever publishes and for whoever previews.
import { checkObject } from '../core/review/check.ts'
import type { Finding, Review } from '../core/review/review.ts'
import { wordCheck } from '../core/review/words.ts'
import { parseDuration } from '../core/sharing/duration.ts'
import { tlpOf } from '../core/stix/marking.ts'
import { printPosition } from '../core/taxii/position.ts'
import type { Context } from './context.ts'
import type { ReviewOf } from './drawing.ts'
import { dictionaryOf, type Source } from './source.ts'
import { warnerOf } from './warning-lists.ts'

const always: Finding = { check: 'always-reviewed', path: '', text: '' }

/** The rule of the source's collection at `now` (microseconds). A revocation waits for nobody. */
export const openReviewing = async (
  ctx: Context,
  source: Source,
  now: bigint,
): Promise<ReviewOf> => {
  const { review: rule, review_within } = source.collection
  if (rule === 'automatic') return () => null
  const warned = await warnerOf(ctx, source.policy)
  const dictionary = dictionaryOf(source)
  const since = printPosition(now)
  const due = printPosition(now + (parseDuration(review_within) ?? 0n))
  return ({ object, revoked, stix_id }, label) => {
    if (revoked || tlpOf(stix_id) !== null) return null
    const found = checkObject({ object, label, dictionary, warned })
    const findings = rule === 'always' ? [always, ...found] : found
    if (findings.length === 0) return null
    return {
      state: 'open',
      findings,
      since,
      due,
      escalated: false,
      approvals: [],
      reason: null,
      narrowed: null,
    }
  }
}

/** What its submitter was told of a version that waited, now that a reviewer released it. */
export const wordReleased = (message: string): string =>
  message.replace(/held for review: .*$/s, 'released in review')

/** What the submitter is told of a version that waits, or was refused. It is told last. */
export const wordHeld = (review: Review | null): string[] => {
  if (review === null || review.state === 'released') return []
  if (review.state === 'refused') return [`refused in review: ${review.reason ?? ''}`]
  const why = new Set(review.findings.map(({ check }) => wordCheck(check).en))
  return [`held for review: ${[...why].join('; ')}`]
}
