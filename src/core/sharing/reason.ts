// Why a decision of the policy is what it is: a closed list, so that it can be shown, counted,
// translated.

/** Why somebody is admitted. */
type Admission =
  | 'everyone'
  | 'own-organisation'
  | 'member-of-group'
  | 'client-of-member'
  | 'community'
  | 'named-person'

/** Why somebody is not admitted. */
type Denial =
  | 'not-a-member'
  | 'level-too-low'
  | 'agreement-not-accepted'
  | 'organisation-not-active'
  | 'excluded'
  | 'authority-without-consent'
  | 'no-such-term'
  | 'tlp-above-cap'
  | 'clearance-missing'
  | 'not-interactive'
  | 'before-membership'
  // The audience is narrowed to a kind, a sector or a country that is not the viewer's.
  | 'not-addressed'

/** Why a version has no segment for somebody, or one that is not open. */
type Ceiling =
  | 'tlp-ceiling'
  | 'unknown-marking'
  | 'foreign-marking'
  | 'attribution-hidden'
  | 'clients-forbidden'
  | 'gate-closed'
  | 'not-yet-open'
  | 'closed'
  | 'approval-missing'
  | 'group-not-consented'
  // A reviewer found it unfit.
  | 'review-refused'
  // A later version, or its revocation, took its place.
  | 'superseded'
  // A later version is shown already, at the time this one would be told.
  | 'later-version-shown'

/** Why an object has no form that a segment may see. */
type Withheld =
  | 'reference-hidden'
  | 'references-emptied'
  | 'narrative'
  | 'required-part-hidden'
  | 'victim-content'
  | 'source-content'
  | 'personal-content'
  | 'communication-content'
  | 'secret-content'
  | 'pattern-revealing'
  | 'pattern-nothing-left'
  | 'look-alike'
  | 'member-asset'
  | 'residue'
  | 'invalid-after-redaction'
  | 'type-not-shared'

export type Reason = Admission | Denial | Ceiling | Withheld

/**
 * `since` is in microseconds: the viewer sees entries after it; 0 sees all, and is what a denial
 * says.
 */
export type Decision = { admitted: boolean; reason: Reason; since: number }
