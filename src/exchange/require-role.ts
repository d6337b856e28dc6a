// Asks the table of roles before a verb goes on. What the caller may not even know of is not found;
// what it knows and may not do is forbidden.
import { mayDo, type Target } from '../core/role/rule.ts'
import type { Action } from '../core/role/table.ts'
import type { Caller } from './context.ts'
import { Refusal } from './refusal.ts'

/** A caller that signed in, as the author of what it does. Refuses with unauthenticated. */
export const requireSignedIn = (
  caller: Caller,
): { principal_id: string; organisation_id: string } => {
  const { principal_id, organisation_id } = caller
  if (principal_id === null || organisation_id === null) {
    throw new Refusal('unauthenticated', 'sign in to use this hub')
  }
  return { principal_id, organisation_id }
}

/** Refuses with forbidden what the table does not let the caller do to any of these. */
export const requireAction = (caller: Caller, action: Action, ...targets: Target[]): void => {
  requireSignedIn(caller)
  if (targets.some((target) => mayDo(caller, action, target))) return
  throw new Refusal('forbidden', 'your roles do not let you do this')
}
