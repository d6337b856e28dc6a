// The groups and collections at a policy epoch. Kept by epoch, never by time: a change is a new
// epoch.

import {
  type CollectionRow,
  type GroupRow,
  type PolicyRows,
  readEpoch,
  readPolicy,
} from '../storage/policy.ts'
import type { Pool } from '../storage/pools.ts'

export type Policy = {
  epoch: bigint
  title: string
  description: string | null
  contact: string | null
  groups: GroupRow[]
  groupByName: Map<string, GroupRow>
  collectionById: Map<string, CollectionRow>
}

export type PolicyBook = {
  /** The policy now: one small query, and a whole reading only after a change. */
  current(): Promise<Policy>
  /** The policy of an epoch seen in a snapshot; null when it has moved on since. */
  at(epoch: bigint): Promise<Policy | null>
  /**
   * The policy of the epoch a caller was authenticated at, or a newer one; no query while it
   * holds.
   */
  since(epoch: bigint): Promise<Policy>
}

const arrange = (rows: PolicyRows): Policy => ({
  epoch: rows.epoch,
  title: rows.title,
  description: rows.description,
  contact: rows.contact,
  groups: rows.groups,
  groupByName: new Map(rows.groups.map((group) => [group.name, group])),
  collectionById: new Map(rows.collections.map((collection) => [collection.id, collection])),
})

export const openPolicyBook = (pool: Pool): PolicyBook => {
  let kept: Policy | null = null
  const at = async (epoch: bigint): Promise<Policy | null> => {
    if (kept?.epoch === epoch) return kept
    const read = arrange(await readPolicy(pool))
    if (kept === null || read.epoch > kept.epoch) kept = read
    return read.epoch === epoch ? read : null
  }
  const current = async (): Promise<Policy> => {
    const epoch = await readEpoch(pool)
    const policy = await at(epoch)
    return policy ?? kept ?? arrange(await readPolicy(pool))
  }
  const since = async (epoch: bigint): Promise<Policy> => (await at(epoch)) ?? current()
  return { current, at, since }
}
