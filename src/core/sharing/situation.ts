// All that a plan asks besides the label: where a version is posted, by whom, under which rules and
// with which options. Knows no object.
import type { Consent } from './consent.ts'
import type { ResolvedOptions } from './options.ts'
import type { Tlp } from './tlp.ts'

/**
 * `community` and `public` are the collections this one spreads to; null spreads nowhere.
 * `group.consent` holds where neither a marking nor the options say anything. `now` is in
 * microseconds.
 */
export type Situation = {
  collection_id: string
  group_id: string
  owner_id: string
  submitter_id: string
  submitter_is_person: boolean
  group: {
    max_tlp: Tlp
    clients: 'forbidden' | 'need-to-know' | 'allowed'
    consent: Consent
    attribution: 'cleared' | 'members'
    provider_approval: boolean
  }
  community: { collection_id: string } | null
  public: { collection_id: string; gate: 'automatic' | 'review' } | null
  now: bigint
  options: ResolvedOptions
}
