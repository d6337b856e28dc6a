// The way of a draft through its organisation: who may take which step. Knows no content and no
// storage.
import type { PersonRole } from '../hub-file/vocabulary.ts'

export type DraftState = 'draft' | 'proposed' | 'approved' | 'sent'

/** In the order in which they are taken. */
export const draftSteps = ['read', 'change', 'propose', 'approve', 'send'] as const
export type DraftStep = (typeof draftSteps)[number]

/**
 * Somebody of the draft's organisation. `others`: somebody else there approves; `approvers`:
 * anybody does.
 */
export type Worker = {
  kind: string
  roles: readonly PersonRole[]
  author: boolean
  others: boolean
  approvers: boolean
}

const drafting: readonly PersonRole[] = ['analyst', 'submitter', 'approver', 'org-admin']
const sending: readonly PersonRole[] = ['submitter', 'approver', 'org-admin']

const has = (worker: Worker, roles: readonly PersonRole[]): boolean =>
  worker.roles.some((role) => roles.includes(role))

/** `forbidden`: not this person; `too-early` and `over`: not now. */
export type StepVerdict = 'ok' | 'forbidden' | 'too-early' | 'over'

const judgeApproval = (worker: Worker, state: DraftState): StepVerdict => {
  if (!worker.roles.includes('approver')) return 'forbidden'
  // Four eyes, where there are four.
  if (worker.author && worker.others) return 'forbidden'
  return state === 'draft' ? 'too-early' : 'ok'
}

/**
 * Whether somebody may take a step now. Where the organisation has approvers, nothing is sent that
 * none of them approved; where it has none, whoever may submit sends it.
 */
export const judgeStep = (worker: Worker, step: DraftStep, state: DraftState): StepVerdict => {
  if (worker.kind !== 'person' || !has(worker, drafting)) return 'forbidden'
  if (step === 'read') return 'ok'
  if (state === 'sent') return 'over'
  if (step === 'approve') return judgeApproval(worker, state)
  if (step !== 'send') return 'ok'
  if (!has(worker, sending)) return 'forbidden'
  return worker.approvers && state !== 'approved' ? 'too-early' : 'ok'
}
