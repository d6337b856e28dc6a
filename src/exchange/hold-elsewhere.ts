// Holds still what owners keep of the same objects in their other groups: two groups may be written
// at once, and each would show an object under a pseudonym of its own.
import type { Client } from '../storage/pools.ts'
import { lockOwner } from '../storage/publication.ts'
import type { KeptRow } from '../storage/versions.ts'
import type { Context } from './context.ts'
import type { Ground } from './ground.ts'
import { findElsewhere, listElsewhere } from './known.ts'
import { idsOf, type Publication } from './publication.ts'

/**
 * What an owner keeps of these ids in its other groups; nobody changes it before the transaction
 * ends. Precondition: the feeds are locked.
 */
export const holdElsewhere = async (
  ctx: Context,
  client: Client,
  collectionId: string,
  ownerId: string,
  ids: string[],
): Promise<KeptRow[]> => {
  const policy = await ctx.policy.current()
  if (listElsewhere(policy, collectionId, ownerId).length === 0) return []
  await lockOwner(client, ownerId)
  return findElsewhere(ctx, client, collectionId, ownerId, ids)
}

/** What the owners keep of the same ids in their other groups; locked in one order. */
export const holdAllElsewhere = async (
  { ctx, client, home }: Ground,
  publications: Publication[],
): Promise<Map<string, KeptRow[]>> => {
  const found = new Map<string, KeptRow[]>()
  const owners = new Set(publications.map(({ submission }) => submission.organisation_id))
  for (const owner of [...owners].sort()) {
    const theirs = publications.filter(({ submission }) => submission.organisation_id === owner)
    found.set(owner, await holdElsewhere(ctx, client, home, owner, idsOf(theirs)))
  }
  return found
}
