// Which versions may join those an owner already keeps, and which of a feed's entries are the
// latest. Knows no storage: it is shown what is kept and says what to do.

/** A version already kept in a collection. Orders sort by instant (core/stix/timestamp.ts). */
export type Kept = {
  version_id: bigint
  owner_id: string
  stix_id: string
  spec_version: string
  version: string
  version_order: string
  created_order: string | null
  created_by_ref: string | null
  revoked: boolean
  content_hash: Buffer
  audience_id: number
  /** Nobody but its owner is shown it. */
  owner_only: boolean
  /** The hub gave the version its name: the object has neither modified nor created. */
  unversioned: boolean
}

/** A version that asks to join. `version` is null for an object that has no version of its own. */
export type Candidate = {
  owner_id: string
  stix_id: string
  spec_version: string
  version: { text: string; order: string } | null
  created_order: string | null
  created_by_ref: string | null
  revoked: boolean
  content_hash: Buffer
}

export type Joining =
  | { verdict: 'new' }
  | { verdict: 'present'; kept: Kept }
  /** Same identity, other bytes: only a look at both contents can tell whether it is the same. */
  | { verdict: 'compare'; kept: Kept }
  | { verdict: 'refused'; message: string }

const refused = (message: string): Joining => ({ verdict: 'refused', message })

const sameVersion = (kept: Kept, candidate: Candidate): boolean =>
  kept.spec_version === candidate.spec_version &&
  (candidate.version === null ? kept.unversioned : kept.version_order === candidate.version.order)

const findHistoryFault = (kept: Kept, candidate: Candidate): string | null => {
  if (kept.spec_version !== candidate.spec_version || kept.unversioned) return null
  const order = candidate.version?.order
  if (kept.revoked && order !== undefined && order > kept.version_order) {
    return 'the object was revoked; STIX allows it no later version'
  }
  if (kept.created_order !== candidate.created_order) {
    return 'created differs from the other versions of this object; STIX keeps it constant'
  }
  if (kept.created_by_ref !== candidate.created_by_ref) {
    return 'created_by_ref differs from the other versions of this object; STIX keeps it constant'
  }
  return null
}

/** What of a lineage counts for a candidate. */
type Look = { same: Kept | null; foreign: boolean; versioned: boolean; fault: string | null }

// One pass without lists: a client may send thousands of versions of one object at once.
const lookAt = (kept: Kept[], candidate: Candidate): Look => {
  const look: Look = { same: null, foreign: false, versioned: false, fault: null }
  for (const version of kept) {
    const own = version.owner_id === candidate.owner_id
    if (!own && version.owner_only) continue
    if (own && !version.unversioned) look.versioned = true
    if (!own) look.foreign = true
    if (sameVersion(version, candidate) && (own || look.same === null)) look.same = version
    if (own) look.fault ??= findHistoryFault(version, candidate)
  }
  return look
}

/**
 * Decides whether a candidate joins the versions kept under its id in one collection.
 * `strict` also holds STIX 2.1 §3.2 and §3.6: created and creator are constant, revocation is
 * final.
 * INVARIANT: another organisation's object is never replaced, hidden or continued by this one; and
 * one that its owner alone is shown changes no answer to anybody else.
 */
export const decideJoining = (kept: Kept[], candidate: Candidate, strict: boolean): Joining => {
  const { same, foreign, versioned, fault } = lookAt(kept, candidate)
  if (same !== null) {
    return same.content_hash.equals(candidate.content_hash)
      ? { verdict: 'present', kept: same }
      : { verdict: 'compare', kept: same }
  }
  if (foreign) {
    return refused('this id belongs to another organisation here; share it under an id of your own')
  }
  if (candidate.version === null && versioned) {
    return refused('other versions of this object have a modified time; this one needs one as well')
  }
  return strict && fault !== null ? refused(fault) : { verdict: 'new' }
}

/**
 * What is said when the same version came with other content; the kept one stays (STIX 2.1 §3.6).
 */
export const differentContent =
  'this version is already here with different content; give the change a later modified time'

/** What the versions of one owner do to the audience of one that joins them, and it to theirs. */
export type Narrowing = {
  /** The version whose audience the joining one takes over; null keeps its own. */
  under: Kept | null
  /** Those that take over the audience of the joining one. */
  narrowed: Kept[]
}

/**
 * The latest version governs: whom it is kept from, earlier ones are kept from too, in whichever
 * order they arrive. The other way round nothing changes: a wider version opens no earlier one.
 */
export const narrowLineage = (
  kept: Kept[],
  joining: { owner_id: string; version_order: string; owner_only: boolean },
): Narrowing => {
  const narrowing: Narrowing = { under: null, narrowed: [] }
  for (const version of kept) {
    if (version.owner_id !== joining.owner_id || version.owner_only === joining.owner_only) continue
    const later = version.version_order > joining.version_order
    if (joining.owner_only && !later) narrowing.narrowed.push(version)
    if (!joining.owner_only && later) narrowing.under = version
  }
  return narrowing
}
