// What a plan and a label ask of the hub about one collection: its group's rules, where it spreads
// to, what unmarked objects are. Knows no object.
import type { LabelDefaults } from '../core/sharing/label.ts'
import type { ResolvedOptions } from '../core/sharing/options.ts'
import type { Situation } from '../core/sharing/situation.ts'
import type { CollectionRow, GroupRow } from '../storage/policy.ts'
import type { Policy } from './policy.ts'

/** Who posts. `owner_id` is the organisation's, `submitter_id` the principal's. */
export type Submitter = Pick<Situation, 'owner_id' | 'submitter_id' | 'submitter_is_person'>

const groupOf = (policy: Policy, { group_id }: CollectionRow): GroupRow => {
  const group = policy.groupById.get(group_id)
  if (group === undefined) throw new Error('a collection without its group')
  return group
}

/** All that a plan asks besides the label. `now` is in microseconds. */
export const situationOf = (
  policy: Policy,
  collection: CollectionRow,
  submitter: Submitter,
  options: ResolvedOptions,
  now: bigint,
): Situation => {
  const { max_tlp, clients, consent, attribution, provider_approval } = groupOf(policy, collection)
  const { community } = collection.spreads_to
  const open = policy.collectionById.get(collection.spreads_to.public ?? '')
  return {
    ...submitter,
    collection_id: collection.id,
    group_id: collection.group_id,
    group: { max_tlp, clients, consent, attribution, provider_approval },
    community: community === null ? null : { collection_id: community },
    public: open === undefined ? null : { collection_id: open.id, gate: open.publish_gate },
    now,
    options,
  }
}

/**
 * What an unmarked object of the owner is in the collection (M8), and what phrases mean. The
 * group's default stands before the hub's.
 */
export const labelDefaultsOf = (
  policy: Policy,
  collection: CollectionRow,
  ownerId: string,
): LabelDefaults => ({
  collection: collection.default_tlp,
  organisation: policy.organisationById.get(ownerId)?.default_tlp ?? null,
  group: groupOf(policy, collection).default_tlp ?? policy.default_tlp,
  phrases: policy.phrases,
})
