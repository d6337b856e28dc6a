// Who may pass the gate of a form, and by which act. Knows no storage. Whoever is not named here
// has no say: a recipient widens nothing, and nobody lowers another's marking (C-67).
import { curation } from '../core/review/review.ts'
import { mayDo } from '../core/role/rule.ts'
import { admits } from '../core/sharing/audience.ts'
import type { Form } from '../core/sharing/form.ts'
import type { CollectionRow } from '../storage/policy.ts'
import type { Caller } from './context.ts'
import type { KeptVersion } from './forms.ts'

/**
 * `acts` are what the caller may do; empty where it may look but not act. Null where the form does
 * not exist for it.
 */
export type Say = { acts: string[]; owner: boolean } | null

/** Shared it, and sees it itself: by its own form, or in person where it is RED. */
export const seesOwn = (
  { organisation_id, clearance }: Caller,
  { owner_id, forms }: KeptVersion,
): boolean =>
  owner_id === organisation_id &&
  forms.some(
    ({ profile, segment, audience }) =>
      profile === 'P0' &&
      (segment === 'owner' || segment === 'named') &&
      admits(audience, clearance).admitted,
  )

/** Stewards review what is to be public; only then, and only that. */
const isForReview = ({ segment, gate, opens }: Form, now: bigint): boolean =>
  segment === 'public' && gate === 'review' && (opens === null || opens <= now)

/** What the caller has to say about a form that waits for an act. `now` is in microseconds. */
export const sayOf = (
  caller: Caller,
  home: CollectionRow,
  version: KeptVersion,
  form: Form,
  now: bigint,
): Say => {
  if (form.state !== 'waiting' || form.gate === null || form.rendition_id === null) return null
  const { group_id } = home
  const reviews = isForReview(form, now) && mayDo(caller, 'review', { group_id })
  const owner = seesOwn(caller, version)
  if (!owner && !reviews) return null
  const acts = form.gate.split('+').filter((act) => {
    // Whoever reviews does so with what was found before their eyes.
    if (act === curation) return false
    if (act === 'review') return reviews
    const target = { organisation_id: version.owner_id }
    if (!owner) return false
    if (act === 'approval') return mayDo(caller, 'approve', target)
    return mayDo(caller, 'submit', target) || mayDo(caller, 'approve', target)
  })
  return { acts, owner }
}
