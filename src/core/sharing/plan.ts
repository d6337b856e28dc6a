// Where a version goes, in which form, for whom: its segments. Knows no bytes and no storage.
import type { Audience } from './audience.ts'

export type Profile = 'P0' | 'P1' | 'P2' | 'P3'

/** One place an object goes to, in one form. Segments of one version are disjoint in viewers. */
export type Segment = { collection_id: string; audience: Audience; profile: Profile }

export type Target = { collection_id: string; group_id: string; owner_id: string }

/**
 * The segments of a version that `owner_id` posts to a collection: the group's readers see it as it
 * was given (P0). TLP:RED stays with its owner: a feed is no place for it.
 */
export const planSegments = (target: Target, object: { red: boolean }): Segment[] => {
  const { collection_id, group_id, owner_id } = target
  const audience: Audience = object.red
    ? { any: [{ organisation: owner_id }] }
    : { any: [{ member: group_id, level: 'consumer' }] }
  return [{ collection_id, audience, profile: 'P0' }]
}
