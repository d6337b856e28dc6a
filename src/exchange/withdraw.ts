// Withdraws versions of an object: its owner takes back what it shared (TAXII 2.1 §5.7).
import type { FeedFilters, FeedQuery } from '../core/taxii/query.ts'
import { findMet } from '../storage/entries.ts'
import { type Client, withTransaction } from '../storage/pools.ts'
import { findKept } from '../storage/versions.ts'
import { changeForms, noteLoss } from './change-forms.ts'
import type { Caller, Context } from './context.ts'
import { type Affected, hideReferrers } from './dependants.ts'
import { type KeptVersion, reviveKept } from './forms.ts'
import { type Ground, lockFeeds, openGround } from './ground.ts'
import { listElsewhere } from './known.ts'
import { noteAct } from './ledger.ts'
import { settleLineage } from './place.ts'
import { redrawAsked } from './redraw.ts'
import { holdNow } from './refresh-caller.ts'
import { Refusal } from './refusal.ts'
import { releaseFirst } from './release.ts'
import { type CollectionView, viewCollection } from './roots.ts'
import { listSpreads } from './spreads.ts'
import { writeGround } from './write-ground.ts'

const notFound = (): Refusal => new Refusal('not-found', 'there is no such object')

const byOrder = (a: KeptVersion, b: KeptVersion): number =>
  `${a.spec_version} ${a.version_order}` < `${b.spec_version} ${b.version_order}` ? -1 : 1

/** The versions a DELETE names: `held` is sorted by specification, then by time. */
const choose = (held: KeptVersion[], filters: FeedFilters): KeptVersion[] => {
  const { specVersions, versions } = filters
  const within = held.filter(({ spec_version }) => specVersions?.includes(spec_version) ?? true)
  if (versions.kind === 'all') return within
  return within.filter((version, index) => {
    const first = within[index - 1]?.spec_version !== version.spec_version
    const last = within[index + 1]?.spec_version !== version.spec_version
    if (versions.kind === 'last') return last
    const named = versions.orders.includes(version.version_order)
    return named || (versions.first && first) || (versions.last && last)
  })
}

/** Refuses with forbidden who sees another's object here, with not-found everybody else. */
const refuse = async (
  ctx: Context,
  client: Client,
  caller: Caller,
  collectionId: string,
  objectId: string,
): Promise<never> => {
  const owner_id = caller.organisation_id as string
  const met = await findMet(client, collectionId, [{ stix_id: objectId, owner_id }])
  const ids = [...new Set(met.map(({ audience_id }) => audience_id))]
  const admitting = await ctx.audiences.admitting(ids, caller.clearance, client)
  const sees = met.some(
    ({ audience_id, position }) =>
      admitting.includes(audience_id) &&
      position > BigInt(ctx.audiences.decideNow(audience_id, caller.clearance).since),
  )
  if (!sees) throw notFound()
  throw new Refusal('forbidden', 'only the organisation that shared an object withdraws it')
}

const take = (ground: Ground, version: KeptVersion, foreign: KeptVersion[]): void => {
  if (ground.recalls) noteLoss(ground, version, [], foreign)
  changeForms(ground, version, [])
  ground.changed.delete(version.version_id)
  ground.removed.push(version)
}

/** Takes versions of one lineage back; `all` is everything kept under their id. */
export const removeFrom = async (
  ground: Ground,
  chosen: KeptVersion[],
  all: KeptVersion[],
): Promise<void> => {
  const { owner_id, stix_id } = chosen[0] as KeptVersion
  const own = all.filter((version) => version.owner_id === owner_id)
  const latest = (list: KeptVersion[]) =>
    list.reduce((a, b) => (b.version_order > a.version_order ? b : a), list[0] as KeptVersion)
  const before = latest(own).forms
  ground.buried.push({ owner_id, stix_id, told: [] })
  const foreign = all.filter((version) => version.owner_id !== owner_id)
  for (const version of chosen) take(ground, version, foreign)
  const left = own.filter((version) => !chosen.includes(version))
  for (const version of left) changeForms(ground, version, [...version.forms])
  settleLineage(ground, left)
  const after = left.length === 0 ? [] : latest(left).forms
  const affected = new Map<string, Affected>([[stix_id, { owner_id, stix_id, before, after }]])
  await hideReferrers(ground, affected)
  // What others share under the same id may have been left out because of this.
  for (const other of new Set(foreign.map((version) => version.owner_id))) {
    ground.redraws.push({ home_id: ground.home, owner_id: other, stix_id })
  }
}

/** What was left to another group's pseudonym is for this one's now, and the other way round. */
export const askElsewhere = async (
  ctx: Context,
  ground: Ground,
  owner_id: string,
  stix_id: string,
) => {
  const policy = await ctx.policy.current()
  for (const home_id of listElsewhere(policy, ground.home, owner_id)) {
    ground.redraws.push({ home_id, owner_id, stix_id })
  }
}

export const positionsOf = (versions: KeptVersion[]): bigint[] =>
  versions.flatMap(({ forms }) =>
    forms.flatMap(({ pieces }) => pieces.map(({ position }) => position)),
  )

/**
 * Removes what the query names. With neither right on the collection it is not found, with only one
 * of them forbidden, whether or not the object is there. Only the owner withdraws.
 */
export const withdraw = async (
  ctx: Context,
  caller: Caller,
  collection: CollectionView,
  objectId: string,
  query: FeedQuery,
): Promise<void> => {
  const policy = await ctx.policy.current()
  const owner = await holdNow(ctx, caller, policy.epoch)
  const view = viewCollection(policy, owner, collection.id)
  if (view === null || (!view.can_read && !view.can_write)) throw notFound()
  if (!view.can_read || !view.can_write) {
    throw new Refusal('forbidden', 'deleting needs both the right to read and the right to write')
  }
  await releaseFirst(ctx, collection.id)
  await withTransaction(ctx.pools.publisher, 'begin', async (client) => {
    const ground = openGround(ctx, client, collection.id)
    ground.recalls = policy.groupById.get(view.group_id)?.recall === true
    await lockFeeds(ground, await listSpreads(ctx, collection.id), 16)
    const rows = await findKept(client, collection.id, [objectId])
    const all = await reviveKept(ctx, client, rows)
    const places = all.flatMap(({ forms }) => forms.map(({ collection_id }) => collection_id))
    await lockFeeds(ground, places, 16)
    const own = all.filter(({ owner_id }) => owner_id === owner.organisation_id)
    const chosen = choose(own.sort(byOrder), query.filters)
    if (own.length === 0) return refuse(ctx, client, owner, collection.id, objectId)
    if (chosen.length === 0) throw notFound()
    const positions = positionsOf(chosen)
    await removeFrom(ground, chosen, all)
    await askElsewhere(ctx, ground, owner.organisation_id as string, objectId)
    await writeGround(ground)
    await noteAct(client, {
      act: 'withdraw',
      principal_id: owner.principal_id,
      organisation_id: owner.organisation_id,
      collection_id: collection.id,
      object_id: objectId,
      positions,
      facts: { versions: String(chosen.length) },
    })
  })
  await redrawAsked(ctx)
}
