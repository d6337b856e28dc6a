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

const checkHistory = (lineage: Kept[], candidate: Candidate): string | null => {
  for (const kept of lineage) {
    if (kept.spec_version !== candidate.spec_version || kept.unversioned) continue
    const order = candidate.version?.order
    if (kept.revoked && order !== undefined && order > kept.version_order) {
      return 'the object was revoked and takes no later version (STIX 2.1 §3.6)'
    }
    if (kept.created_order !== candidate.created_order) {
      return 'created differs from the other versions of this object (STIX 2.1 §3.2)'
    }
    if (kept.created_by_ref !== candidate.created_by_ref) {
      return 'created_by_ref differs from the other versions of this object (STIX 2.1 §3.6)'
    }
  }
  return null
}

/**
 * Decides whether a candidate joins the versions kept under its id in one collection.
 * `strict` also holds STIX 2.1 §3.2 and §3.6: created and creator are constant, revocation is
 * final.
 * INVARIANT: another organisation's object is never replaced, hidden or continued by this one.
 */
export const decideJoining = (kept: Kept[], candidate: Candidate, strict: boolean): Joining => {
  const own = kept.filter((version) => version.owner_id === candidate.owner_id)
  const same = kept.find((version) => sameVersion(version, candidate))
  if (same !== undefined) {
    return same.content_hash.equals(candidate.content_hash)
      ? { verdict: 'present', kept: same }
      : { verdict: 'compare', kept: same }
  }
  if (own.length < kept.length) {
    return refused('this id belongs to another organisation here; share it under an id of your own')
  }
  if (candidate.version === null && own.some((version) => !version.unversioned)) {
    return refused('other versions of this object have a modified time; this one needs one as well')
  }
  const fault = strict ? checkHistory(own, candidate) : null
  return fault === null ? { verdict: 'new' } : refused(fault)
}

/**
 * What is said when the same version came with other content; the kept one stays (STIX 2.1 §3.6).
 */
export const differentContent =
  'this version is already here with different content; give the change a later modified time'
