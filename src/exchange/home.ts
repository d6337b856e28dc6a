// The first page: what waits for the caller, what arrived for it, how fresh what it shares reaches
// others, and, for who looks after a group, how far its members have read.
import { mayDo } from '../core/role/rule.ts'
import { decideAccess } from '../core/sharing/access.ts'
import { printPosition } from '../core/taxii/position.ts'
import {
  countArrived,
  type Health,
  listExpiring,
  listMeant,
  listOpen,
  listReadUpTo,
  type OpenEntry,
  readHealth,
} from '../storage/home.ts'
import { readClock } from '../storage/publication.ts'
import { nameAudiences } from '../storage/snapshot.ts'
import { listClearances } from './clearance.ts'
import type { Caller, Context } from './context.ts'
import { type Freshness, readFreshness } from './freshness.ts'
import { listGates } from './list-gates.ts'
import { lookInto } from './look.ts'
import { requireAction, requireSignedIn } from './require-role.ts'
import { listReadable } from './seek.ts'

export type Arrived = { collection: string; count: number; last: string | null }

/** `share` is of the latest open entries; null where none is open to it. */
export type Uptake = {
  organisation: string
  title: string
  collection: string
  share: number | null
}

export type Home = {
  waits: {
    gates: number
    agreements: string[]
    expiring_credentials: { organisation: string; name: string; expires: string }[]
  }
  arrived: Arrived[]
  freshness: Freshness | null
  uptake: Uptake[]
  health: Health | null
}

const dayMicros = 86_400_000_000n
const expiringDays = 14
const openMax = 200

/** Of each collection the caller reads, how much came since a position (microseconds). */
export const listArrived = async (
  ctx: Context,
  caller: Caller,
  since: bigint,
): Promise<Arrived[]> => {
  const arrived: Arrived[] = []
  for (const id of await listReadable(ctx, caller)) {
    const { count, last } = await lookInto(ctx, caller, id, async (client, { head }, asking) => {
      const sight = await ctx.shares.look(client, id, head, asking.clearance)
      await nameAudiences(client, sight.audiences)
      return countArrived(client, id, sight.audiences, sight.late, since)
    })
    arrived.push({ collection: id, count, last: last === null ? null : printPosition(last) })
  }
  return arrived
}

/**
 * Of the latest entries that the caller sees itself, with whom each was meant for: a share of
 * others would tell of them, and so would who is shown another form of what the caller sees.
 */
const listSeen = async (ctx: Context, caller: Caller, id: string): Promise<OpenEntry[]> => {
  const open = await lookInto(ctx, caller, id, async (client, { head }, asking) => {
    const { audiences, late } = await ctx.shares.look(client, id, head, asking.clearance)
    await nameAudiences(client, audiences)
    return listOpen(client, id, audiences, late, openMax)
  })
  const { writer } = ctx.pools
  const positions = open.map(({ position }) => position)
  const meant = await listMeant(writer, id, positions)
  await ctx.audiences.read(new Set(meant.map(({ audience_id }) => audience_id)), writer)
  return meant
}

const listUptake = async (ctx: Context, caller: Caller): Promise<Uptake[]> => {
  const policy = await ctx.policy.current()
  const groups = policy.groups.filter(({ id }) => mayDo(caller, 'change-member', { group_id: id }))
  const members = new Set(groups.flatMap((group) => group.members))
  if (members.size === 0) return []
  const held = (await listClearances(ctx)).filter(({ organisation_id }) =>
    members.has(organisation_id ?? ''),
  )
  const readUpTo = await listReadUpTo(ctx.pools.ledger, [...members])
  const uptake: Uptake[] = []
  for (const id of await listReadable(ctx, caller)) {
    const collection = policy.collectionById.get(id)
    if (!groups.some((group) => group.id === collection?.group_id)) continue
    if (collection === undefined) continue
    const open = await listSeen(ctx, caller, id)
    const audiences = [...new Set(open.map(({ audience_id }) => audience_id))]
    for (const clearance of held) {
      if (!decideAccess(clearance, collection).can_read) continue
      const { organisation_id, organisation } = clearance
      const admitted = new Set(audiences.filter((id) => ctx.audiences.admitsNow(id, clearance)))
      const visible = open.filter(({ audience_id }) => admitted.has(audience_id))
      const last = readUpTo.get(`${organisation_id} ${collection.id}`) ?? 0n
      const read = visible.filter(({ position }) => position <= last).length
      const share = visible.length === 0 ? null : Math.round((read / visible.length) * 100) / 100
      const name = organisation as string
      const title = policy.organisationById.get(organisation_id ?? '')?.title ?? name
      uptake.push({ organisation: name, title, collection: collection.id, share })
    }
  }
  return uptake
}

const listWaits = async (ctx: Context, caller: Caller): Promise<Home['waits']> => {
  const { organisation_id } = requireSignedIn(caller)
  const gates = mayDo(caller, 'read-submission', { organisation_id })
    ? (await listGates(ctx, caller)).gates.filter(({ acts }) => acts.length > 0).length
    : 0
  const everywhere = mayDo(caller, 'issue-credential', {})
  const own = mayDo(caller, 'issue-credential', { organisation_id })
  const expiring =
    everywhere || own
      ? await listExpiring(ctx.pools.writer, everywhere ? null : organisation_id, expiringDays)
      : []
  const { memberships } = caller.clearance
  return {
    gates,
    agreements: memberships.filter(({ accepted }) => !accepted).map(({ group }) => group),
    expiring_credentials: expiring.map(({ organisation, name, expires }) => {
      return { organisation, name, expires }
    }),
  }
}

/** For whoever signed in; what is not the caller's to know is empty or null. */
export const readHome = async (ctx: Context, caller: Caller): Promise<Home> => {
  const { organisation_id } = requireSignedIn(caller)
  requireAction(caller, 'read-home', {})
  const since = (await readClock(ctx.pools.writer)) - dayMicros
  const reads = mayDo(caller, 'search', {})
  const provides = mayDo(caller, 'read-submission', { organisation_id })
  const operates = mayDo(caller, 'change-hub', {}) || mayDo(caller, 'verify-ledger', {})
  return {
    waits: await listWaits(ctx, caller),
    arrived: reads ? await listArrived(ctx, caller, since) : [],
    freshness: provides ? await readFreshness(ctx, organisation_id) : null,
    uptake: await listUptake(ctx, caller),
    health: operates ? await readHealth(ctx.pools.writer) : null,
  }
}
