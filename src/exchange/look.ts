// One look into a collection: policy, caller and feed of a single moment. Every reading of what is
// shared begins here.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '../storage/pools.ts'
import type { Replica } from '../storage/replicas.ts'
import { type Outline, withSnapshot } from '../storage/snapshot.ts'
import type { Caller, Context } from './context.ts'
import { Leak } from './guard.ts'
import { refreshCaller } from './refresh-caller.ts'
import { Refusal } from './refusal.ts'
import { releaseDue } from './release.ts'
import { viewCollection } from './roots.ts'

/** What is read in the snapshot, by the caller as it is at the snapshot's epoch. */
export type Use<T> = (client: Client, outline: Outline, caller: Caller) => Promise<T>

type Asking<T> = { ctx: Context; caller: Caller; collectionId: string; use: Use<T> }

const stale = Symbol('stale')
const due = Symbol('due')
const behind = Symbol('behind')
const attempts = 5

/** A replica that says nothing costs one request this long, and is then left out. */
const replicaPatience = { openMs: 1_000, holdMs: 8_000 }
/** One that is behind is given 2 + 4 + … + 128 ms to catch up. */
const pauseMsMax = 128

/** What keeps the caller from looking at this moment. Refuses as lookInto does. */
const judge = async <T>(
  { ctx, caller, collectionId }: Asking<T>,
  { epoch, held, due: isDue }: Outline,
): Promise<typeof stale | typeof due | null> => {
  const policy = epoch === caller.epoch ? await ctx.policy.at(epoch) : null
  if (policy === null) return stale
  const view = viewCollection(policy, caller, collectionId)
  if (view === null) throw new Refusal('not-found', 'there is no such collection')
  if (!view.can_read) throw new Refusal('forbidden', 'you may not read this collection')
  if (held) throw new Refusal('unavailable', 'the rules have changed; try again', 5)
  return isDue ? due : null
}

const lookAtPrimary = <T>(asking: Asking<T>): Promise<T | typeof stale | typeof due> =>
  withSnapshot(asking.ctx.pools.reader, asking.collectionId, async (client, outline) => {
    const verdict = await judge(asking, outline)
    return verdict ?? asking.use(client, outline, asking.caller)
  })

const isBehind = ({ epoch, head }: Outline, front: Outline): boolean =>
  epoch < front.epoch || head.last_position < front.head.last_position

/**
 * One look at a replica. What is due there is the primary's to say: it opens and closes by its own
 * clock.
 */
const lookAtReplica = <T>(asking: Asking<T>, replica: Replica, front: Outline) => {
  const { collectionId, caller, use } = asking
  const looked = async (client: Client, outline: Outline) => {
    if (!outline.standby) throw new Error('the replica follows no other server any more')
    if (isBehind(outline, front)) return behind
    const here = { ...outline, due: false }
    return (await judge(asking, here)) ?? use(client, here, caller)
  }
  return withSnapshot(replica.pool, collectionId, looked, replicaPatience)
}

/**
 * Waits a moment for a replica that is behind. Whatever goes wrong there is a reason to ask
 * elsewhere; only what the policy and the third wall say is final.
 */
const tryReplica = async <T>(asking: Asking<T>, replica: Replica, front: Outline) => {
  try {
    for (let pause = 2; ; pause *= 2) {
      const result = await lookAtReplica(asking, replica, front)
      if (result !== behind) return result
      if (pause > pauseMsMax) break
      await sleep(pause)
    }
    asking.ctx.replicas.leaveOut(replica, 'is behind')
  } catch (error) {
    if (error instanceof Refusal || error instanceof Leak) throw error
    const why = error instanceof Error ? error.message : 'does not answer'
    asking.ctx.replicas.leaveOut(replica, why)
  }
  return behind
}

/**
 * INVARIANT: a replica answers only with a snapshot that holds everything the primary had committed
 * of the policy and of this collection when the request came. Every change of a feed moves its end.
 */
const lookAtReplicas = async <T>(asking: Asking<T>, replicas: Replica[]) => {
  const front = await asking.ctx.front.at(asking.collectionId)
  const verdict = await judge(asking, front)
  if (verdict !== null) return verdict
  for (const replica of replicas) {
    const result = await tryReplica(asking, replica, front)
    if (result !== behind) return result
  }
  return behind
}

const look = async <T>(asking: Asking<T>): Promise<T | typeof stale | typeof due> => {
  const replicas = asking.ctx.replicas.list()
  const result = replicas.length === 0 ? behind : await lookAtReplicas(asking, replicas)
  return result === behind ? lookAtPrimary(asking) : result
}

/**
 * Runs `use` on a snapshot of a collection, of a replica where one has all that the primary has.
 * INVARIANT: the caller's clearance is that of the snapshot's policy epoch; when the policy moved
 * on, the caller is looked up anew. Refuses with not-found, forbidden, and unavailable when the
 * policy will not hold still.
 */
export const lookInto = async <T>(
  ctx: Context,
  caller: Caller,
  collectionId: string,
  use: Use<T>,
): Promise<T> => {
  let asking = caller
  for (let count = 0; count < attempts; count++) {
    const result = await look({ ctx, caller: asking, collectionId, use })
    if (result === due) {
      await releaseDue(ctx, collectionId)
      continue
    }
    if (result !== stale) return result
    asking = await refreshCaller(ctx, asking)
  }
  throw new Refusal('unavailable', 'the sharing policy is being changed; try again', 1)
}
