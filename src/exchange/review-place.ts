// Which collections somebody reviews, and which of what waits there. INVARIANT: whoever would never
// be shown a version does not review it.
import { createHash } from 'node:crypto'
import { awaitsReview, type Review } from '../core/review/review.ts'
import { mayReview, type Reviewer } from '../core/review/reviewer.ts'
import { mayDo } from '../core/role/rule.ts'
import { admits } from '../core/sharing/audience.ts'
import type { Form } from '../core/sharing/form.ts'
import type { CollectionRow } from '../storage/policy.ts'
import { readStewards } from '../storage/reviewers.ts'
import type { Caller, Context } from './context.ts'
import type { KeptVersion } from './forms.ts'
import { seesOwn } from './gate.ts'
import type { Policy } from './policy.ts'
import { Refusal } from './refusal.ts'

export type Held = KeptVersion & { asked: { review: Review } }

const isCurated = async (ctx: Context, policy: Policy, group: string): Promise<boolean> => {
  const stewards = new Set(await readStewards(ctx.pools.writer, group))
  return [...policy.personById.values()].some(
    ({ organisation_id, roles }) => stewards.has(organisation_id) && roles.includes('curator'),
  )
}

/** As whom somebody comes to the reviews of a group; null for who has none there. */
export const reviewerOf = async (
  ctx: Context,
  policy: Policy,
  caller: Caller,
  home: CollectionRow,
): Promise<Reviewer | null> => {
  const { kind, roles } = caller
  if (!mayDo(caller, 'review', home)) return null
  const curated = await isCurated(ctx, policy, home.group_id)
  const reviewer = { kind, roles, steward: true, curated }
  return mayReview(reviewer, true) ? reviewer : null
}

/** Forms of a version that a reviewer opens. */
export const heldForms = ({ forms }: KeptVersion): Form[] =>
  forms.filter(
    ({ state, gate, digest }) => state === 'waiting' && awaitsReview(gate) && digest !== null,
  )

/** Whether a version under review is this reviewer's to see. */
export const isTheirs = (caller: Caller, reviewer: Reviewer, version: KeptVersion): boolean => {
  const { review } = version.asked
  if (review?.state !== 'open' || !mayReview(reviewer, review.escalated)) return false
  const own = seesOwn(caller, version)
  return (
    own ||
    version.forms.some(({ segment, audience }) => {
      return (
        segment !== 'owner' && segment !== 'named' && admits(audience, caller.clearance).admitted
      )
    })
  )
}

/**
 * Whether a reviewer may read the version as it was sent. What is TLP:RED, or has a part that is,
 * was for named persons: others read of it what would open.
 */
export const readsWhole = (caller: Caller, version: KeptVersion): boolean => {
  const isOpen = version.forms.some(
    ({ segment, audience }) =>
      segment === 'owner' &&
      !audience.any.some(({ all }) => all.some((atom) => atom.is === 'tlp' && atom.tlp === 'red')),
  )
  return isOpen || seesOwn(caller, version)
}

/** What a review is called: it is another as soon as another text would open. */
export const nameReview = (home: string, version: KeptVersion): string => {
  const digests = heldForms(version).map(({ segment, digest }) => `${segment} ${digest}`)
  const text = createHash('sha256').update(digests.sort().join('\n')).digest('hex')
  return `${home}.${version.version_id}.${text.slice(0, 16)}`
}

const nameForm = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.(\d{1,18})\.([0-9a-f]{16})$/

/** The parts of a name. Refuses with not-found what is none. */
export const readName = (name: string): { home: string; version_id: bigint } => {
  const match = nameForm.exec(name)
  if (match === null) throw new Refusal('not-found', 'nothing waits there for you')
  return { home: match[1] as string, version_id: BigInt(match[2] as string) }
}
