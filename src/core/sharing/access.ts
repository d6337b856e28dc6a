// What an organisation may do with a collection as a whole: see that it is there, read, write.
// What it finds inside is decided by audiences.
import { type Clearance, isWelcome, membershipIn, reachesLevel } from './clearance.ts'

/** Narrows what a level gives, per organisation name; `hidden` makes the collection not exist. */
export type AccessLimit = 'hidden' | 'none' | 'read' | 'write' | 'read-write'

/** `closed_to`: ids of the organisations whose limit takes reading away; their clients heed it. */
export type CollectionPolicy = {
  id: string
  group_id: string
  group: string
  access: Record<string, AccessLimit>
  closed_to: string[]
}

export type Access = { visible: boolean; can_read: boolean; can_write: boolean }

export const publicGroup = 'public'
export const communityGroup = 'community'

// A limit that is none of these leaves nothing.
const narrowing: ReadonlyMap<unknown, Access> = new Map([
  ['none', { visible: true, can_read: false, can_write: false }],
  ['read', { visible: true, can_read: true, can_write: false }],
  ['write', { visible: true, can_read: false, can_write: true }],
  ['read-write', { visible: true, can_read: true, can_write: true }],
])

const nothing: Access = { visible: false, can_read: false, can_write: false }

const sponsorsIn = ({ sponsors }: Clearance, groupId: string) =>
  sponsors.filter(({ group_id }) => group_id === groupId)

/** True when the group's API root exists for this clearance; otherwise it is not found. */
export const seesGroup = (clearance: Clearance, group: { id: string; name: string }): boolean => {
  if (group.name === publicGroup) return true
  if (!isWelcome(clearance)) return false
  if (group.name === communityGroup) return clearance.community
  return membershipIn(clearance, group.id) !== null || sponsorsIn(clearance, group.id).length > 0
}

const reading: Access = { visible: true, can_read: true, can_write: false }

// A client reads what a member may read that vouches for it; it writes nothing.
const asClient = (clearance: Clearance, { group_id, closed_to }: CollectionPolicy): Access => {
  const open = sponsorsIn(clearance, group_id).some(
    ({ organisation_id }) => !closed_to.includes(organisation_id),
  )
  return open ? reading : nothing
}

// Who has not accepted the agreement in force is told so by being refused, rather than by finding
// an empty collection: a feed that took silence for an answer would miss what it may see later.
// A peer hub takes part by its agreement: it reads, and posts nothing here.
const byLevel = (clearance: Clearance, collection: CollectionPolicy): Access => {
  if (collection.group === publicGroup || collection.group === communityGroup) return reading
  const held = membershipIn(clearance, collection.group_id)
  if (held === null) return asClient(clearance, collection)
  const { level, accepted } = held
  const may = accepted && clearance.status === 'active' && clearance.kind !== 'peer-hub'
  return {
    visible: true,
    can_read: accepted && reachesLevel(level, 'consumer'),
    can_write: may && reachesLevel(level, 'contributor'),
  }
}

/**
 * TAXII 2.1 §5.2 can_read and can_write of one caller. The limit only narrows; the stricter wins.
 */
export const decideAccess = (clearance: Clearance, collection: CollectionPolicy): Access => {
  if (!seesGroup(clearance, { id: collection.group_id, name: collection.group })) return nothing
  const given = byLevel(clearance, collection)
  const name = clearance.organisation
  if (name === null || !Object.hasOwn(collection.access, name)) return given
  const limit = narrowing.get(collection.access[name]) ?? nothing
  return {
    visible: given.visible && limit.visible,
    can_read: given.can_read && limit.can_read,
    can_write: given.can_write && limit.can_write,
  }
}
