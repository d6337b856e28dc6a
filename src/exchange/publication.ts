// What is handed to the publisher, and what it answers. Shapes only.
import type { Refused } from '../core/intake.ts'
import type { SubmissionRow } from '../storage/submissions.ts'
import type { Drawing } from './drawing.ts'
import type { Asked } from './stored-options.ts'

/** Objects of one submission, in their envelope's order, drawn and ready to be decided. */
export type Publication = {
  submission: SubmissionRow
  /** How many objects of the envelope were decided before these. */
  from: number
  objects: (Drawing | Refused)[]
  asked: Asked
  /**
   * What the drawing saw of its owner's earlier objects, and the policy it was drawn under; it
   * holds for as long as both do.
   */
  seen: { ids: string[]; signature: string; epoch: bigint }
  /** Sum of the bodies, in octets. */
  bytes: number
  strict: boolean
}

/** The drawing no longer fits what is kept: draw it anew. */
export const outdated = Symbol('outdated')
export type Committed = { row: SubmissionRow | typeof outdated; redraws: number }

/**
 * Those nobody has decided yet; of one submission that came twice, as when it is resumed, the
 * first.
 */
export const listOpen = (
  publications: Publication[],
  claimed: Map<string, SubmissionRow>,
): Publication[] => {
  const met = new Set<string>()
  return publications.filter(({ submission, from }) => {
    const row = claimed.get(submission.id)
    const decided = row === undefined ? 0 : row.success_count + row.failure_count
    if (decided !== from || met.has(submission.id)) return false
    met.add(submission.id)
    return true
  })
}

/** Every id that some of them was drawn knowing. */
export const idsOf = (publications: Publication[]): string[] => {
  const ids = new Set<string>()
  for (const { seen } of publications) for (const id of seen.ids) ids.add(id)
  return [...ids]
}
