// Where a version goes, in which form, for whom: its segments. Knows no bytes and no storage.
import { only } from './audience.ts'
import type { Segment } from './segment.ts'

export type Target = { collection_id: string; group_id: string; owner_id: string }

/**
 * One segment for the group's readers, who see a version as it was given (P0). TLP:RED stays with
 * its owner: a feed is no place for it.
 */
export const planSimple = (
  target: Target,
  object: { red: boolean },
): Pick<Segment, 'collection_id' | 'audience' | 'profile'>[] => {
  const { collection_id, group_id, owner_id } = target
  const audience = object.red
    ? only({ is: 'organisation', id: owner_id })
    : only({ is: 'member', group: group_id, level: 'consumer' })
  return [{ collection_id, audience, profile: 'P0' }]
}
