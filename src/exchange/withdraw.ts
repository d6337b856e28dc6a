// Withdraws versions of an object: its owner takes back what it shared (TAXII 2.1 §5.7).
import type { FeedFilters, FeedQuery } from '../core/taxii/query.ts'
import { settleVersions } from '../storage/lineages.ts'
import { type Client, withTransaction } from '../storage/pools.ts'
import { lockCollection } from '../storage/publication.ts'
import {
  announceAgain,
  type HeldVersion,
  listHeld,
  listHidden,
  removeVersions,
} from '../storage/withdrawal.ts'
import { positionStep } from './commit-group.ts'
import type { Caller, Context } from './context.ts'
import { holdNow } from './refresh-caller.ts'
import { Refusal } from './refusal.ts'
import { type CollectionView, viewCollection } from './roots.ts'

const notFound = (): Refusal => new Refusal('not-found', 'there is no such object')

/** The versions a DELETE names: `held` is sorted by specification, then by time. */
const choose = (held: HeldVersion[], filters: FeedFilters): HeldVersion[] => {
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

// What the caller may not see is not there for it, here as in every answer.
const listSeen = async (
  ctx: Context,
  client: Client,
  caller: Caller,
  held: HeldVersion[],
): Promise<HeldVersion[]> => {
  const ids = [...new Set(held.map(({ audience_id }) => audience_id))]
  const admitting = new Set(await ctx.audiences.admitting(ids, caller.clearance, client))
  return held.filter(({ audience_id }) => admitting.has(audience_id))
}

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
  await withTransaction(ctx.pools.publisher, 'begin', async (client) => {
    const head = await lockCollection(client, collection.id)
    const held = await listSeen(ctx, client, owner, await listHeld(client, collection.id, objectId))
    const chosen = choose(held, query.filters)
    if (chosen.length === 0) throw notFound()
    const own = chosen.filter((version) => version.owner_id === owner.organisation_id)
    if (own.length === 0) {
      throw new Refusal('forbidden', 'only the organisation that shared an object withdraws it')
    }
    const hidden = await listHidden(client, collection.id, objectId)
    await removeVersions(
      client,
      collection.id,
      objectId,
      own.map((version) => version.version_id),
    )
    await settleVersions(client, collection.id, [objectId])
    const least = head.last_position + positionStep
    const from = head.now > least ? head.now : least
    await announceAgain(client, collection.id, hidden, from, positionStep)
  })
}
