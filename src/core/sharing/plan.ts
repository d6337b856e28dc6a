// Where a version goes, in which form, for whom: its segments. Knows no bytes and no storage.
import type { Audience } from './audience.ts'

export type Profile = 'P0' | 'P1' | 'P2' | 'P3'

/** One place an object goes to, in one form. Segments of one version are disjoint in viewers. */
export type Segment = { collection_id: string; audience: Audience; profile: Profile }

export type Target = { collection_id: string; group_id: string }

/**
 * The segments of a version posted to `target`: its group's readers see it as it was given (P0).
 */
export const planSegments = (target: Target): Segment[] => [
  {
    collection_id: target.collection_id,
    audience: { any: [{ member: target.group_id, level: 'consumer' }] },
    profile: 'P0',
  },
]
