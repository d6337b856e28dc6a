// What a gate waits for, in words.
import { curation } from '../../../src/core/review/review.ts'
import type { Dictionary } from '../words/dictionary.ts'

/** What a gate waits for: its acts, joined with `+`; an event by its own name. */
export const sayGate = (w: Dictionary, gate: string): string => {
  const known: Record<string, string> = {
    [curation]: w.preview.acts.curation,
    approval: w.preview.acts.approval,
    review: w.preview.acts.review,
  }
  return gate
    .split('+')
    .map((act) => known[act] ?? act)
    .join(w.preview.and)
}
