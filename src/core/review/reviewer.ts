// Who may decide on what waits: the closed rule, without the objects.
import type { PersonRole } from '../hub-file/vocabulary.ts'

/**
 * `steward`: of an organisation that is steward of the group. `curated`: a steward organisation of
 * the group has a curator.
 */
export type Reviewer = {
  kind: string
  roles: readonly PersonRole[]
  steward: boolean
  curated: boolean
}

/**
 * Curators of a group's stewards review; whoever runs such an organisation does where it has no
 * curator, and when the curators' time is over. Never a service.
 */
export const mayReview = (reviewer: Reviewer, escalated: boolean): boolean => {
  const { kind, roles, steward, curated } = reviewer
  if (kind !== 'person' || !steward) return false
  return roles.includes('curator') || (roles.includes('org-admin') && (escalated || !curated))
}
