// One look into a collection: policy, caller and feed of a single moment. Every reading of what is
// shared begins here.
import type { Client } from '../storage/pools.ts'
import { type Outline, withSnapshot } from '../storage/snapshot.ts'
import type { Caller, Context } from './context.ts'
import { refreshCaller } from './refresh-caller.ts'
import { Refusal } from './refusal.ts'
import { releaseDue } from './release.ts'
import { viewCollection } from './roots.ts'

/** What is read in the snapshot, by the caller as it is at the snapshot's epoch. */
export type Use<T> = (client: Client, outline: Outline, caller: Caller) => Promise<T>

const stale = Symbol('stale')
const due = Symbol('due')
const attempts = 5

const attempt = <T>(
  ctx: Context,
  caller: Caller,
  collectionId: string,
  use: Use<T>,
): Promise<T | typeof stale | typeof due> =>
  withSnapshot(ctx.pools.reader, collectionId, async (client, outline) => {
    const { epoch } = outline
    const policy = epoch === caller.epoch ? await ctx.policy.at(epoch) : null
    if (policy === null) return stale
    const view = viewCollection(policy, caller, collectionId)
    if (view === null) throw new Refusal('not-found', 'there is no such collection')
    if (!view.can_read) throw new Refusal('forbidden', 'you may not read this collection')
    if (outline.held) throw new Refusal('unavailable', 'the rules have changed; try again', 5)
    if (outline.due) return due
    return use(client, outline, caller)
  })

/**
 * Runs `use` on a snapshot of a collection. INVARIANT: the caller's clearance is that of the
 * snapshot's policy epoch; when the policy moved on, the caller is looked up anew. Refuses with
 * not-found, forbidden, and unavailable when the policy will not hold still.
 */
export const lookInto = async <T>(
  ctx: Context,
  caller: Caller,
  collectionId: string,
  use: Use<T>,
): Promise<T> => {
  let asking = caller
  for (let count = 0; count < attempts; count++) {
    const result = await attempt(ctx, asking, collectionId, use)
    if (result === due) {
      await releaseDue(ctx, collectionId)
      continue
    }
    if (result !== stale) return result
    asking = await refreshCaller(ctx, asking)
  }
  throw new Refusal('unavailable', 'the sharing policy is being changed; try again', 1)
}
