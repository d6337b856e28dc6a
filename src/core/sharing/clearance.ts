// What a principal holds at one policy epoch: the only thing about a caller that the sharing rule
// may read. Knows neither how it was proved nor where it is kept.
import type { Tlp } from './tlp.ts'

export type Level = 'observer' | 'consumer' | 'contributor' | 'trusted' | 'steward'

/** From least to most; the order is the order of trust. */
export const levels: readonly Level[] = [
  'observer',
  'consumer',
  'contributor',
  'trusted',
  'steward',
]

/**
 * `accepted`: the agreement the group has in force now is accepted, or none is asked. `sees_from`
 * is in microseconds: entries at or before it stay hidden (the group's `history`); 0 hides none.
 */
export type MembershipHeld = {
  group_id: string
  group: string
  level: Level
  accepted: boolean
  sees_from: number
}

/** A member of the group, `organisation_id`, vouches for the holder as its client. */
export type SponsorHeld = {
  group_id: string
  group: string
  organisation_id: string
  sees_from: number
}

/**
 * `organisation_id` and `organisation` (its name) are null for an anonymous caller, which has no
 * membership either. `service` is true where no person sits behind the credential. `max_tlp` is the
 * cap of the credential or of the peer; null caps nothing. `clearances` are the names of what was
 * granted by name, as `attribution`. `community` is true for who belongs to the hub's community.
 */
export type Clearance = {
  organisation_id: string | null
  organisation: string | null
  status: string
  kind: string
  country: string | null
  sectors: string[]
  principal_id: string | null
  service: boolean
  max_tlp: Tlp | null
  memberships: MembershipHeld[]
  sponsors: SponsorHeld[]
  clearances: string[]
  community: boolean
}

/** What the caller without credentials holds. */
export const anonymousClearance: Clearance = {
  organisation_id: null,
  organisation: null,
  status: 'anonymous',
  kind: 'anonymous',
  country: null,
  sectors: [],
  principal_id: null,
  service: true,
  max_tlp: 'clear',
  memberships: [],
  sponsors: [],
  clearances: [],
  community: false,
}

/** True when the organisation may come in at all. */
export const isWelcome = ({ status }: Clearance): boolean =>
  status === 'active' || status === 'restricted'

/** The membership held in a group, by the group's id; null for none. */
export const membershipIn = (clearance: Clearance, groupId: string): MembershipHeld | null =>
  clearance.memberships.find((membership) => membership.group_id === groupId) ?? null

/** The level held in a group, by the group's id; null for no membership. */
export const levelIn = (clearance: Clearance, groupId: string): Level | null =>
  membershipIn(clearance, groupId)?.level ?? null

/** True when `held` is `least` or more. */
export const reachesLevel = (held: Level, least: Level): boolean =>
  levels.indexOf(held) >= levels.indexOf(least)
