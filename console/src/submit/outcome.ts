// What became of a submission, read from its status: each object's own word, and one for the whole.
// Pure.
import type { Receipt } from '../api/sharing.ts'

export type Outcome = 'pending' | 'held' | 'undone' | 'refused' | 'partly' | 'complete'

const refusal = /^refused in review: ?/

/** What a reviewer wrote; null for what was not refused by one. */
export const readRefusal = (message: string | undefined): string | null =>
  message !== undefined && refusal.test(message) ? message.replace(refusal, '') : null

/** Whether an object that was taken waits for a reviewer. */
export const isHeld = (message: string | undefined): boolean =>
  message?.includes('held for review: ') ?? false

/** One word for the whole; what went worst counts, and what waits comes first. */
export const outcomeOf = ({ status, successes = [], failures = [] }: Receipt): Outcome => {
  if (status === 'pending') return 'pending'
  if (successes.some(({ message }) => isHeld(message))) return 'held'
  if (failures.length === 0) return 'complete'
  if (failures.every(({ message }) => message === 'undone')) return 'undone'
  if (failures.some(({ message }) => readRefusal(message) !== null)) return 'refused'
  return successes.length === 0 ? 'refused' : 'partly'
}
