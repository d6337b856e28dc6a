// Which segments a plan has, where they go, when they open and for whose act they wait, by case.
import t from 'tap'
import type { Label } from '../../../src/core/sharing/label.ts'
import type { ResolvedOptions } from '../../../src/core/sharing/options.ts'
import { planSegments } from '../../../src/core/sharing/plan.ts'
import { passGate, type Segment } from '../../../src/core/sharing/segment.ts'
import type { Situation } from '../../../src/core/sharing/situation.ts'
import { labelOf, planOf, situationOf } from './situations.ts'

const optionsOf = (options: Partial<ResolvedOptions>, label: Partial<Label> = { tlp: 'clear' }) =>
  planOf(situationOf({ options }), labelOf(label))

const namesOf = (segments: Segment[]): string => segments.map(({ name }) => name).join(' ')
const all = 'owner members peers clients community public'

t.test('where each segment goes', async (t) => {
  const segments = planOf(
    situationOf({ options: { consent: 'everyone' } }),
    labelOf({ tlp: 'clear' }),
  )
  const places = segments.map(({ name, collection_id, profile, tlp, attributed }) =>
    [name, collection_id, profile, tlp, attributed].join(' '),
  )
  t.same(places, [
    'owner c1 P0 red true',
    'members c1 P1 amber+strict true',
    'authorities c1 P1 amber+strict true',
    'peers c1 P2 amber+strict true',
    'clients c1 P2 amber true',
    'community c2 P2 clear true',
    'public c3 P3 clear true',
  ])
})

const narrow = { ...situationOf(), community: null, public: null }
const segmentsBy: [string, Situation, Partial<Label>, string][] = [
  ['all', situationOf(), { tlp: 'clear' }, all],
  ['nowhere to spread', narrow, { tlp: 'clear' }, 'owner members peers clients'],
  [
    'kept from the public',
    situationOf({ options: { public: false } }),
    { tlp: 'clear' },
    'owner members peers clients community',
  ],
  [
    'kept from the community, and so from the public',
    situationOf({ options: { community: false } }),
    { tlp: 'clear' },
    'owner members peers clients',
  ],
  ['unknown marking', situationOf(), { tlp: 'clear', unknown: true }, 'owner'],
  ['foreign marking', situationOf(), { tlp: 'clear', foreign: true }, 'owner members'],
  [
    'foreign marking, consented',
    situationOf({ options: { consent: 'everyone' } }),
    { tlp: 'clear', foreign: true },
    'owner members authorities',
  ],
  ['attribution', situationOf(), { tlp: 'clear', attribution: true }, 'owner members'],
  [
    'attribution for members',
    situationOf({ group: { attribution: 'members' } }),
    { tlp: 'clear', attribution: true },
    all,
  ],
  [
    'clients forbidden',
    situationOf({ group: { clients: 'forbidden' } }),
    { tlp: 'clear' },
    'owner members peers community public',
  ],
  [
    'clients by need',
    situationOf({ group: { clients: 'need-to-know' } }),
    { tlp: 'amber' },
    'owner members peers clients',
  ],
  ['green', situationOf(), {}, 'owner members peers clients'],
  [
    'green for the community',
    situationOf({ options: { community: true } }),
    {},
    'owner members peers clients community',
  ],
  [
    'not for the community',
    situationOf({ options: { community: false } }),
    { tlp: 'clear' },
    'owner members peers clients',
  ],
  [
    'not for the public',
    situationOf({ options: { public: false } }),
    { tlp: 'clear' },
    'owner members peers clients community',
  ],
  [
    'green for all the world',
    situationOf({ options: { public: true } }),
    {},
    'owner members peers clients',
  ],
  [
    'strict',
    situationOf({ options: { community: true, public: true } }),
    { tlp: 'amber+strict' },
    'owner members peers',
  ],
  ['a group for clear alone', situationOf({ group: { max_tlp: 'clear' } }), { tlp: 'clear' }, all],
]

t.test('which segments there are', async (t) => {
  for (const [name, situation, label, expected] of segmentsBy) {
    t.equal(namesOf(planOf(situation, labelOf(label))), expected, name)
  }
})

t.test('what is refused', async (t) => {
  const cases: [string, Situation, Partial<Label>, RegExp][] = [
    ['by its marking', situationOf(), { refused: 'not for us' }, /^not for us$/],
    [
      'too strict for the group',
      situationOf({ group: { max_tlp: 'green' } }),
      { tlp: 'amber' },
      /nothing stricter than TLP:GREEN/,
    ],
    ['red without names', situationOf(), { tlp: 'red' }, /`recipients`/],
    [
      'red for the excluded alone, by a service',
      situationOf({
        submitter_is_person: false,
        options: { exclude: ['o2'], recipients: [{ principal_id: 'p4', organisation_id: 'o2' }] },
      }),
      { tlp: 'red' },
      /nobody named in `recipients`/,
    ],
    [
      'a demand to be named, without consent',
      situationOf(),
      { attribution_demanded: true },
      /named/,
    ],
    [
      'two stages for one segment',
      situationOf({
        options: {
          stages: [
            { to: 'members', opens: null, closes: 5_000n, on: null },
            { to: 'members', opens: 6_000n, closes: null, on: null },
          ],
        },
      }),
      {},
      /`stages` has two for `members`/,
    ],
  ]
  for (const [name, situation, label, message] of cases) {
    t.match(planSegments(situation, labelOf(label)), { ok: false, message }, name)
  }
  t.equal(
    planSegments(
      situationOf({ group: { consent: 'group' } }),
      labelOf({ attribution_demanded: true }),
    ).ok,
    true,
  )
})

const stage = (
  to: Segment['name'],
  opens: bigint | null = null,
  closes: bigint | null = null,
  on: string | null = null,
) => ({ to, opens, closes, on })
/** name, opens, closes, gate */
const openings = (segments: Segment[]): string[] =>
  segments.map(({ name, opens, closes, gate }) =>
    [name, opens ?? '-', closes ?? '-', gate ?? '-'].join(' '),
  )

const amber = { tlp: 'amber' } as const
const openingsBy: [string, Partial<ResolvedOptions>, Partial<Label>, string[]][] = [
  ['at once', {}, amber, ['owner - - -', 'members - - -', 'peers - - -', 'clients - - -']],
  [
    'not before',
    { not_before: 1_001n },
    amber,
    ['owner - - -', 'members 1001 - -', 'peers 1001 - -', 'clients 1001 - -'],
  ],
  [
    'at that moment',
    { not_before: 1_000n },
    amber,
    ['owner - - -', 'members - - -', 'peers - - -', 'clients - - -'],
  ],
  [
    'not after',
    { not_after: 1_001n },
    amber,
    ['owner - - -', 'members - 1001 -', 'peers - 1001 -', 'clients - 1001 -'],
  ],
  ['over', { not_after: 1_000n }, amber, ['owner - - -']],
  ['never open', { not_before: 2_000n, not_after: 2_000n }, amber, ['owner - - -']],
  ['one stage', { stages: [stage('members')] }, amber, ['owner - - -', 'members - - -']],
  [
    'stages, and an embargo over all',
    {
      not_before: 1_500n,
      not_after: 9_000n,
      stages: [
        stage('members', 1_200n, 8_000n),
        stage('clients', 2_000n, 9_999n),
        stage('peers', null, null, 'published'),
      ],
    },
    amber,
    ['owner - - -', 'members 1500 8000 -', 'peers 1500 9000 published', 'clients 2000 9000 -'],
  ],
  ['a stage that is over', { stages: [stage('members', null, 900n)] }, amber, ['owner - - -']],
  [
    'a stage for the community addresses it',
    { stages: [stage('community', 2_000n)] },
    { tlp: 'green' },
    ['owner - - -', 'community 2000 - -'],
  ],
  ['and lifts no ceiling', { stages: [stage('community')] }, amber, ['owner - - -']],
  [
    'approval',
    { approval: true },
    amber,
    ['owner - - -', 'members - - approval', 'peers - - approval', 'clients - - approval'],
  ],
  [
    'approval, and an event',
    { approval: true, stages: [stage('public', null, null, 'published'), stage('members')] },
    { tlp: 'clear' },
    ['owner - - -', 'members - - approval', 'public - - approval+published'],
  ],
  [
    'names are nobody’s next stage',
    { stages: [stage('members')], recipients: [{ principal_id: 'p4', organisation_id: 'o2' }] },
    { tlp: 'red' },
    ['named - - -', 'named - - -'],
  ],
  [
    'names wait as well, but for the own ones',
    {
      not_before: 2_000n,
      approval: true,
      recipients: [{ principal_id: 'p4', organisation_id: 'o2' }],
    },
    { tlp: 'red' },
    ['named - - -', 'named 2000 - approval'],
  ],
  [
    'names that are over',
    { not_after: 500n, recipients: [{ principal_id: 'p4', organisation_id: 'o2' }] },
    { tlp: 'red' },
    ['named - - -'],
  ],
]

t.test('stages, embargo and end', async (t) => {
  for (const [name, options, label, expected] of openingsBy) {
    t.same(openings(optionsOf(options, label)), expected, name)
  }
})

t.test('gates', async (t) => {
  const reviewed = situationOf({
    public: { collection_id: 'c3', gate: 'review' },
    group: { provider_approval: true },
    options: { stages: [stage('public', null, null, 'published'), stage('community')] },
  })
  const plan = openings(planOf(reviewed, labelOf({ tlp: 'clear' })))
  t.same(plan, ['owner - - -', 'community - - approval', 'public - - approval+review+published'])
  const passes: [string | null, string, string | null][] = [
    [null, 'review', null],
    ['review', 'review', null],
    ['review', 'approval', 'review'],
    ['approval+review+published', 'review', 'approval+published'],
    ['approval+published', 'published', 'approval'],
    ['approval', 'approv', 'approval'],
  ]
  for (const [gate, act, left] of passes) t.equal(passGate(gate, act), left, `${gate} by ${act}`)
})
