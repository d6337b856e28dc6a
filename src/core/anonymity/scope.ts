// Whom a rendition is drawn for, and what must not reach them. Knows no object and no storage.

import type { Dictionary } from './dictionary.ts'

/** The profiles that change an object; P0 shows it as it was given. */
export type DrawnProfile = 'P1' | 'P2' | 'P3'

/** What the group admits besides STIX 2.1's own types, properties, extensions and labels. */
export type Allowed = {
  types: ReadonlySet<string>
  properties: ReadonlySet<string>
  extensions: ReadonlySet<string>
  labels: ReadonlySet<string>
}

/**
 * One audience class of one group during one epoch. Within it one (id, version) has one content,
 * and its key makes ids and names that no other scope can be joined with.
 */
export type Scope = {
  profile: DrawnProfile
  /** `<group id>/<segment name>`. */
  name: string
  epoch: string
  key: Buffer
  owner_id: string
  /** The source may be named here. */
  attributed: boolean
  /** What happened to the victim may be told here; it counts in P1 only. */
  victim_consent: boolean
  /** What created_by_ref becomes; null keeps it, because the segment is attributed. */
  creator: string | null
  /** What must never leave the owner. */
  dictionary: Dictionary
  /** What belongs to other members: their own compromised hosts are theirs to know first. */
  bystanders: readonly { organisation_id: string; dictionary: Dictionary }[]
  /** The STIX identities that mean the owner. */
  identities: ReadonlySet<string>
  allowed: Allowed
}

/** Admits nothing besides STIX 2.1. */
export const nothingAllowed: Allowed = {
  types: new Set(),
  properties: new Set(),
  extensions: new Set(),
  labels: new Set(),
}
