// Of which groups a person is steward: by the level of its organisation and a role of its own.
// Knows no storage.
import { type Clearance, isWelcome } from '../sharing/clearance.ts'
import type { PersonRole } from './table.ts'

const stewarding: readonly PersonRole[] = ['curator', 'org-admin']

/** Ids of groups. None for whoever has neither role, and none while the agreement is open. */
export const listStewarded = (clearance: Clearance, roles: readonly PersonRole[]): string[] => {
  if (!isWelcome(clearance) || clearance.status !== 'active') return []
  if (!roles.some((role) => stewarding.includes(role))) return []
  return clearance.memberships
    .filter(({ level, accepted }) => level === 'steward' && accepted)
    .map(({ group_id }) => group_id)
}
