// The way of a draft through its organisation: which step comes after which, and that two people
// stand behind what is sent. Who drafts and who approves at all, the table of roles says.

export type DraftState = 'draft' | 'proposed' | 'approved' | 'sent'

/** In the order in which they are taken. */
export const draftSteps = ['read', 'change', 'propose', 'approve', 'send'] as const
export type DraftStep = (typeof draftSteps)[number]

/**
 * Somebody of the draft's organisation. `others`: somebody else there approves; `approvers`:
 * anybody does.
 */
export type Worker = { author: boolean; others: boolean; approvers: boolean }

/** `forbidden`: not this person; `too-early` and `over`: not now. */
export type StepVerdict = 'ok' | 'forbidden' | 'too-early' | 'over'

/**
 * Whether somebody whom the table lets take a step may take it now. Where the organisation has
 * approvers, nothing is sent that none of them approved, and nobody approves what is its own while
 * somebody else can.
 */
export const judgeStep = (worker: Worker, step: DraftStep, state: DraftState): StepVerdict => {
  if (step === 'read') return 'ok'
  if (state === 'sent') return 'over'
  if (step === 'send') return worker.approvers && state !== 'approved' ? 'too-early' : 'ok'
  if (step !== 'approve') return 'ok'
  if (worker.author && worker.others) return 'forbidden'
  return state === 'draft' ? 'too-early' : 'ok'
}
