// How others' objects would reach an organisation in a collection: asks the plan and the audiences
// themselves, for objects that nobody has. No second rule stands here.
import { admits } from '../core/sharing/audience.ts'
import type { Clearance } from '../core/sharing/clearance.ts'
import { type Label, readLabel } from '../core/sharing/label.ts'
import { noOptions, type ResolvedOptions } from '../core/sharing/options.ts'
import { planSegments } from '../core/sharing/plan.ts'
import type { Profile, SegmentName } from '../core/sharing/segment.ts'
import type { Situation } from '../core/sharing/situation.ts'
import type { Tlp } from '../core/sharing/tlp.ts'
import { tlpIdOf } from '../core/stix/marking.ts'
import type { CollectionRow, OrganisationRow } from '../storage/policy.ts'
import type { Policy } from './policy.ts'
import { type Source, situationOf } from './source.ts'

/** `consented`: the provider consents to authorities. `addressed`: it addresses the community. */
export type Condition = 'consented' | 'addressed'

/** `gate` is the act it waits for first: a review, or the provider's approval. */
export type Reach = {
  segment: SegmentName
  profile: Profile
  source_named: boolean
  gate: string | null
}

/** No organisation and no principal has it. */
export const nobodyId = '00000000-0000-0000-0000-000000000000'

export const stranger: OrganisationRow = {
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

/** Where somebody posts, and as who. */
export const sourceFor = (
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

/** What a provider may say that lets more in; the first is to say nothing. */
export const probes: [Condition | null, ResolvedOptions][] = [
  [null, noOptions],
  ['consented', { ...noOptions, authorities: ['government', 'law-enforcement', 'regulator'] }],
  ['addressed', { ...noOptions, community: true }],
]

/** Of an object that is marked with one level and nothing else. */
export const labelOf = (tlp: Tlp, type = 'indicator'): Label =>
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
export const whereRead = (policy: Policy, collection: CollectionRow): Situation => {
  const own = situationOf(sourceFor(policy, collection, stranger, noOptions), 0n)
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

/** As what, and in which form, what is labelled so reaches a reader of a collection. */
export const reach = (
  situation: Situation,
  label: Label,
  collectionId: string,
  clearance: Clearance,
): Reach | null => {
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
