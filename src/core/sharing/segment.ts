// One place a version goes to, in one form. Knows neither how it is planned nor what it contains.
import type { Audience } from './audience.ts'
import type { Tlp } from './tlp.ts'

/** P0 raw, P1 pseudonymous source, P2 de-identified, P3 indicators only. */
export type Profile = 'P0' | 'P1' | 'P2' | 'P3'

export type SegmentName =
  | 'owner'
  | 'named'
  | 'members'
  | 'authorities'
  | 'clients'
  | 'peers'
  | 'community'
  | 'public'

/**
 * `tlp` is the strictest level the segment may contain: granular parts above it are cut. With a
 * `tearline` it holds only what is at or below that level. `opens` and `closes` are in
 * microseconds; null is now, and never. It waits for its `gate`: for `review`, `approval` or an
 * event by name, for all of them where they stand joined with `+`; null waits for nothing.
 */
export type Segment = {
  name: SegmentName
  collection_id: string
  audience: Audience
  profile: Profile
  attributed: boolean
  tlp: Tlp
  tearline: Tlp | null
  opens: bigint | null
  closes: bigint | null
  gate: string | null
}

/** What a gate waits for once an act, or an event, has come; null opens it. */
export const passGate = (gate: string | null, act: string): string | null => {
  const left = (gate?.split('+') ?? []).filter((awaited) => awaited !== act)
  return left.length > 0 ? left.join('+') : null
}
