// What a principal holds at one policy epoch: the only thing about a caller that the sharing rule
// may read. Knows neither how it was proved nor where it is kept.

export type Level = 'observer' | 'consumer' | 'contributor' | 'trusted' | 'steward'

/** From least to most; the order is the order of trust. */
export const levels: readonly Level[] = [
  'observer',
  'consumer',
  'contributor',
  'trusted',
  'steward',
]

export type MembershipHeld = { group_id: string; group: string; level: Level }

/**
 * `organisation_id` and `organisation` (its name) are null for an anonymous caller, which has no
 * membership either. `service` is true where no person sits behind the credential. `max_tlp` is the
 * credential's own cap (`clear` … `red`); null caps nothing.
 */
export type Clearance = {
  organisation_id: string | null
  organisation: string | null
  status: string
  kind: string
  memberships: MembershipHeld[]
  service: boolean
  max_tlp: string | null
}

/** The level held in a group, by the group's id; null for no membership. */
export const levelIn = (clearance: Clearance, groupId: string): Level | null =>
  clearance.memberships.find((membership) => membership.group_id === groupId)?.level ?? null

/** True when `held` is `least` or more. */
export const reachesLevel = (held: Level, least: Level): boolean =>
  levels.indexOf(held) >= levels.indexOf(least)
