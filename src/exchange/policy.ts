// Groups, collections, organisations and people at a policy epoch. Kept by epoch, never by time: a
// change is a new epoch. What comes and goes with time alone is not here but in clearances.
import type { Tlp } from '../core/sharing/tlp.ts'
import {
  type CollectionRow,
  type GroupRow,
  type OrganisationRow,
  type PersonRow,
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
  default_tlp: Tlp | null
  /** Words of a statement marking, and the level they mean in this hub. */
  phrases: Record<string, Tlp>
  groups: GroupRow[]
  groupByName: Map<string, GroupRow>
  groupById: Map<string, GroupRow>
  collectionById: Map<string, CollectionRow>
  organisationById: Map<string, OrganisationRow>
  organisationByName: Map<string, OrganisationRow>
  /** By the principal's id. */
  personById: Map<string, PersonRow>
  /** By `person@organisation`, the names of both. */
  personByName: Map<string, PersonRow>
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

const keyed = <Row>(rows: Row[], key: (row: Row) => string): Map<string, Row> =>
  new Map(rows.map((row) => [key(row), row]))

const arrange = ({ collections, organisations, persons, ...rows }: PolicyRows): Policy => ({
  ...rows,
  groupByName: keyed(rows.groups, ({ name }) => name),
  groupById: keyed(rows.groups, ({ id }) => id),
  collectionById: keyed(collections, ({ id }) => id),
  organisationById: keyed(organisations, ({ id }) => id),
  organisationByName: keyed(organisations, ({ name }) => name),
  personById: keyed(persons, ({ id }) => id),
  personByName: keyed(persons, ({ name, organisation }) => `${name}@${organisation}`),
})

export const openPolicyBook = (pool: Pool): PolicyBook => {
  let kept: Policy | null = null
  let reading: Promise<Policy> | null = null
  const readOnce = async (): Promise<Policy> => {
    const read = arrange(await readPolicy(pool))
    if (kept === null || read.epoch > kept.epoch) kept = read
    return read
  }
  // After a change every request asks at once; one reading is enough for all of them.
  const readShared = (): Promise<Policy> => {
    reading ??= readOnce().finally(() => {
      reading = null
    })
    return reading
  }
  const at = async (epoch: bigint): Promise<Policy | null> => {
    if (kept?.epoch === epoch) return kept
    const shared = await readShared()
    if (shared.epoch === epoch) return shared
    // Begun before the epoch was seen, it may be older.
    const read = shared.epoch < epoch ? await readShared() : shared
    return read.epoch === epoch ? read : null
  }
  const current = async (): Promise<Policy> => {
    const epoch = await readEpoch(pool)
    const policy = await at(epoch)
    return policy ?? kept ?? readShared()
  }
  const since = async (epoch: bigint): Promise<Policy> => (await at(epoch)) ?? current()
  return { current, at, since }
}
