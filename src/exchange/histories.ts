// Which groups hide their past from later members, and from when on those who are members see: of
// one policy. Reads nothing.
import { parseDuration } from '../core/sharing/duration.ts'
import { type Form, isSameStrand, type Strand } from '../core/sharing/form.ts'
import { earlierOf, type Histories, limitOf, limitToPast } from '../core/sharing/past.ts'
import type { GroupRow } from '../storage/policy.ts'
import type { Policy } from './policy.ts'

const known = new WeakMap<Policy, Histories['groups']>()

// A duration nobody can read hides everything.
const reachOf = ({ history }: GroupRow): number | null => {
  const reach = history === 'none' ? null : parseDuration(history)
  return reach === null ? null : Number(reach)
}

/** The histories of a policy as of `now`, in microseconds. */
export const historiesOf = (policy: Policy, now: bigint): Histories => {
  const groups =
    known.get(policy) ??
    new Map(
      policy.groups
        .filter(({ history }) => history !== 'all')
        .map((group) => [group.id, { seesFrom: group.sees_from, reach: reachOf(group) }]),
    )
  known.set(policy, groups)
  return { now: Number(now), groups }
}

/**
 * When a version was first shown in this strand of `forms`; where it has none there yet, when any
 * other of the collection was: that others are shown it now makes it no newer. Null for never.
 */
export const firstOf = (forms: readonly Form[], strand: Strand): bigint | null => {
  const same = forms.find((form) => isSameStrand(form, strand))
  if (same !== undefined) return same.first
  return forms
    .filter(({ segment, collection_id }) => {
      return segment !== 'owner' && collection_id === strand.collection_id
    })
    .reduce((first: bigint | null, form) => earlierOf(first, form.first), null)
}

/** When a form came to be there for whoever sees it: they see nothing of what came before. */
export const beganOf = ({ first, audience }: Form): bigint | null =>
  earlierOf(first, limitOf(audience))

/** The form's audience without those who came after it: they see it at no later position either. */
export const seenBy = (form: Form, histories: Histories): Form['audience'] =>
  limitToPast(form.audience, form.first, histories)
