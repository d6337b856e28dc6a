// What a review makes of drawings: what refers to something held is held with it, and what was
// refused is shown to nobody else. Knows no storage.
import type { Review } from '../core/review/review.ts'
import type { Drawing } from './drawing.ts'

const because = (review: Review, id: string): Review => ({
  ...review,
  state: 'open',
  findings: [{ check: 'refers-to-held', path: '', text: id }],
  approvals: [],
  reason: null,
  narrowed: null,
})

/**
 * Holds whatever refers to something of the same envelope that waits. INVARIANT: what is shown
 * names nothing that is drawn with it and waits.
 */
export const holdReferring = (drawings: readonly Drawing[]): void => {
  const held = new Map<string, Review>()
  for (const { accepted, review } of drawings) {
    if (review !== null) held.set(accepted.stix_id, review)
  }
  for (let settled = held.size === 0; !settled; ) {
    settled = true
    for (const drawing of drawings) {
      if (drawing.review !== null || drawing.accepted.revoked) continue
      const id = drawing.targets.find((target) => held.has(target))
      if (id === undefined) continue
      drawing.review = because(held.get(id) as Review, id)
      held.set(drawing.accepted.stix_id, drawing.review)
      settled = false
    }
  }
}

/** Takes the forms of what was refused from everybody but its owner. */
export const refuseDrafts = (drawing: Drawing): void => {
  if (drawing.review?.state !== 'refused') return
  drawing.drafts = drawing.drafts.map((draft) =>
    draft.segment.name === 'owner' || draft.segment.name === 'named'
      ? draft
      : { ...draft, state: 'withheld', reason: 'review-refused', body: null, companions: [] },
  )
}
