// Which markings reach the caller in each collection, and which it may give away there. Asks the
// plan and the audiences themselves, for objects that nobody has: no second rule stands here.
import { decideAccess } from '../core/sharing/access.ts'
import { admits, only } from '../core/sharing/audience.ts'
import { type Clearance, type Level, levelIn, membershipIn } from '../core/sharing/clearance.ts'
import type { Consent } from '../core/sharing/consent.ts'
import { type Label, readLabel } from '../core/sharing/label.ts'
import { noOptions, type ResolvedOptions } from '../core/sharing/options.ts'
import { planSegments } from '../core/sharing/plan.ts'
import type { Profile, SegmentName } from '../core/sharing/segment.ts'
import type { Situation } from '../core/sharing/situation.ts'
import { type Tlp, tlpLevels } from '../core/sharing/tlp.ts'
import { tlpIdOf } from '../core/stix/marking.ts'
import { printPosition } from '../core/taxii/position.ts'
import type { CollectionRow, OrganisationRow } from '../storage/policy.ts'
import type { Caller, Context } from './context.ts'
import type { Policy } from './policy.ts'
import { defaultsOf, type Source, situationOf } from './source.ts'

/** `consented`: the provider consents to authorities. `addressed`: it addresses the community. */
export type Condition = 'consented' | 'addressed'

/** Others' objects of a level, as they reach the caller; `condition` null: without more ado. */
export type ReadableMarking = {
  tlp: Tlp
  segment: SegmentName
  profile: Profile
  source_named: boolean
  /** The act it waits for first: a review, or the provider's approval. */
  gate: string | null
  condition: Condition | null
}

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

/** No organisation and no principal has it. */
const nobodyId = '00000000-0000-0000-0000-000000000000'

const stranger: OrganisationRow = {
  id: nobodyId,
  name: '',
  title: '',
  kind: 'company',
  country: null,
  sectors: [],
  status: 'active',
  identities: [],
  assets: {},
  default_tlp: null,
  vouches: [],
  client_of: [],
}

const sourceOf = (
  policy: Policy,
  collection: CollectionRow,
  owner: OrganisationRow,
  options: ResolvedOptions,
): Source => {
  const group = policy.groupById.get(collection.group_id)
  if (group === undefined) throw new Error('a collection without its group')
  const submitter = { principal_id: nobodyId, person: false }
  return { policy, collection, group, owner, asked: { options, submitter, passed: [] } }
}

const probes: [Condition | null, ResolvedOptions][] = [
  [null, noOptions],
  ['consented', { ...noOptions, authorities: ['government', 'law-enforcement', 'regulator'] }],
  ['addressed', { ...noOptions, community: true }],
]

const labelOf = (tlp: Tlp, type = 'indicator'): Label =>
  readLabel(
    { type, object_marking_refs: [tlpIdOf(tlp)] },
    () => null,
    { collection: null, organisation: null, group: null },
    0n,
  )

/**
 * What others post where the caller reads it. Of what spreads to the community and to the public
 * only what any group may do is told, so that nothing is learnt of groups the caller is not in.
 */
const whereRead = (policy: Policy, collection: CollectionRow): Situation => {
  const own = situationOf(sourceOf(policy, collection, stranger, noOptions), 0n)
  if (collection.group !== 'community' && collection.group !== 'public') return own
  const { id: collection_id, publish_gate: gate } = collection
  return {
    ...own,
    collection_id: nobodyId,
    group_id: nobodyId,
    group: { ...own.group, max_tlp: 'red', consent: 'none' },
    community: collection.group === 'community' ? { collection_id } : null,
    public: collection.group === 'public' ? { collection_id, gate } : null,
  }
}

const reach = (
  situation: Situation,
  label: Label,
  collectionId: string,
  clearance: Clearance,
): Omit<ReadableMarking, 'tlp' | 'condition'> | null => {
  const plan = planSegments(situation, label)
  const found = plan.ok
    ? plan.segments.find(
        ({ collection_id, audience }) =>
          collection_id === collectionId && admits(audience, clearance).admitted,
      )
    : undefined
  if (found === undefined) return null
  const { name: segment, profile, attributed: source_named, gate } = found
  return { segment, profile, source_named, gate }
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
    const source = sourceOf(policy, collection, owner, options)
    return planSegments(situationOf(source, 0n), labelOf(tlp)).ok
  })
}

const unmarkedTlp = (policy: Policy, collection: CollectionRow, caller: Caller): Tlp => {
  const source = sourceOf(policy, collection, ownOf(policy, caller), noOptions)
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
