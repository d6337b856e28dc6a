// Situations and labels of a version that `o1` posts to the group `g1`, and who looks at it.
import fc from 'fast-check'
import type { Clearance } from '../../../src/core/sharing/clearance.ts'
import { consents } from '../../../src/core/sharing/consent.ts'
import type { Label } from '../../../src/core/sharing/label.ts'
import { noOptions, type ResolvedOptions } from '../../../src/core/sharing/options.ts'
import { planSegments } from '../../../src/core/sharing/plan.ts'
import type { Segment, SegmentName } from '../../../src/core/sharing/segment.ts'
import type { Situation } from '../../../src/core/sharing/situation.ts'
import { tlpLevels } from '../../../src/core/sharing/tlp.ts'
import { anyAudience, viewerOf } from './clearances.ts'

export const now = 1_000n

export const labelOf = (changes: Partial<Label> = {}): Label => ({
  tlp: 'green',
  marked: true,
  consent: null,
  proprietary: false,
  unknown: false,
  foreign: false,
  attribution: false,
  parts: [],
  pap: null,
  actions: null,
  attribution_demanded: false,
  warnings: [],
  refused: null,
  ...changes,
})

/** The segments of a version that may be posted. */
export const planOf = (situation: Situation, label: Label): Segment[] => {
  const plan = planSegments(situation, label)
  if (!plan.ok) throw new Error(plan.message)
  return plan.segments
}

export const partsOf = (...levels: Label['tlp'][]): Label['parts'] =>
  levels.map((tlp, index) => ({ path: ['x', index], tlp }))

type Changes = Partial<Omit<Situation, 'options' | 'group'>> & {
  options?: Partial<ResolvedOptions>
  group?: Partial<Situation['group']>
}

/** A person posts; the group lets clients in, and the collection spreads to both others. */
export const situationOf = ({ options, group, ...changes }: Changes = {}): Situation => ({
  collection_id: 'c1',
  group_id: 'g1',
  owner_id: 'o1',
  submitter_id: 'p1',
  submitter_is_person: true,
  group: {
    max_tlp: 'amber+strict',
    clients: 'allowed',
    consent: 'none',
    attribution: 'cleared',
    provider_approval: false,
    ...group,
  },
  community: { collection_id: 'c2' },
  public: { collection_id: 'c3', gate: 'automatic' },
  now,
  options: { ...noOptions, ...options },
  ...changes,
})

const of = (organisation_id: string, principal_id: string): Partial<Clearance> => ({
  organisation_id,
  principal_id,
  service: false,
})

/** Persons, unless it says otherwise. */
export const viewers = {
  submitter: viewerOf('contributor', of('o1', 'p1')),
  colleague: viewerOf('contributor', of('o1', 'p2')),
  service: viewerOf('contributor', { ...of('o1', 'p3'), service: true }),
  member: viewerOf('consumer', of('o2', 'p4')),
  feed: viewerOf('consumer', { ...of('o2', 'p5'), service: true }),
  observer: viewerOf('observer', of('o3', 'p6')),
  government: viewerOf('consumer', { ...of('o4', 'p7'), kind: 'government' }),
  police: viewerOf('consumer', { ...of('o5', 'p8'), kind: 'law-enforcement' }),
  regulator: viewerOf('consumer', { ...of('o6', 'p9'), kind: 'regulator' }),
  client: {
    ...viewerOf(null, of('o7', 'p10')),
    sponsors: [{ group_id: 'g1', group: 'rail', organisation_id: 'o2', sees_from: 0 }],
  },
  other: viewerOf(null, of('o8', 'p11')),
  peer: viewerOf('consumer', { ...of('o9', 'p12'), kind: 'peer-hub', service: true }),
} satisfies Record<string, Clearance>

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 2 })
const tlp = fc.constantFrom(...tlpLevels)
const moment = maybe(fc.constantFrom(1n, 999n, 1_000n, 1_001n, 2_000n))
const organisationId = fc.constantFrom('o1', 'o2', 'o3')

export const anyLabel: fc.Arbitrary<Label> = fc
  .record({
    tlp,
    consent: maybe(fc.constantFrom(...consents)),
    unknown: fc.constantFrom(false, false, false, true),
    foreign: fc.constantFrom(false, false, false, true),
    attribution: fc.constantFrom(false, false, false, true),
    parts: fc.array(tlp, { maxLength: 2 }).map((levels) => partsOf(...levels)),
  })
  .map(labelOf)

const anyOptions: fc.Arbitrary<Partial<ResolvedOptions>> = fc.record({
  consent: maybe(fc.constantFrom(...consents)),
  authorities: fc.subarray(['government', 'law-enforcement', 'regulator']),
  exclude: fc.oneof(fc.constant<string[]>([]), fc.array<string>(organisationId, { maxLength: 2 })),
  community: fc.option(fc.boolean()),
  public: fc.option(fc.boolean()),
  addressed: fc.option(anyAudience, { freq: 3 }),
  recipients: fc.subarray([
    { principal_id: 'p1', organisation_id: 'o1' },
    { principal_id: 'p2', organisation_id: 'o2' },
    { principal_id: 'p3', organisation_id: 'o3' },
  ]),
  not_before: moment,
  not_after: moment,
  stages: fc.oneof(
    fc.constant<ResolvedOptions['stages']>([]),
    fc.uniqueArray(
      fc.record({
        to: fc.constantFrom<SegmentName[]>(
          'members',
          'authorities',
          'clients',
          'peers',
          'community',
          'public',
        ),
        opens: moment,
        closes: moment,
        on: maybe(fc.constantFrom('published', 'takedown')),
      }),
      { selector: ({ to }) => to, maxLength: 4 },
    ),
  ),
  tearline: fc.boolean(),
  profile: maybe(fc.constantFrom('P1', 'P2', 'P3')),
  approval: fc.boolean(),
})

export const anySituation: fc.Arbitrary<Situation> = fc
  .record({
    submitter_is_person: fc.boolean(),
    community: maybe(fc.constant({ collection_id: 'c2' })),
    public: maybe(
      fc.record({
        collection_id: fc.constant('c3'),
        gate: fc.constantFrom('automatic', 'review'),
      }),
    ),
    options: anyOptions,
    group: fc.record({
      max_tlp: fc.constantFrom('amber+strict', 'amber+strict', ...tlpLevels),
      clients: fc.constantFrom('forbidden', 'need-to-know', 'allowed'),
      consent: fc.constantFrom(...consents),
      attribution: fc.constantFrom('cleared', 'members'),
      provider_approval: fc.boolean(),
    }),
  })
  .map((changes) => situationOf(changes as Changes))
