// A reviewer's decision on a version that waits: release, refuse, narrow. INVARIANT: what opens is
// what was read, and nobody decides on what it may not see.

import {
  curation,
  holding,
  joinNarrowings,
  type Narrowing,
  needsOf,
} from '../core/review/review.ts'
import { mayDo } from '../core/role/rule.ts'
import type { Form } from '../core/sharing/form.ts'
import { readLabel } from '../core/sharing/label.ts'
import { reachesTlp } from '../core/sharing/tlp.ts'
import { printPosition } from '../core/taxii/position.ts'
import type { CollectionRow } from '../storage/policy.ts'
import { withTransaction } from '../storage/pools.ts'
import { lockOpenReview } from '../storage/reviews.ts'
import { refuseAfterAll, rewordAfterAll } from '../storage/submissions.ts'
import { findKept, readRaw, saveOptions } from '../storage/versions.ts'
import { changeForms } from './change-forms.ts'
import type { Caller, Context } from './context.ts'
import { hideReferrers } from './dependants.ts'
import { directoryOf } from './directory.ts'
import { reviveKept } from './forms.ts'
import { feedOf, type Ground, lockFeeds, openGround } from './ground.ts'
import { noteAct } from './ledger.ts'
import { passChosen, readAround, recordPassed } from './pass-gate.ts'
import type { Policy } from './policy.ts'
import { redrawAsked } from './redraw.ts'
import { holdNow } from './refresh-caller.ts'
import { Refusal } from './refusal.ts'
import { type Held, heldForms, isTheirs, nameReview, readName, reviewerOf } from './review-place.ts'
import { wordReleased } from './reviewing.ts'
import { defaultsOf, sourceOf } from './source.ts'
import { listSpreads } from './spreads.ts'
import { storeAsked } from './stored-options.ts'
import { writeGround } from './write-ground.ts'

/** `state`: what became of it; `needs`: how many persons more must read it. */
export type Decided = { state: 'open' | 'released' | 'refused'; needs: number }

type Desk = {
  ctx: Context
  policy: Policy
  caller: Caller
  home: CollectionRow
  ground: Ground
  version: Held
  reason: string
}

const notFound = (): Refusal => new Refusal('not-found', 'nothing waits there for you')

const keep = ({ ground, version }: Desk): Promise<void> =>
  saveOptions(ground.client, ground.home, version.version_id, storeAsked(version.asked))

const change = (desk: Desk, review: Partial<Held['asked']['review']>): void => {
  const { asked } = desk.version
  desk.version.asked = { ...asked, review: { ...asked.review, ...review } }
}

const note = (desk: Desk, act: string, facts: Record<string, string | string[] | number>) =>
  noteAct(desk.ground.client, {
    act: 'decide',
    principal_id: desk.caller.principal_id,
    organisation_id: desk.caller.organisation_id,
    collection_id: desk.ground.home,
    object_id: desk.version.stix_id,
    positions: [],
    facts: { acts: [act], ...facts },
  })

const nowOf = ({ ground }: Desk): string => printPosition(feedOf(ground, ground.home).head.now)

/** Locks what a decision is about, and everything its forms are in. */
const open = async (
  ctx: Context,
  asking: { policy: Policy; caller: Caller; home: CollectionRow },
  ground: Ground,
  name: string,
  reason: string,
): Promise<Desk> => {
  const { version_id } = readName(name)
  await lockFeeds(ground, await listSpreads(ctx, ground.home), 16)
  const row = await lockOpenReview(ground.client, ground.home, version_id)
  const [version] = row === null ? [] : await reviveKept(ctx, ground.client, [row])
  const reviewer = await reviewerOf(ctx, asking.policy, asking.caller, asking.home)
  if (version === undefined || reviewer === null || !isTheirs(asking.caller, reviewer, version)) {
    throw notFound()
  }
  if (nameReview(ground.home, version) !== name) {
    throw new Refusal('unprocessable', 'the text is another by now: read it once more')
  }
  const places = version.forms.map(({ collection_id }) => collection_id)
  await lockFeeds(ground, places, 16)
  return { ctx, ground, version: version as Held, reason, ...asking }
}

type Decide = (desk: Desk) => Promise<Decided>

type Decision = {
  ctx: Context
  caller: Caller
  name: string
  reason: string
  action: 'review' | 'narrow'
}

const decide = async (
  { ctx, caller, name, reason, action }: Decision,
  act: Decide,
): Promise<Decided> => {
  if (caller.organisation_id === null) {
    throw new Refusal('unauthenticated', 'sign in to use this hub')
  }
  const policy = await ctx.policy.current()
  const author = await holdNow(ctx, caller, policy.epoch)
  const home = policy.collectionById.get(readName(name).home)
  if (home === undefined || !mayDo(author, action, home)) throw notFound()
  const asking = { policy, caller: author, home }
  const done = await withTransaction(ctx.pools.publisher, 'begin', async (client) => {
    const ground = openGround(ctx, client, home.id)
    const desk = await open(ctx, asking, ground, name, reason)
    const decided = await act(desk)
    await writeGround(ground)
    return { decided, redraws: ground.redraws.length }
  })
  if (done.redraws > 0) await redrawAsked(ctx)
  return done.decided
}

const approve = (desk: Desk): number => {
  const { caller, version, policy, home } = desk
  const digests = heldForms(version).map(({ digest }) => digest as string)
  const before = holding(version.asked.review, digests)
  const principal_id = caller.principal_id as string
  const mine = {
    principal_id,
    organisation_id: caller.organisation_id as string,
    at: nowOf(desk),
    digests,
  }
  const others = before.filter((each) => each.principal_id !== principal_id)
  change(desk, { approvals: [...others, mine], reason: desk.reason || null })
  const group = policy.groupById.get(home.group_id)
  return Math.max(0, needsOf(group?.two_person ?? false) - others.length - 1)
}

const toldOf = ({ stix_id, version }: Held) => ({ id: stix_id, version })

const releaseNow: Decide = async (desk) => {
  const { version, caller, policy, ground } = desk
  if (version.asked.submitter.principal_id === caller.principal_id) {
    throw new Refusal('unprocessable', 'somebody else must read what you shared yourself')
  }
  const needs = approve(desk)
  if (needs > 0) {
    await keep(desk)
    await note(desk, 'review-approved', { needs })
    return { state: 'open', needs }
  }
  change(desk, { state: 'released' })
  const around = await readAround(ground, [version])
  const same = around.find(({ version_id }) => version_id === version.version_id)
  const kept = Object.assign(same ?? version, { asked: version.asked })
  const chosen = heldForms(kept).map((form) => ({ version: kept, form, act: curation }))
  const touched = await passChosen(ground, policy, chosen, around)
  await keep(desk)
  await recordPassed(ground, caller, touched)
  await rewordAfterAll(ground.client, version.submission_id, toldOf(version), wordReleased)
  if (touched.size === 0) await note(desk, 'review-released', {})
  return { state: 'released', needs: 0 }
}

const refuseForm = (form: Form): Form => ({
  ...form,
  state: 'withheld',
  reason: 'review-refused',
  rendition_id: null,
  pieces: [],
})

const refuseNow: Decide = async (desk) => {
  const { ground, version, reason } = desk
  const held = new Set(heldForms(version))
  const before = version.forms
  const after = before.map((form) => (held.has(form) ? refuseForm(form) : form))
  change(desk, { state: 'refused', reason })
  changeForms(ground, version, after)
  const { owner_id, stix_id } = version
  const affected = new Map([[stix_id, { owner_id, stix_id, before, after }]])
  await hideReferrers(ground, affected)
  await keep(desk)
  const told = { ...toldOf(version), message: `refused in review: ${reason}` }
  await refuseAfterAll(ground.client, version.submission_id, told)
  await note(desk, 'review-refused', {})
  return { state: 'refused', needs: 0 }
}

/** Refuses what would leave it as wide as it is, or wider. */
const demandNarrower = async (desk: Desk, { tlp }: Narrowing): Promise<void> => {
  const { ground, version, policy } = desk
  const own = await findKept(ground.client, ground.home, [version.stix_id])
  const later = own.some(
    ({ owner_id, version_order }) =>
      owner_id === version.owner_id && version_order > version.version_order,
  )
  if (later) throw new Refusal('unprocessable', 'a later version took its place: refuse this one')
  if (tlp === null) return
  const source = sourceOf(policy, ground.home, version.owner_id, version.asked)
  const read = await readRaw(ground.client, ground.home, [version.version_id])
  const body = read.get(version.version_id)
  if (source === null || body === undefined) throw notFound()
  const { now } = feedOf(ground, ground.home).head
  const label = readLabel(JSON.parse(body), () => null, defaultsOf(source), now)
  if (reachesTlp(tlp, label.tlp) && tlp !== label.tlp) return
  const level = label.tlp.toUpperCase()
  throw new Refusal('unprocessable', `it is TLP:${level} already: only a stricter level narrows it`)
}

/** Opens what waits, where enough persons have read it. Refuses with not-found as listing does. */
export const releaseReview = (ctx: Context, caller: Caller, name: string, reason: string) =>
  decide({ ctx, caller, name, reason, action: 'review' }, releaseNow)

/** Keeps it with its owner, who is told why. */
export const refuseReview = (ctx: Context, caller: Caller, name: string, reason: string) =>
  decide({ ctx, caller, name, reason, action: 'review' }, refuseNow)

/**
 * Names of organisations as ids. Refuses with unprocessable a name of nobody that the reviewer may
 * know of.
 */
const resolve = ({ policy, caller }: Desk, names: string[]): string[] =>
  names.map((name) => {
    const id = directoryOf(policy, caller.clearance).organisation(name)
    if (id === null) throw new Refusal('unprocessable', `there is no organisation \`${name}\``)
    return id
  })

/** Shares it with fewer, or less of it; it waits on, drawn anew, for its release. */
export const narrowReview = (
  ctx: Context,
  caller: Caller,
  name: string,
  reason: string,
  narrowing: Narrowing,
): Promise<Decided> =>
  decide({ ctx, caller, name, reason, action: 'narrow' }, async (desk) => {
    const { ground, version, policy } = desk
    const resolved = { ...narrowing, exclude: resolve(desk, narrowing.exclude) }
    await demandNarrower(desk, resolved)
    const narrowed = joinNarrowings(version.asked.review.narrowed, resolved)
    change(desk, { narrowed, reason, approvals: [] })
    await keep(desk)
    const { owner_id, stix_id } = version
    ground.redraws.push({ home_id: ground.home, owner_id, stix_id })
    const { tlp, profile } = narrowed
    await note(desk, 'review-narrowed', { tlp: tlp ?? '', profile: profile ?? '' })
    const group = policy.groupById.get(desk.home.group_id)
    return { state: 'open', needs: needsOf(group?.two_person ?? false) }
  })
