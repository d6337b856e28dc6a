// What an owner keeps already of the objects that are looked at, and of those they refer to: read
// before anything is drawn, and compared once more under the lock.
import { createHash } from 'node:crypto'
import { type Audience, nobody, unite } from '../core/sharing/audience.ts'
import type { Told } from '../core/sharing/told.ts'
import { tlpOf } from '../core/stix/marking.ts'
import type { StixObject } from '../core/stix/object.ts'
import { findReferences } from '../core/stix/reference.ts'
import type { Client, Pool } from '../storage/pools.ts'
import { findRemoved, type RemovedRow } from '../storage/removed.ts'
import { findKept, findOwnedIn, type KeptRow, readRaw } from '../storage/versions.ts'
import type { Context } from './context.ts'
import { type KeptVersion, reviveKept } from './forms.ts'
import type { Policy } from './policy.ts'

export type Known = {
  /** One owner's versions by id, earliest first; none of what it took back whole. */
  own: Map<string, KeptVersion[]>
  /** What had been told of versions that it took back, by id. */
  removed: Map<string, Told[]>
  /** The marking definitions among them. */
  definitions: Map<string, StixObject>
  /** Who is shown an object already, under its owner's pseudonym of another group. */
  elsewhere: Map<string, Audience>
  /** Every id that was looked for. */
  ids: string[]
  /** Changes whenever any of this does. */
  signature: string
}

/**
 * The ids an object's forms depend on: what it refers to, and the markings whose meaning is not
 * fixed. Who created it is nobody's to follow.
 */
export const listTargets = (object: StixObject): string[] => {
  const targets = new Set<string>()
  for (const { id, property } of findReferences(object)) {
    if (property === 'created_by_ref' || id === object.id) continue
    if (tlpOf(id) === null) targets.add(id)
  }
  return [...targets]
}

/** What tells two readings of one owner's versions, and of what it took back, apart. */
export const sign = (rows: KeptRow[], removed: RemovedRow[], ownerId: string): string => {
  const digest = createHash('sha256')
  const sorted = [...rows].sort((a, b) => Number(a.version_id - b.version_id))
  for (const row of sorted) {
    if (row.owner_id === ownerId) digest.update(`${row.version_id} ${JSON.stringify(row.forms)}`)
  }
  const gone = [...removed].sort((a, b) => (a.stix_id < b.stix_id ? -1 : 1))
  for (const { owner_id, stix_id, told } of gone) {
    if (owner_id === ownerId) digest.update(`${stix_id} ${JSON.stringify(told)}`)
  }
  return digest.digest('base64')
}

/** Lists by id, each in the order it came in. */
export const arrange = <T extends { stix_id: string }>(kept: T[]): Map<string, T[]> => {
  const byId = new Map<string, T[]>()
  for (const version of kept) {
    const lineage = byId.get(version.stix_id)
    if (lineage === undefined) byId.set(version.stix_id, [version])
    else lineage.push(version)
  }
  return byId
}

const readDefinitions = async (
  client: Client | Pool,
  collectionId: string,
  own: Map<string, KeptVersion[]>,
): Promise<Map<string, StixObject>> => {
  const latest = [...own.values()]
    .map((versions) => versions.at(-1) as KeptVersion)
    .filter(({ stix_id }) => stix_id.startsWith('marking-definition--'))
  if (latest.length === 0) return new Map()
  const numbers = latest.map(({ version_id }) => version_id)
  const bodies = await readRaw(client, collectionId, numbers)
  return new Map(
    latest.map(({ stix_id, version_id }) => [
      stix_id,
      JSON.parse(bodies.get(version_id) ?? 'null') as StixObject,
    ]),
  )
}

/** Collections of other groups in which the owner may have shared the same. */
export const listElsewhere = (policy: Policy, collectionId: string, ownerId: string): string[] => {
  const home = policy.collectionById.get(collectionId)?.group_id
  const groups = new Set(
    policy.groups
      .filter(({ id, members }) => id !== home && members.includes(ownerId))
      .map(({ id }) => id),
  )
  return [...policy.collectionById.values()]
    .filter(({ group_id }) => groups.has(group_id))
    .map(({ id }) => id)
}

/** What an owner keeps of these ids in its other groups. */
export const findElsewhere = async (
  ctx: Context,
  client: Client | Pool,
  collectionId: string,
  ownerId: string,
  ids: string[],
): Promise<KeptRow[]> => {
  const collections = listElsewhere(await ctx.policy.current(), collectionId, ownerId)
  return collections.length === 0 ? [] : findOwnedIn(client, collections, ownerId, ids)
}

/** INVARIANT: nobody is shown one object under two pseudonyms: they could be joined. */
const readElsewhere = async (
  ctx: Context,
  client: Client | Pool,
  rows: KeptRow[],
): Promise<Map<string, Audience>> => {
  const found = new Map<string, Audience>()
  for (const { stix_id, forms } of await reviveKept(ctx, client, rows)) {
    for (const { segment, state, audience, pieces } of forms) {
      if (segment === 'owner') continue
      // Whoever waits for it here will see it under the pseudonym of here.
      const viewers = state === 'waiting' ? [audience] : pieces.map((piece) => piece.audience)
      found.set(stix_id, viewers.reduce(unite, found.get(stix_id) ?? nobody))
    }
  }
  return found
}

/**
 * Reads one owner's versions of these ids in one collection. What it took back is known as well:
 * whoever refers to it could not follow before, and is told no more now (M12).
 */
export const readKnown = async (
  ctx: Context,
  client: Client | Pool,
  collectionId: string,
  ownerId: string,
  ids: string[],
): Promise<Known> => {
  const rows = await findKept(client, collectionId, ids)
  const mine = rows.filter(({ owner_id }) => owner_id === ownerId)
  const own = arrange(await reviveKept(ctx, client, mine))
  const definitions = await readDefinitions(client, collectionId, own)
  const gone = await findRemoved(client, collectionId, ids)
  const removed = new Map<string, Told[]>()
  for (const { owner_id, stix_id, told } of gone) {
    if (owner_id !== ownerId) continue
    removed.set(stix_id, told as Told[])
    if (!own.has(stix_id)) own.set(stix_id, [])
  }
  const others = await findElsewhere(ctx, client, collectionId, ownerId, ids)
  const elsewhere = await readElsewhere(ctx, client, others)
  const signature = sign([...rows, ...others], gone, ownerId)
  return { own, removed, definitions, elsewhere, ids, signature }
}
