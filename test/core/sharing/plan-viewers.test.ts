// Who is shown which segment of a plan: the excluded, the addressed, the named, and parts, by case.
import t from 'tap'
import { type Atom, admits, only, subtract, unite } from '../../../src/core/sharing/audience.ts'
import { anonymousClearance, type Clearance } from '../../../src/core/sharing/clearance.ts'
import type { Label } from '../../../src/core/sharing/label.ts'
import type { ResolvedOptions } from '../../../src/core/sharing/options.ts'
import type { Segment } from '../../../src/core/sharing/segment.ts'
import type { Situation } from '../../../src/core/sharing/situation.ts'
import { labelOf, partsOf, planOf, situationOf, viewers } from './situations.ts'

const optionsOf = (options: Partial<ResolvedOptions>, label: Partial<Label> = { tlp: 'clear' }) =>
  planOf(situationOf({ options }), labelOf(label))

const namesOf = (segments: Segment[]): string => segments.map(({ name }) => name).join(' ')
const seenBy = (segments: Segment[], viewer: Clearance): string =>
  segments
    .filter(({ audience }) => admits(audience, viewer).admitted)
    .map(({ name }) => name)
    .join(' ')

const all = 'owner members peers clients community public'

const stage = (
  to: Segment['name'],
  opens: bigint | null = null,
  closes: bigint | null = null,
  on: string | null = null,
) => ({ to, opens, closes, on })
t.test('who is left out', async (t) => {
  const out = optionsOf({ exclude: ['o2'] })
  t.equal(namesOf(out), 'owner members peers clients community')
  t.equal(seenBy(out, viewers.member), '', 'a member')
  t.equal(seenBy(out, { ...viewers.member, memberships: [] }), '', 'that has left the group')
  t.equal(seenBy(out, viewers.client), '', 'a client of its own')
  const shared = { ...viewers.client.sponsors[0]!, organisation_id: 'o3' }
  const twice = { ...viewers.client, sponsors: [...viewers.client.sponsors, shared] }
  t.equal(seenBy(out, twice), 'clients', 'a client of another member too')
  t.equal(seenBy(out, viewers.other), 'community')
  t.equal(seenBy(out, anonymousClearance), '')
  t.equal(seenBy(optionsOf({ exclude: ['o1'] }), viewers.colleague), 'owner', 'never the owner')
  const community = optionsOf({ exclude: ['o2'], stages: [stage('community')] })
  t.equal(seenBy(community, viewers.client), '', 'nor its client where clients are not served')
})

const rail: Atom = { is: 'member', group: 'g1', level: 'consumer' }
const energy: Atom = { is: 'sector', sector: 'energy' }
const near = { ...viewers.member, sectors: ['energy'] }
const addressees: [string, Partial<ResolvedOptions>, string, string][] = [
  ['the group', { addressed: only(rail) }, all, 'members'],
  ['everybody', { addressed: only({ is: 'anyone' }) }, all, 'members'],
  [
    'an organisation',
    { addressed: only({ is: 'organisation', id: 'o9' }) },
    'owner members peers clients community',
    '',
  ],
  ['a sector', { addressed: only(energy) }, 'owner members peers clients community', ''],
  ['a trusted few', { addressed: only({ ...rail, level: 'trusted' }) }, 'owner members peers', ''],
  [
    'another group',
    { addressed: only({ ...rail, group: 'g2' }) },
    'owner members peers clients community',
    '',
  ],
  ['nobody', { addressed: { any: [] } }, 'owner', ''],
  [
    'but one',
    { addressed: subtract(only(rail), only({ is: 'organisation', id: 'o2' })) },
    'owner members peers clients community',
    '',
  ],
  [
    'a sector but one, which is in the group but another',
    {
      addressed: unite(
        subtract(only(energy), only({ is: 'organisation', id: 'o2' })),
        subtract(only(rail), only({ is: 'organisation', id: 'o3' })),
      ),
    },
    'owner members peers clients community',
    'members',
  ],
]

t.test('who is addressed', async (t) => {
  for (const [name, options, segments, member] of addressees) {
    const plan = optionsOf(options)
    t.equal(namesOf(plan), segments, name)
    t.equal(seenBy(plan, viewers.member), member, `${name}: a member`)
    t.equal(seenBy(plan, viewers.colleague), 'owner', `${name}: the owner`)
  }
  t.equal(seenBy(optionsOf({ addressed: only(energy) }), near), 'members')
  const but = optionsOf({ addressed: subtract(only(rail), only({ is: 'organisation', id: 'o2' })) })
  t.equal(seenBy(but, viewers.client), '', 'a client of the one left out')
  t.equal(seenBy(optionsOf({ addressed: only(energy) }), { ...near, kind: 'peer-hub' }), 'peers')
})

t.test('the closest relation that is served', async (t) => {
  const open = optionsOf({})
  t.equal(seenBy(open, viewers.observer), '', 'an observer reads titles')
  t.equal(seenBy(open, { ...viewers.other, community: false }), 'public', 'not of the community')
  t.equal(seenBy(open, viewerOfBoth), 'members', 'a member that is a client as well')
  t.equal(seenBy(optionsOf({ stages: [stage('public')] }), viewers.member), 'public', 'or none')
  t.equal(seenBy(optionsOf({ stages: [stage('community')] }), viewers.member), 'community')
  const late = {
    ...viewers.member,
    memberships: viewers.member.memberships.map((held) => ({ ...held, accepted: false })),
  }
  t.equal(seenBy(open, late), '', 'an agreement not accepted opens nothing else')
})
const viewerOfBoth = { ...viewers.member, sponsors: viewers.client.sponsors }

const held = (segments: Segment[]) =>
  segments.map(({ name, tlp, tearline }) => [name, tlp, tearline ?? '-'].join(' '))
const torn = { tearline: true, community: true }
const partsBy: [string, Situation, Partial<Label>, string[]][] = [
  [
    'stricter parts are cut',
    situationOf({ options: { community: true } }),
    { parts: partsOf('red', 'amber') },
    [
      'owner red -',
      'members amber+strict -',
      'peers amber+strict -',
      'clients amber -',
      'community green -',
    ],
  ],
  [
    'to the group’s level',
    situationOf({ group: { max_tlp: 'green' } }),
    { parts: partsOf('amber') },
    ['owner red -', 'members green -', 'peers green -', 'clients green -'],
  ],
  [
    'laxer parts without a tear-line',
    situationOf({ options: { community: true } }),
    { tlp: 'amber', parts: partsOf('green') },
    ['owner red -', 'members amber+strict -', 'peers amber+strict -', 'clients amber -'],
  ],
  [
    'a tear-line',
    situationOf({ options: torn }),
    { tlp: 'amber', parts: partsOf('green', 'clear') },
    [
      'owner red -',
      'members amber+strict -',
      'peers amber+strict -',
      'clients amber -',
      'community green green',
      'public clear clear',
    ],
  ],
  [
    'a tear-line of nothing',
    situationOf({ options: torn }),
    { tlp: 'amber+strict' },
    ['owner red -', 'members amber+strict -', 'peers amber+strict -'],
  ],
  [
    'of red',
    situationOf({
      options: { ...torn, recipients: [{ principal_id: 'p4', organisation_id: 'o2' }] },
    }),
    { tlp: 'red', parts: partsOf('amber') },
    [
      'named red -',
      'named red -',
      'members amber amber',
      'peers amber amber',
      'clients amber amber',
    ],
  ],
  [
    'of red in a group that takes less',
    situationOf({
      group: { max_tlp: 'amber' },
      options: { ...torn, recipients: [{ principal_id: 'p4', organisation_id: 'o2' }] },
    }),
    { tlp: 'red', parts: partsOf('amber') },
    ['named red -', 'named red -'],
  ],
]

t.test('parts', async (t) => {
  for (const [name, situation, label, expected] of partsBy) {
    t.same(held(planOf(situation, labelOf(label))), expected, name)
  }
  const red = planOf(situationOf(), labelOf({ parts: partsOf('red') }))
  t.equal(seenBy(red, viewers.colleague), 'owner', 'a person sees its own RED part')
  t.equal(seenBy(red, viewers.service), '', 'no service does')
  t.equal(seenBy(red, viewers.feed), 'members', 'and is given the rest')
  const amber = planOf(situationOf(), labelOf({ parts: partsOf('amber') }))
  t.equal(seenBy(amber, { ...viewers.feed, max_tlp: 'green' }), '', 'a cap below a part')
  t.equal(seenBy(amber, { ...viewers.feed, max_tlp: 'amber' }), 'members')
})

t.test('RED', async (t) => {
  const recipients = [
    { principal_id: 'p4', organisation_id: 'o2' },
    { principal_id: 'p6', organisation_id: 'o3' },
    { principal_id: 'p2', organisation_id: 'o1' },
  ]
  const options = { recipients, exclude: ['o3'] }
  const red = optionsOf(options, { tlp: 'red' })
  t.same(
    red.map(({ name, profile, attributed }) => [name, profile, attributed].join(' ')),
    ['named P0 true', 'named P1 false'],
  )
  t.equal(seenBy(red, viewers.observer), '', 'excluded, though named')
  t.equal(seenBy(red, { ...viewers.member, max_tlp: 'amber' }), '', 'above the cap')
  t.equal(seenBy(red, { ...viewers.member, service: true }), '')
  t.equal(seenBy(red, { ...viewers.member, memberships: [] }), 'named', 'outside the group')
  const service = planOf(
    situationOf({ submitter_is_person: false, options }),
    labelOf({ tlp: 'red' }),
  )
  t.equal(seenBy(service, viewers.submitter), '', 'a service is nobody’s name')
  t.equal(seenBy(service, viewers.colleague), 'named')
  const told = optionsOf({ ...options, consent: 'group', profile: 'P2' }, { tlp: 'red' })
  t.match(told[1], { attributed: true, profile: 'P2' })
  const marked = (label: Partial<Label>) => optionsOf(options, { tlp: 'red', ...label })
  t.equal(namesOf(marked({ unknown: true })), 'named', 'the own persons alone')
  const foreign = marked({ foreign: true })
  t.equal(seenBy(foreign, viewers.member), 'named')
  t.equal(seenBy(foreign, { ...viewers.member, memberships: [] }), '', 'for members only')
  const who = marked({ attribution: true })
  t.equal(seenBy(who, viewers.member), '')
  t.equal(seenBy(who, { ...viewers.member, clearances: ['attribution'] }), 'named')
  t.equal(seenBy(who, viewers.submitter), 'named')
})

t.test('attribution needs a clearance, a profile only adds', async (t) => {
  const segments = planOf(situationOf(), labelOf({ attribution: true }))
  t.equal(seenBy(segments, viewers.member), '')
  t.equal(seenBy(segments, { ...viewers.member, clearances: ['attribution'] }), 'members')
  t.equal(seenBy(segments, viewers.service), 'owner')
  const profiles = (profile: 'P0' | 'P1' | 'P2' | 'P3') =>
    optionsOf({ profile })
      .map((segment) => segment.profile)
      .join(' ')
  t.equal(profiles('P0'), 'P0 P1 P2 P2 P2 P3')
  t.equal(profiles('P1'), 'P0 P1 P2 P2 P2 P3')
  t.equal(profiles('P2'), 'P0 P2 P2 P2 P2 P3')
  t.equal(profiles('P3'), 'P0 P3 P3 P3 P3 P3')
})
