// What an organisation may do with a collection as a whole: see that it is there, read, write.
// What it finds inside is decided by audiences.
import { type Clearance, levelIn, reachesLevel } from './clearance.ts'

/** Narrows what a level gives, per organisation name; `hidden` makes the collection not exist. */
export type AccessLimit = 'hidden' | 'none' | 'read' | 'write' | 'read-write'

export type CollectionPolicy = {
  id: string
  group_id: string
  group: string
  access: Record<string, AccessLimit>
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

const isActive = (clearance: Clearance): boolean =>
  clearance.status === 'active' || clearance.status === 'restricted'

/** True when the group's API root exists for this clearance; otherwise it is not found. */
export const seesGroup = (clearance: Clearance, group: { id: string; name: string }): boolean => {
  if (group.name === publicGroup) return true
  if (!isActive(clearance)) return false
  if (group.name === communityGroup) return clearance.status === 'active'
  return levelIn(clearance, group.id) !== null
}

const byLevel = (clearance: Clearance, collection: CollectionPolicy): Access => {
  if (collection.group === publicGroup || collection.group === communityGroup) {
    return { visible: true, can_read: true, can_write: false }
  }
  const level = levelIn(clearance, collection.group_id)
  if (level === null) return nothing
  return {
    visible: true,
    can_read: reachesLevel(level, 'consumer'),
    can_write: reachesLevel(level, 'contributor') && clearance.status === 'active',
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
