// What waits for a reviewer: the original and what each audience would be shown, side by side, with
// why it waits. What is shown here is disclosed, and accounted for as such.
import { type Difference, listDifferences } from '../core/json/difference.ts'
import { packPositions } from '../core/ledger/positions.ts'
import { needsOf } from '../core/review/review.ts'
import { type CheckWord, wordCheck } from '../core/review/words.ts'
import { tellState } from '../core/sharing/form.ts'
import type { Reason } from '../core/sharing/reason.ts'
import { reasonWords } from '../core/sharing/reason-words.ts'
import type { Profile, SegmentName } from '../core/sharing/segment.ts'
import type { StixObject } from '../core/stix/object.ts'
import type { CollectionRow } from '../storage/policy.ts'
import { findOpenReviews } from '../storage/reviews.ts'
import { readRaw } from '../storage/versions.ts'
import type { Caller, Context } from './context.ts'
import { type KeptVersion, reviveKept } from './forms.ts'
import type { Policy } from './policy.ts'
import { Refusal } from './refusal.ts'
import { type Held, isTheirs, nameReview, readsWhole, reviewerOf } from './review-place.ts'

export type Rendition = {
  segment: SegmentName
  profile: Profile
  collection: string
  state: string
  reason: Reason | null
  words: string | null
  /** As it would be shown; null for what would not be. */
  object: StixObject | null
  diff: Difference[]
}

export type ReviewEntry = {
  id: string
  collection: string
  group: string
  submission: string
  owner: string
  /** As it was sent; of what is TLP:RED in it, what would open. */
  object: StixObject
  renditions: Rendition[]
  findings: { check: CheckWord; words: { en: string; ja: string }; path: string; text: string }[]
  since: string
  due: string
  escalated: boolean
  needs: 1 | 2
  approvals: { person: string; organisation: string; at: string }[]
}

export type ReviewPage = { entries: ReviewEntry[]; next?: string }

export const pageMax = 200

type Bodies = (collectionId: string, renditionId: bigint) => string | undefined

const readBodies = async (ctx: Context, home: string, versions: Held[]): Promise<Bodies> => {
  const wanted = new Map<string, bigint[]>([[home, versions.map(({ version_id }) => version_id)]])
  for (const { forms } of versions) {
    for (const { collection_id, rendition_id } of forms) {
      if (rendition_id === null) continue
      wanted.set(collection_id, [...(wanted.get(collection_id) ?? []), rendition_id])
    }
  }
  const read = new Map<string, Map<bigint, string>>()
  for (const [id, numbers] of wanted) read.set(id, await readRaw(ctx.pools.writer, id, numbers))
  return (collectionId, renditionId) => read.get(collectionId)?.get(renditionId)
}

/** The forms that would open, against the original; without one, nothing is told apart. */
const draw = (version: KeptVersion, original: StixObject | null, bodyOf: Bodies): Rendition[] =>
  version.forms
    .filter(({ segment }) => segment !== 'owner' && segment !== 'named')
    .map((form) => {
      const { segment, profile, collection_id, reason, rendition_id } = form
      const body = rendition_id === null ? undefined : bodyOf(collection_id, rendition_id)
      const object = body === undefined ? null : (JSON.parse(body) as StixObject)
      return {
        segment,
        profile,
        collection: collection_id,
        state: tellState(form),
        reason,
        words: reason === null ? null : reasonWords[reason],
        object,
        diff: object === null || original === null ? [] : listDifferences(original, object),
      }
    })

const describe = (
  { policy, caller }: { policy: Policy; caller: Caller },
  home: CollectionRow,
  version: Held,
  bodyOf: Bodies,
): ReviewEntry[] => {
  const body = bodyOf(home.id, version.version_id)
  if (body === undefined) return []
  const original = readsWhole(caller, version) ? (JSON.parse(body) as StixObject) : null
  const renditions = draw(version, original, bodyOf)
  const object = original ?? renditions.find((one) => one.object !== null)?.object
  if (object === undefined || object === null) return []
  const { findings, since, due, escalated, approvals } = version.asked.review
  const group = policy.groupById.get(home.group_id)
  return [
    {
      id: nameReview(home.id, version),
      collection: home.id,
      group: home.group,
      submission: version.submission_id,
      owner: policy.organisationById.get(version.owner_id)?.name ?? '',
      object,
      renditions,
      findings: findings.map((each) => {
        const text = original === null ? '' : each.text
        return { ...each, text, words: wordCheck(each.check) }
      }),
      since,
      due,
      escalated,
      needs: needsOf(group?.two_person ?? false),
      approvals: approvals.map(({ principal_id, at }) => {
        const person = policy.personById.get(principal_id)
        return { person: person?.name ?? '', organisation: person?.organisation ?? '', at }
      }),
    },
  ]
}

const disclose = async (
  ctx: Context,
  caller: Caller,
  home: string,
  versions: Held[],
): Promise<void> => {
  if (versions.length === 0) return
  const positions = versions.map(({ version_id }) => version_id)
  await ctx.ledger.disclose({
    principal_id: caller.principal_id,
    credential_id: caller.credential_id,
    organisation_id: caller.organisation_id,
    collection_id: home,
    endpoint: 'reviews',
    object_id: null,
    first: positions[0] as bigint,
    last: positions.at(-1) as bigint,
    count: positions.length,
    positions: packPositions(positions),
    audiences: [],
    filters: '',
    epoch: caller.epoch,
    request_id: null,
  })
}

type Found = { home: CollectionRow; version: Held }

const readAfter = (next: string | null): bigint => {
  if (next === null) return 0n
  if (!/^\d{1,18}$/.test(next)) throw new Refusal('bad-cursor', 'this `next` is not of this hub')
  return BigInt(next)
}

/** What of a collection waits for this caller, oldest first. */
const findIn = async (
  ctx: Context,
  policy: Policy,
  caller: Caller,
  home: CollectionRow,
  after: bigint,
  limit: number,
): Promise<Found[]> => {
  const reviewer = await reviewerOf(ctx, policy, caller, home)
  const found: Found[] = []
  for (let from = after; reviewer !== null && found.length < limit; ) {
    const rows = await findOpenReviews(ctx.pools.writer, home.id, from, limit)
    for (const version of await reviveKept(ctx, ctx.pools.writer, rows)) {
      if (isTheirs(caller, reviewer, version)) found.push({ home, version: version as Held })
    }
    if (rows.length < limit) break
    from = rows.at(-1)?.version_id ?? from
  }
  return found.slice(0, limit)
}

/**
 * What waits for the caller, oldest first. Refuses with unauthenticated who does not sign in; for
 * who reviews nothing there is nothing.
 */
export const listReviews = async (
  ctx: Context,
  caller: Caller,
  asked: { collection: string | null; limit: number; next: string | null },
): Promise<ReviewPage> => {
  if (caller.organisation_id === null) {
    throw new Refusal('unauthenticated', 'sign in to use this hub')
  }
  const policy = await ctx.policy.since(caller.epoch)
  const after = readAfter(asked.next)
  const found: Found[] = []
  for (const home of policy.collectionById.values()) {
    const { id, alias, name } = home
    if (asked.collection !== null && ![id, alias, name].includes(asked.collection)) continue
    found.push(...(await findIn(ctx, policy, caller, home, after, asked.limit + 1)))
  }
  found.sort((a, b) => (a.version.version_id < b.version.version_id ? -1 : 1))
  const page = found.slice(0, asked.limit)
  const entries = new Map<Found, ReviewEntry[]>()
  for (const home of new Set(page.map((one) => one.home))) {
    const here = page.filter((one) => one.home === home)
    const versions = here.map(({ version }) => version)
    const bodyOf = await readBodies(ctx, home.id, versions)
    await disclose(ctx, caller, home.id, versions)
    for (const one of here)
      entries.set(one, describe({ policy, caller }, home, one.version, bodyOf))
  }
  const last = page.at(-1)
  return {
    entries: page.flatMap((one) => entries.get(one) ?? []),
    ...(found.length > page.length && last ? { next: String(last.version.version_id) } : {}),
  }
}
