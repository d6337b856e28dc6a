// Which versions may join those an owner already keeps, and what a joining one does to the forms of
// the others. Knows no storage: it is shown what is kept and says what to do.
import { type Audience, implies, intersect, isEmpty, nobody } from './sharing/audience.ts'
import { type Form, isSameStrand } from './sharing/form.ts'

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
  forms: Form[]
}

/** A version that asks to join. `version` is null for an object that has no version of its own. */
export type Candidate = {
  stix_id: string
  spec_version: string
  version: { text: string; order: string } | null
  created_order: string | null
  created_by_ref: string | null
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
type Look = { same: Kept | null; versioned: boolean; fault: string | null }

// One pass without lists: a client may send thousands of versions of one object at once.
const lookAt = (kept: Kept[], candidate: Candidate): Look => {
  const look: Look = { same: null, versioned: false, fault: null }
  for (const version of kept) {
    if (!version.unversioned) look.versioned = true
    if (look.same === null && sameVersion(version, candidate)) look.same = version
    look.fault ??= findHistoryFault(version, candidate)
  }
  return look
}

/**
 * Decides whether a candidate joins the versions its owner keeps under its id in one collection.
 * `strict` also holds STIX 2.1 §3.2 and §3.6: created and creator are constant, revocation is
 * final.
 * INVARIANT: `kept` holds one owner's versions. What others keep under the id changes no answer.
 */
export const decideJoining = (kept: Kept[], candidate: Candidate, strict: boolean): Joining => {
  const { same, versioned, fault } = lookAt(kept, candidate)
  if (same !== null) {
    return same.content_hash.equals(candidate.content_hash)
      ? { verdict: 'present', kept: same }
      : { verdict: 'compare', kept: same }
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

/**
 * Whom a later version lets see the earlier ones of its strand: those it is for, though it be held
 * for having come after a later one yet.
 */
const leaves = (later: Form | undefined): Audience => {
  if (later === undefined) return nobody
  const held = later.state === 'withheld' && later.reason !== 'later-version-shown'
  return held ? nobody : later.audience
}

/** Whom the later versions of an object leave of an audience: they govern (V1). */
export const leaveLater = (audience: Audience, later: (Form | undefined)[]): Audience =>
  later.reduce((left: Audience, form) => intersect(left, leaves(form)), audience)

/** A form cut down to the viewers of another; itself when all of its viewers are among them. */
export const narrowForm = (form: Form, to: Form | undefined): Form => {
  if (form.state === 'withheld') return form
  const left = leaves(to)
  const isWithin = form.audience === left || implies(form.audience, left)
  if (!isEmpty(left) && isWithin) return form
  const audience = intersect(form.audience, left)
  if (isEmpty(audience)) return { ...form, state: 'withheld', reason: 'tlp-ceiling', pieces: [] }
  const pieces = form.pieces
    .map((piece) => ({ ...piece, audience: intersect(piece.audience, left) }))
    .filter((piece) => !isEmpty(piece.audience))
  return { ...form, audience, pieces }
}

type Versioned = { version_order: string; forms: Form[] }

const narrowTo = (forms: Form[], later: Form[]): Form[] => {
  let same = true
  const narrowed = forms.map((form) => {
    const answer = narrowForm(
      form,
      later.find((other) => isSameStrand(form, other)),
    )
    if (answer !== form) same = false
    return answer
  })
  return same ? forms : narrowed
}

/**
 * Later versions govern: whom one is kept from, earlier ones are kept from too, in whichever order
 * they arrive. The other way round nothing changes: a wider version opens no earlier one (V1, V2).
 * Answers the joining version's forms and those of the kept ones that lost viewers.
 */
export const joinForms = <K extends Versioned>(
  kept: K[],
  joining: Versioned,
): { forms: Form[]; narrowed: { kept: K; forms: Form[] }[] } => {
  const narrowed: { kept: K; forms: Form[] }[] = []
  let own = joining.forms
  for (const version of kept) {
    if (version.version_order < joining.version_order) {
      const forms = narrowTo(version.forms, joining.forms)
      if (forms !== version.forms) narrowed.push({ kept: version, forms })
    } else if (version.version_order > joining.version_order) {
      own = narrowTo(own, version.forms)
    }
  }
  return { forms: own, narrowed }
}
