// Which markings reach the caller in each collection, and which it may give away there. Asks the
// plan and the audiences themselves, for objects that nobody has: no second rule stands here.
import { decideAccess } from '../core/sharing/access.ts'
import { admits, only } from '../core/sharing/audience.ts'
import { type Clearance, type Level, levelIn, membershipIn } from '../core/sharing/clearance.ts'
import type { Consent } from '../core/sharing/consent.ts'
import { readLabel } from '../core/sharing/label.ts'
import { noOptions } from '../core/sharing/options.ts'
import { planSegments } from '../core/sharing/plan.ts'
import { type Tlp, tlpLevels } from '../core/sharing/tlp.ts'
import { printPosition } from '../core/taxii/position.ts'
import type { CollectionRow, OrganisationRow } from '../storage/policy.ts'
import type { Caller, Context } from './context.ts'
import type { Policy } from './policy.ts'
import {
  type Condition,
  labelOf,
  nobodyId,
  probes,
  type Reach,
  reach,
  sourceFor,
  stranger,
  whereRead,
} from './reach.ts'
import { defaultsOf, situationOf } from './source.ts'

/** Others' objects of a level, as they reach the caller; `condition` null: without more ado. */
export type ReadableMarking = Reach & { tlp: Tlp; condition: Condition | null }

export type AskedAgreement = { name: string; version: number; from: string | null }

export type CollectionMarkings = {
  id: string
  group: string
  title: string
  alias: string | null
  can_read: boolean
  can_write: boolean
  level: Level | null
  /** Null where the group asks for none, or the caller is no member. */
  agreement: { accepted: boolean; versions: AskedAgreement[] } | null
  /** What was added until then is not shown; null hides nothing. */
  hidden_until: string | null
  default_tlp: Tlp | null
  consent: Consent | null
  read: ReadableMarking[]
  /** Objects that attribute an attack reach the caller too. */
  attribution: boolean
  write: Tlp[]
}

export type EffectiveMarkings = {
  organisation: string | null
  max_tlp: Tlp | null
  clearances: string[]
  /** TLP:RED can reach the caller, where it is named. */
  red: boolean
  collections: CollectionMarkings[]
}

const listReadable = (
  policy: Policy,
  collection: CollectionRow,
  clearance: Clearance,
  type?: string,
): ReadableMarking[] => {
  const situation = whereRead(policy, collection)
  return tlpLevels.flatMap((tlp) => {
    for (const [condition, options] of probes) {
      const label = labelOf(tlp, type)
      const found = reach({ ...situation, options }, label, collection.id, clearance)
      if (found !== null) return [{ tlp, ...found, condition }]
    }
    return []
  })
}

const ownOf = (policy: Policy, { organisation_id }: Caller): OrganisationRow =>
  policy.organisationById.get(organisation_id ?? '') ?? stranger

const listWritable = (policy: Policy, collection: CollectionRow, caller: Caller): Tlp[] => {
  const owner = ownOf(policy, caller)
  const recipients = [{ principal_id: nobodyId, organisation_id: nobodyId }]
  return tlpLevels.filter((tlp) => {
    const options = tlp === 'red' ? { ...noOptions, recipients } : noOptions
    const source = sourceFor(policy, collection, owner, options)
    return planSegments(situationOf(source, 0n), labelOf(tlp)).ok
  })
}

const unmarkedTlp = (policy: Policy, collection: CollectionRow, caller: Caller): Tlp => {
  const source = sourceFor(policy, collection, ownOf(policy, caller), noOptions)
  return readLabel({ type: 'indicator' }, () => null, defaultsOf(source), 0n).tlp
}

const hiddenUntil = (clearance: Clearance, groupId: string): string | null => {
  const sponsors = clearance.sponsors.filter(({ group_id }) => group_id === groupId)
  const held = membershipIn(clearance, groupId)
  const sees_from = held?.sees_from ?? Math.min(...sponsors.map((sponsor) => sponsor.sees_from))
  return Number.isFinite(sees_from) && sees_from > 0 ? printPosition(BigInt(sees_from)) : null
}

const agreementOf = (
  policy: Policy,
  clearance: Clearance,
  groupId: string,
): CollectionMarkings['agreement'] => {
  const held = membershipIn(clearance, groupId)
  const versions = policy.groupById.get(groupId)?.agreement ?? []
  if (held === null || versions.length === 0) return null
  return {
    accepted: held.accepted,
    versions: versions.map(({ name, version, from = null }) => ({ name, version, from })),
  }
}

const describe = (
  policy: Policy,
  collection: CollectionRow,
  caller: Caller,
): CollectionMarkings | null => {
  const { clearance } = caller
  const { visible, can_read, can_write } = decideAccess(clearance, collection)
  if (!visible) return null
  const { id, group_id, title, alias } = collection
  return {
    id,
    group: collection.group,
    title,
    alias,
    can_read,
    can_write,
    level: levelIn(clearance, group_id),
    agreement: agreementOf(policy, clearance, group_id),
    hidden_until: hiddenUntil(clearance, group_id),
    default_tlp: can_write ? unmarkedTlp(policy, collection, caller) : null,
    consent: can_write ? (policy.groupById.get(group_id)?.consent ?? null) : null,
    read: can_read ? listReadable(policy, collection, clearance) : [],
    attribution: can_read && listReadable(policy, collection, clearance, 'threat-actor').length > 0,
    write: can_write ? listWritable(policy, collection, caller) : [],
  }
}

const canBeNamed = (clearance: Clearance): boolean => {
  const { principal_id } = clearance
  if (principal_id === null) return false
  const named = only({ is: 'person', id: principal_id }, { is: 'tlp', tlp: 'red' })
  return admits(named, clearance).admitted
}

/**
 * What the caller may read of others and write, collection by collection, under the policy and the
 * clearance it holds now. Its own organisation's objects it always has as they are.
 */
export const listEffectiveMarkings = async (
  ctx: Context,
  caller: Caller,
): Promise<EffectiveMarkings> => {
  const policy = await ctx.policy.since(caller.epoch)
  const { organisation, max_tlp, clearances } = caller.clearance
  return {
    organisation,
    max_tlp,
    clearances,
    red: canBeNamed(caller.clearance),
    collections: [...policy.collectionById.values()]
      .map((collection) => describe(policy, collection, caller))
      .filter((found) => found !== null),
  }
}
